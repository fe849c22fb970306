package io.tollgate.billing.bench;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hold and post on one PostgreSQL with fsync, beside pgbench's TPC-B on the same server in the same run. Each hold and each
 * post counts as one operation, and so does each of pgbench's transactions.
 */
public final class LedgerBench {
    private static final int USERS = 1000;
    private static final int PGBENCH_SCALE = 10;
    private static final int ONE_ACCOUNT_CALLS = 20;
    private static final long HOLD_MICROS = 34_000;
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final String HOLD = "select code from ledger_hold(?, ?, ?, 'EUR', 120000)";
    private static final String SETTLE = "select code from ledger_settle(?, ?, ?::jsonb)";
    private static final String CDR = """
            {"direction":"OUTBOUND","device":"device-1","dialled":"020 7946 0123","number":"+442079460123",
            "caller":"+442079460201","destination":"United Kingdom","rate_prefix":"44","deck_id":7,"deck_version":3,
            "trunk":"carrier","codec":"opus/pcmu","started_at":"2026-03-01T10:00:00.123Z",
            "answered_at":"2026-03-01T10:00:04.323Z","ended_at":"2026-03-01T10:01:05.330Z","talk_ms":61007,
            "billed_seconds":120,"cost_micros":34000,"tax_micros":5666,"currency":"EUR","cause":"normal","side":"caller",
            "sip_status":200,"q850":16,"explanation":{}}
            """;

    private int seconds = 10;
    private int connections = 8;
    private int callers = 256;
    private long rows;

    private LedgerBench() {}

