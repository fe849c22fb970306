package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls to test with. */
public final class Calls {
    public static final Instant START = Instant.parse("2026-03-01T10:00:00.123Z");
    static final Cdr.Numbers NUMBERS = new Cdr.Numbers("020 7946 0123", "+442079460123", "+442079460201");
    static final Cdr.Tariff TARIFF = new Cdr.Tariff("United Kingdom", "44", 7L, 3);

    private Calls() {}

    public static Cdr answered(UUID id, String user, long costMicros, String currency) {
        Instant answered = START.plusMillis(4200);
        return new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "device-1",
                NUMBERS,
                TARIFF,
                "carrier",
                "opus/pcmu",
                new Cdr.Times(START, START.plusMillis(900), answered, answered.plusMillis(61_007)),
                61_007,
                120,
                costMicros,
                0,
                currency,
                new Cdr.Ending("normal", "caller", 200, 16),
                new Cdr.Quality(
                        0.5,
                        12.25,
                        4.1,
                        new Cdr.Stream(3_051, 0.5, 0.25, 12.25, 0.75, 142.5, -24.5, 84.0, 4.1),
                        new Cdr.Stream(0, 0.0, null, null, null, null, null, null, null),
                        "overlay opus -> jitter(40 ms) -> pcmu trunk"),
                "{\"ladder\": [\"INVITE\"]}");
    }

    public static Cdr unanswered(UUID id, String user, String cause) {
        return unanswered(id, user, cause, START);
    }

    public static Cdr unanswered(UUID id, @Nullable String user, String cause, Instant started) {
        return new Cdr(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                null,
                NUMBERS,
                Cdr.Tariff.NONE,
                null,
                null,
                new Cdr.Times(started, null, null, started.plusMillis(1000)),
                0,
                0,
                0,
                0,
                null,
                new Cdr.Ending(cause, "callee", 486, 17),
                Cdr.Quality.UNMEASURED,
                "{}");
    }

    public static JournalledCall journalled(UUID id, String user, String currency, Instant openedAt) {
        return new JournalledCall(
                id,
                Cdr.Direction.OUTBOUND,
                user,
                "device-1",
                NUMBERS,
                TARIFF,
                currency,
                "carrier",
                openedAt,
                null,
                null,
                0);
    }

    public static Credit topup(UUID id, String user, long amountMicros, String currency) {
        return new Credit(id, user, amountMicros, currency, Credit.Kind.TOPUP, "payment 1", "top-up", "test");
    }

    /** Ids that a seed repeats. */
    public static UUID id(SplittableRandom random) {
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() & ~(3L << 62)) | (2L << 62));
    }
}
