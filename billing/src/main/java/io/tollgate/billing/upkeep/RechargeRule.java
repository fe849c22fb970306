package io.tollgate.billing.upkeep;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user's wish to have credit bought by the kept card.
 *
 * @param thresholdMicros below which
 * @param dailyMaxMicros what may be bought so in a day (UTC)
 * @param monthlyMaxMicros in a calendar month (UTC)
 * @param failures refusals of the card in a row
 * @param suspendedAt since when the rule rests, because the card was refused too often; null: it is in force
 */
public record RechargeRule(
        long thresholdMicros,
        long amountMicros,
        long dailyMaxMicros,
        long monthlyMaxMicros,
        int failures,
        @Nullable Instant suspendedAt,
        Instant nextTryAt) {
    /** Refusals in a row after which the rule rests until the user sets it again. */
    public static final int MAX_FAILURES = 3;

    private static final Duration AFTER_REFUSAL = Duration.ofHours(1);
    private static final Duration AFTER_SILENCE = Duration.ofMinutes(2);

    /**
     * Whether to buy now.
     *
     * @param availableMicros what the account can spend
     * @param todayMicros bought or being bought by this rule today
     * @param monthMicros likewise in this month
     */
    public boolean buys(long availableMicros, long todayMicros, long monthMicros, Instant now) {
        return suspendedAt == null
                && !now.isBefore(nextTryAt)
                && availableMicros < thresholdMicros
                && todayMicros + amountMicros <= dailyMaxMicros
                && monthMicros + amountMicros <= monthlyMaxMicros;
    }

    /** The card was charged. */
    public RechargeRule accepted(Instant now) {
        return with(0, null, now);
    }

    /** The card was refused. */
    public RechargeRule refused(Instant now) {
        int more = failures + 1;
        return with(more, more >= MAX_FAILURES ? now : null, now.plus(AFTER_REFUSAL));
    }

    /** The provider gave no clear answer: the same purchase is asked for again. */
    public RechargeRule unclear(Instant now) {
        return with(failures, suspendedAt, now.plus(AFTER_SILENCE));
    }

    private RechargeRule with(int failed, @Nullable Instant suspended, Instant next) {
        return new RechargeRule(
                thresholdMicros, amountMicros, dailyMaxMicros, monthlyMaxMicros, failed, suspended, next);
    }
}