    public static void main(String... arguments) throws Exception {
        var bench = new LedgerBench();
        Path keep = null;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--seconds" -> bench.seconds = Integer.parseInt(arguments[i + 1]);
                case "--connections" -> bench.connections = Integer.parseInt(arguments[i + 1]);
                case "--callers" -> bench.callers = Integer.parseInt(arguments[i + 1]);
                case "--rows" -> bench.rows = Long.parseLong(arguments[i + 1]);
                case "--keep" -> keep = Path.of(arguments[i + 1]);
                default -> {
                    System.err.println("there is no option " + arguments[i]);
                    System.exit(1);
                }
            }
        }
        Path home = keep != null ? Files.createDirectories(keep) : Files.createTempDirectory("tollgate-ledger-bench-");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, 0)) {
            bench.run(server);
        } finally {
            if (keep == null) {
                try (Stream<Path> files = Files.walk(home)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }

    /** Operations a second and the latency of one. */
    private record Figures(double perSecond, double p50Ms, double p99Ms) {
        String json(double baseline) {
            return String.format(
                    Locale.ROOT,
                    "{\"operations_per_s\":%.0f,\"relative_to_pgbench\":%.2f,\"p50_ms\":%.2f,\"p99_ms\":%.2f}",
                    perSecond,
                    perSecond / baseline,
                    p50Ms,
                    p99Ms);
        }
    }

    private void run(EmbeddedPostgres server) throws Exception {
        Schema.migrate(server.dataSource());
        var database = new Database(server.dataSource());
        database.update(
                "insert into account (username, currency) select 'bench-' || n, 'EUR' from generate_series(0, ?) n"
                        + " on conflict do nothing",
                USERS - 1);
        try (var ledger = new PostgresLedger(server.dataSource(), LedgerSettings.DEFAULT)) {
            for (int i = 0; i < USERS; i++) {
                ledger.credit(Calls.topup(UUID.randomUUID(), user(i), 1_000_000_000_000L, "EUR"));
            }
        }
        grow(server);
        say("fsync is " + setting(database, "fsync") + ", synchronous_commit "
                + setting(database, "synchronous_commit"));
        double tpcb = pgbench(server);
        say(String.format(Locale.ROOT, "pgbench TPC-B, %d clients: %.0f transactions/s", connections, tpcb));
        Figures single = singleFunctions(server);
        say("single functions: " + single.json(tpcb));
        Figures group;
        Figures one;
        try (var ledger = new PostgresLedger(server.dataSource(), LedgerSettings.DEFAULT)) {
            group = throughLedger(ledger, callers, USERS);
            say("group-committing writer: " + group.json(tpcb));
            one = throughLedger(ledger, ONE_ACCOUNT_CALLS, 1);
            say(ONE_ACCOUNT_CALLS + " calls on one account: " + one.json(tpcb));
        }
        double after = pgbench(server);
        double baseline = (tpcb + after) / 2;
        System.out.printf(
                Locale.ROOT,
                "{\"seconds\":%d,\"rows\":%d,\"pgbench_tps\":%.0f,\"pgbench_tps_after\":%.0f,\"connections\":%d,"
                        + "\"single\":%s,\"callers\":%d,\"group\":%s,\"one_account\":%s}%n",
                seconds,
                count(database),
                tpcb,
                after,
                connections,
                single.json(baseline),
                callers,
                group.json(baseline),
                one.json(baseline));
    }

    private static long count(Database database) {
        return database.first(
                        "select (select count(*) from entry) + (select count(*) from transfer) + (select count(*) from cdr)",
                        row -> row.getLong(1))
                .orElse(0L);
    }

    private static String setting(Database database, String name) {
        return database.first("select current_setting(?)", row -> row.getString(1), name)
                .orElse("?");
    }

    /** Past calls, one entry of the user and one of the house each, four rows a call; without their hashes. */
    private void grow(EmbeddedPostgres server) throws Exception {
        long calls = rows / 4;
        if (calls == 0) {
            return;
        }
        say("loading " + calls + " past calls ...");
        try (Connection connection = server.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 0);
            statement.execute(
                    "create temporary table past as select gen_random_uuid() as id, n from generate_series(1, " + calls
                            + ") n");
            statement.execute(
                    "insert into transfer (id, kind, reference, actor, salt) select id, 'CALL', '+442079460123',"
                            + " 'gateway', id from past");
            statement.execute(
                    "insert into entry (account_id, transfer_id, amount_micros, currency)"
                            + " select case s when 1 then 1 + n % " + USERS
                            + " else (select min(id) from account where kind = 'HOUSE')"
                            + " end, past.id, case s when 1 then -17000 else 17000 end, 'EUR' from past, generate_series(1, 2) s");
            statement.execute(
                    "insert into cdr (id, account_id, username, direction, dialled, number, destination, trunk,"
                            + " started_at, answered_at, ended_at, talk_ms, billed_seconds, cost_micros, currency, cause, side)"
                            + " select id, 1 + n % " + USERS + ", 'bench-' || n % " + USERS
                            + ", 'OUTBOUND', '020 7946 0123',"
                            + " '+442079460123', 'United Kingdom', 'carrier', t, t, t + interval '1 minute', 60000, 60, 17000, 'EUR',"
                            + " 'normal', 'caller' from (select *, now() - n * interval '1 second' as t from past) p");
            statement.execute("drop table past");
            statement.execute("analyze");
        }
    }

    private double pgbench(EmbeddedPostgres server) throws IOException, InterruptedException {
        Path program = Stream.of("/usr/lib/postgresql/15/bin/pgbench", "/usr/bin/pgbench", "/usr/local/bin/pgbench")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (program == null) {
            say("pgbench is missing (Debian: apt-get install postgresql-contrib); there is nothing to compare with");
            return Double.NaN;
        }
        boolean ready = new Database(server.dataSource())
                .first("select to_regclass('pgbench_accounts')::text", row -> row.getString(1) != null)
                .orElse(false);
        if (!ready) {
            pgbench(server, program, "-i", "-q", "-s", Integer.toString(PGBENCH_SCALE));
        }
        String clients = Integer.toString(connections);
        String said = pgbench(server, program, "-c", clients, "-j", "2", "-T", Integer.toString(seconds));
        Matcher tps = Pattern.compile("tps = ([0-9.]+) \\(without").matcher(said);
        if (!tps.find()) {
            throw new IOException("pgbench said: " + said);
        }
        return Double.parseDouble(tps.group(1));
    }

    private static String pgbench(EmbeddedPostgres server, Path program, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-h", "127.0.0.1"));
        command.addAll(List.of("-p", Integer.toString(server.port()), "-U", server.user()));
        command.addAll(List.of(options));
        command.add("tollgate");
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", server.password());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("pgbench said: " + said);
        }
        return said;
    }

    private interface Caller {
        /** One hold and one post; the nanoseconds of each. */
        void pair(int caller, long[] latencies, int at) throws Exception;
    }

    private Figures singleFunctions(EmbeddedPostgres server) throws Exception {
        List<Connection> links = new ArrayList<>();
        List<PreparedStatement> holds = new ArrayList<>();
        List<PreparedStatement> settles = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Connection link = server.dataSource().getConnection();
            links.add(link);
            try (var statement = link.createStatement()) {
                statement.execute("set enable_seqscan = off");
            }
            holds.add(link.prepareStatement(HOLD));
            settles.add(link.prepareStatement(SETTLE));
        }
        try {
            return measure(connections, (caller, latencies, at) -> {
                UUID call = UUID.randomUUID();
                String user = user(ThreadLocalRandom.current().nextInt(USERS));
                long start = System.nanoTime();
                PreparedStatement hold = holds.get(caller);
                hold.setString(1, user);
                hold.setObject(2, call);
                hold.setLong(3, HOLD_MICROS);
                expectDone(hold);
                long held = System.nanoTime();
                PreparedStatement settle = settles.get(caller);
                settle.setString(1, user);
                settle.setObject(2, call);
                settle.setString(3, CDR);
                expectDone(settle);
                latencies[at] = held - start;
                latencies[at + 1] = System.nanoTime() - held;
            });
        } finally {
            for (Connection link : links) {
                link.close();
            }
        }
    }

    private static void expectDone(PreparedStatement statement) throws Exception {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            if (row.getInt(1) != 0) {
                throw new IllegalStateException("code " + row.getInt(1));
            }
        }
    }

    private Figures throughLedger(PostgresLedger ledger, int calls, int users) throws Exception {
        return measure(calls, (caller, latencies, at) -> {
            UUID call = UUID.randomUUID();
            String user = user(ThreadLocalRandom.current().nextInt(users));
            long start = System.nanoTime();
            if (!(ledger.hold(call, user, HOLD_MICROS, "EUR", TTL) instanceof HoldOutcome.Held)) {
                throw new IllegalStateException("refused");
            }
            long held = System.nanoTime();
            if (!(ledger.settle(Calls.answered(call, user, HOLD_MICROS, "EUR")) instanceof SettleOutcome.Settled)) {
                throw new IllegalStateException("refused");
            }
            latencies[at] = held - start;
            latencies[at + 1] = System.nanoTime() - held;
        });
    }

    /** A fifth of the time to warm up, then the measured part. */
    private Figures measure(int count, Caller caller) throws Exception {
        work(count, caller, Math.max(1, seconds / 5));
        long start = System.nanoTime();
        long[] latencies = work(count, caller, seconds);
        double elapsed = (System.nanoTime() - start) / 1e9;
        Arrays.sort(latencies);
        return new Figures(
                latencies.length / elapsed,
                latencies[latencies.length / 2] / 1e6,
                latencies[(int) (latencies.length * 0.99)] / 1e6);
    }

    private static long[] work(int count, Caller caller, int forSeconds) throws Exception {
        long end = System.nanoTime() + forSeconds * 1_000_000_000L;
        List<Future<long[]>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    long[] latencies = new long[256];
                    int used = 0;
                    while (System.nanoTime() - end < 0) {
                        if (used + 2 > latencies.length) {
                            latencies = Arrays.copyOf(latencies, latencies.length * 2);
                        }
                        caller.pair(number, latencies, used);
                        used += 2;
                    }
                    return Arrays.copyOf(latencies, used);
                }));
            }
        }
        List<long[]> each = new ArrayList<>();
        for (Future<long[]> one : all) {
            each.add(one.get());
        }
        return each.stream().flatMapToLong(Arrays::stream).toArray();
    }

    private static String user(int number) {
        return "bench-" + number;
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
