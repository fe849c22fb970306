package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.postgres.io.EmbeddedPostgres;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills the database server and a {@link CrashWriter} (-9) at random points, again and again, and then audits the books
 * against what the writers wrote down: no acknowledged charge or credit lost, none booked twice, all holds gone, all chains
 * whole. {@code ./tollgate bench billing crash --kills 300}.
 */
public final class CrashDrill {
    private static final int USERS = 12;
    private static final long FIRST_CREDIT = 1_000_000;
    private static final int LONGEST_WAIT_S = 90;

    private final Path home;
    private final SplittableRandom random;
    private final List<Path> logs = new ArrayList<>();
    private EmbeddedPostgres server;
    private Process writer;

    private CrashDrill(Path home, long seed) throws IOException {
        this.home = home;
        random = new SplittableRandom(seed);
        server = EmbeddedPostgres.start(home.resolve("postgres"), 0);
        Schema.migrate(server.dataSource());
        try (var ledger = new PostgresLedger(server.dataSource(), LedgerSettings.DEFAULT)) {
            for (int i = 0; i < USERS; i++) {
                database().update("insert into account (username, currency) values (?, 'EUR')", "user-" + i);
                ledger.credit(Calls.topup(UUID.randomUUID(), "user-" + i, FIRST_CREDIT, "EUR"));
            }
        }
        writer = startWriter();
    }

    /**
     * What a drill found.
     *
     * @param problems one sentence each; empty when the books are right
     */
    record Report(
            int serverKills,
            int writerKills,
            int calls,
            int settled,
            int recovered,
            int credits,
            List<String> problems) {}

