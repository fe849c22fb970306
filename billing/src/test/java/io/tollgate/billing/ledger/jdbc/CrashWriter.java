package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.CallRecovery;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.TalkRating;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A process that does with the books what a gateway does, to be killed: it recovers its predecessor's calls, then holds,
 * answers, touches, settles and credits, and writes into a file what it is about to do and what it was told. Ends when its
 * standard input does.
 */
final class CrashWriter {
    static final String GATEWAY = "crash-drill";
    static final int CALLERS = 8;
    static final long CREDIT = 50_000;
    /** A call's price: a micro-unit a millisecond. */
    static final TalkRating RATING = (call, talkMs) -> new TalkRating.Charge(talkMs, 0, talkMs / 1000);

    private final PostgresLedger ledger;
    private final PostgresCallJournal journal;
    private final FileOutputStream log;

    private CrashWriter(PGSimpleDataSource database, Path log) throws IOException {
        ledger = new PostgresLedger(database, new LedgerSettings(2, 64, 1000, Duration.ofSeconds(60)));
        journal = surely(() -> PostgresCallJournal.start(database, GATEWAY, UUID.randomUUID(), Duration.ofMinutes(10)));
        this.log = new FileOutputStream(log.toFile(), true);
    }

    /** Arguments: JDBC URL, user, password, users, seed, file. */
    public static void main(String... arguments) throws Exception {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[0]);
        database.setUser(arguments[1]);
        database.setPassword(arguments[2]);
        new CrashWriter(database, Path.of(arguments[5]))
                .run(Integer.parseInt(arguments[3]), new SplittableRandom(Long.parseLong(arguments[4])));
    }

    private void run(int users, SplittableRandom random) throws Exception {
        var recovery = new CallRecovery(ledger, journal, RATING);
        surely(recovery::recover);
        say("R");
        var running = new AtomicBoolean(true);
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                SplittableRandom own = random.split();
                all.add(callers.submit(() -> {
                    while (running.get()) {
                        if (own.nextInt(4) == 0) {
                            credit(user(users, own));
                        } else {
                            call(user(users, own), own);
                        }
                    }
                    return null;
                }));
            }
            while (System.in.read() >= 0) {
                // The parent closes it.
            }
            running.set(false);
        }
        for (Future<?> one : all) {
            one.get();
        }
        ledger.close();
    }

    private static String user(int users, SplittableRandom random) {
        return "user-" + random.nextInt(users);
    }

    private void credit(String user) {
        UUID id = UUID.randomUUID();
        say("C " + id + " " + user);
        var credit = new Credit(id, user, CREDIT, "EUR", Credit.Kind.TOPUP, "payment", "top-up", "drill");
        if (surely(() -> ledger.credit(credit)) instanceof CreditOutcome.Credited) {
            say("D " + id);
        }
    }

    private void call(String user, SplittableRandom random) {
        UUID id = UUID.randomUUID();
        say("I " + id + " " + user);
        surely(() -> {
            journal.open(Calls.journalled(id, user, "EUR", Calls.START));
            return id;
        });
        HoldOutcome held = surely(() -> ledger.hold(id, user, 10_000, "EUR", Duration.ofMinutes(5)));
        if (!(held instanceof HoldOutcome.Held)) {
            settle(id, user, 0);
            return;
        }
        surely(() -> {
            journal.answered(id, Calls.START.plusMillis(4200));
            return id;
        });
        long talkMs = 0;
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            talkMs += random.nextLong(1, 3000);
            long heard = talkMs;
            surely(() -> {
                journal.touch(List.of(new JournalTouch(id, Calls.START.plusMillis(4200 + heard), heard)));
                return id;
            });
        }
        settle(id, user, talkMs);
    }

    private void settle(UUID id, String user, long cost) {
        var cdr = cost == 0 ? Calls.unanswered(id, user, "credit") : Calls.answered(id, user, cost, "EUR");
        if (surely(() -> ledger.settle(cdr)) instanceof SettleOutcome.Settled settled) {
            say("S " + id + " " + settled.costMicros());
        }
    }

    /** Repeats with the same ids until the database has answered. */
    private static <T> T surely(Supplier<T> task) {
        while (true) {
            try {
                return task.get();
            } catch (LedgerUnavailableException e) {
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** One write per line: what has been written stays written when this process is killed. */
    private void say(String line) {
        try {
            log.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