    public static void main(String... arguments) throws Exception {
        int kills = 300;
        long seed = System.nanoTime();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--kills" -> kills = Integer.parseInt(arguments[i + 1]);
                case "--seed" -> seed = Long.parseLong(arguments[i + 1]);
                default -> {
                    System.err.println("there is no option " + arguments[i]);
                    System.exit(1);
                }
            }
        }
        System.err.println("seed " + seed);
        Report report = run(kills, seed);
        report.problems().forEach(problem -> System.err.println("WRONG: " + problem));
        System.out.printf(
                "{\"seed\":%d,\"server_kills\":%d,\"writer_kills\":%d,\"calls\":%d,\"settled\":%d,\"recovered\":%d,"
                        + "\"credits\":%d,\"right\":%s}%n",
                seed,
                report.serverKills(),
                report.writerKills(),
                report.calls(),
                report.settled(),
                report.recovered(),
                report.credits(),
                report.problems().isEmpty());
        System.exit(report.problems().isEmpty() ? 0 : 3);
    }

    static Report run(int kills, long seed) throws Exception {
        Path home = Files.createTempDirectory("tollgate-crash-drill-");
        CrashDrill drill = new CrashDrill(home, seed);
        try {
            return drill.run(kills);
        } finally {
            drill.writer.destroyForcibly().waitFor();
            drill.server.close();
            try (Stream<Path> files = Files.walk(home)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Report run(int kills) throws Exception {
        int serverKills = 0;
        awaitProgress();
        for (int kill = 0; kill < kills; kill++) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(120));
            int what = random.nextInt(5);
            if (what < 3) {
                killServer();
                serverKills++;
            }
            if (what >= 2) {
                writer.destroyForcibly().waitFor();
                writer = startWriter();
            }
            awaitProgress();
            if (kill % 50 == 49) {
                System.err.println((kill + 1) + " kills");
            }
        }
        writer.getOutputStream().close();
        if (!writer.waitFor(LONGEST_WAIT_S, TimeUnit.SECONDS) || writer.exitValue() != 0) {
            throw new IllegalStateException("the writer did not end well");
        }
        // What the last but one left is recovered by the last; a final one finds nothing or the rest.
        return audit(serverKills);
    }

    private Database database() {
        return new Database(server.dataSource());
    }

    private Process startWriter() throws IOException {
        Path log = home.resolve("writer-" + logs.size() + ".log");
        Files.createFile(log);
        logs.add(log);
        String path = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        path,
                        CrashWriter.class.getName(),
                        server.jdbcUrl() + "?connectTimeout=5&socketTimeout=20",
                        server.user(),
                        server.password(),
                        Integer.toString(USERS),
                        Long.toString(random.nextLong()),
                        log.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Until the newest writer has been told of some settlements more. */
    private void awaitProgress() throws Exception {
        long before = settlements();
        for (int i = 0; i < LONGEST_WAIT_S * 50; i++) {
            if (settlements() >= before + 5) {
                return;
            }
            if (!writer.isAlive()) {
                throw new IllegalStateException("the writer has ended by itself");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new IllegalStateException("the writer does not come on");
    }

    private long settlements() throws IOException {
        try (Stream<String> lines = Files.lines(logs.getLast())) {
            return lines.filter(line -> line.startsWith("S ")).count();
        }
    }

    private void killServer() throws IOException {
        int port = server.port();
        long postmaster = Long.parseLong(Files.readAllLines(server.data().resolve("postmaster.pid"))
                .getFirst()
                .strip());
        ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
        server.close();
        server = EmbeddedPostgres.start(home.resolve("postgres"), port);
    }

    /** What the writers wrote down, over all of them. */
    private static final class Told {
        final Map<String, String> calls = new LinkedHashMap<>();
        final Map<String, String> credits = new LinkedHashMap<>();
        final Map<String, Long> settled = new HashMap<>();
        final List<String> credited = new ArrayList<>();
    }

    private Told told() throws IOException {
        var told = new Told();
        for (Path log : logs) {
            String text = Files.readString(log);
            // A line that was cut by the kill was never finished.
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                String[] word = line.split(" ");
                switch (word[0]) {
                    case "I" -> told.calls.put(word[1], word[2]);
                    case "C" -> told.credits.put(word[1], word[2]);
                    case "S" -> told.settled.put(word[1], Long.parseLong(word[2]));
                    case "D" -> told.credited.add(word[1]);
                    default -> {}
                }
            }
        }
        return told;
    }

    private Report audit(int serverKills) throws IOException {
        Told told = told();
        List<String> problems = new ArrayList<>();
        Map<String, Long> balances = new HashMap<>();
        Map<String, Long> costs = new HashMap<>();
        int recovered = 0;
        for (var row : database()
                .list(
                        "select id::text, username, cost_micros, talk_ms, cause from cdr",
                        r -> List.<Object>of(
                                r.getString(1), r.getString(2), r.getLong(3), r.getLong(4), r.getString(5)))) {
            String id = (String) row.get(0);
            long cost = (Long) row.get(2);
            costs.put(id, cost);
            balances.merge((String) row.get(1), -cost, Long::sum);
            if (!row.get(1).equals(told.calls.get(id))) {
                problems.add("call " + id + " of " + row.get(1) + " was made by nobody");
            }
            if (row.get(4).equals("gateway-failure")) {
                recovered++;
                if (cost != (Long) row.get(3)) {
                    problems.add("call " + id + " was recovered for " + cost + ", talked were " + row.get(3) + " ms");
                }
            }
        }
        told.settled.forEach((id, cost) -> {
            if (!cost.equals(costs.get(id))) {
                problems.add("call " + id + " was acknowledged with " + cost + ", booked is " + costs.get(id));
            }
        });
        List<String> booked = database()
                .list(
                        "select t.id::text || ' ' || a.username || ' ' || e.amount_micros from transfer t join entry e on"
                                + " e.transfer_id = t.id join account a on a.id = e.account_id and a.kind = 'USER'"
                                + " where t.kind = 'TOPUP' and t.actor = 'drill'",
                        r -> r.getString(1));
        Map<String, String> bookedCredits = new HashMap<>();
        booked.forEach(line -> bookedCredits.put(line.substring(0, 36), line.substring(37)));
        told.credited.stream()
                .filter(id -> !bookedCredits.containsKey(id))
                .forEach(id -> problems.add("credit " + id + " was acknowledged and is lost"));
        bookedCredits.forEach((id, what) -> {
            if (!what.equals(told.credits.get(id) + " " + CrashWriter.CREDIT)) {
                problems.add("credit " + id + " was ordered by nobody");
            }
            balances.merge(what.substring(0, what.indexOf(' ')), CrashWriter.CREDIT, Long::sum);
        });
        auditStore(problems, balances, told, costs);
        return new Report(
                serverKills, logs.size() - 1, told.calls.size(), costs.size(), recovered, booked.size(), problems);
    }

    private void auditStore(List<String> problems, Map<String, Long> balances, Told told, Map<String, Long> costs) {
        for (int i = 0; i < USERS; i++) {
            String user = "user-" + i;
            long expected = FIRST_CREDIT + balances.getOrDefault(user, 0L);
            long is = database()
                    .first("select balance_micros from account where username = ?", r -> r.getLong(1), user)
                    .orElseThrow();
            if (is != expected) {
                problems.add("balance of " + user + " is " + is + ", events sum to " + expected);
            }
        }
        LedgerCheck check = new LedgerAudit(server.dataSource()).all();
        problems.addAll(check.problems());
        long journalled = database()
                .first("select count(*) from call_journal", r -> r.getLong(1))
                .orElse(0L);
        if (check.reservations() != 0 || check.heldMicros() != 0 || journalled != 0) {
            problems.add(check.reservations() + " holds and " + journalled + " journalled calls are left");
        }
        // A call of which nothing is known died before its journal was opened: nothing was held for it.
        long unknown = told.calls.keySet().stream()
                .filter(id -> !costs.containsKey(id))
                .count();
        if (unknown > (long) logs.size() * CrashWriter.CALLERS) {
            problems.add(unknown + " calls have left no record");
        }
    }
}
