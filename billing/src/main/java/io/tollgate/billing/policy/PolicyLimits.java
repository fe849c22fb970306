package io.tollgate.billing.policy;

import io.tollgate.billing.number.NumberKind;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a class of accounts, or what one account has in their place. Null: no limit in a class; as the class says
 * in an account.
 *
 * @param deniedKinds kinds of line that cannot be called
 * @param deniedPrefixes digits, country code first, that cannot be called
 * @param allowedPrefixes exceptions from both of these: the longest prefix of all lists decides
 * @param maxPerMinuteMicros dearest rate that may be called, micro-units a minute of the account's currency
 * @param concurrentCalls calls to phones at the same time
 * @param newDestinationsPerHour numbers never called before
 * @param shortCallsPerTenMinutes answered calls that were over within {@link Policy#SHORT_CALL_MS}
 * @param dailySpendMicros cost of calls that ended on a day (UTC), live calls included as far as credit is held for them
 * @param monthlySpendMicros the same for a calendar month (UTC)
 * @param unusualSpendTimes so many times the average day of the last thirty are unusual on one day
 * @param unusualSpendFloorMicros what is never unusual, however little the account spent before
 * @param maxCallSeconds longest call
 */
public record PolicyLimits(
        @Nullable Set<NumberKind> deniedKinds,
        @Nullable List<String> deniedPrefixes,
        @Nullable List<String> allowedPrefixes,
        @Nullable Long maxPerMinuteMicros,
        @Nullable Integer concurrentCalls,
        @Nullable Integer newDestinationsPerHour,
        @Nullable Integer shortCallsPerTenMinutes,
        @Nullable Long dailySpendMicros,
        @Nullable Long monthlySpendMicros,
        @Nullable Integer unusualSpendTimes,
        @Nullable Long unusualSpendFloorMicros,
        @Nullable Integer maxCallSeconds) {

    /** No limit at all. */
    public static final PolicyLimits NONE =
            new PolicyLimits(null, null, null, null, null, null, null, null, null, null, null, null);

    /** Copies the collections. */
    public PolicyLimits {
        deniedKinds = deniedKinds == null ? null : Set.copyOf(deniedKinds);
        deniedPrefixes = deniedPrefixes == null ? null : List.copyOf(deniedPrefixes);
        allowedPrefixes = allowedPrefixes == null ? null : List.copyOf(allowedPrefixes);
    }

    /** These, and where these say nothing, the others. */
    public PolicyLimits orElse(PolicyLimits others) {
        return new PolicyLimits(
                first(deniedKinds, others.deniedKinds),
                first(deniedPrefixes, others.deniedPrefixes),
                first(allowedPrefixes, others.allowedPrefixes),
                first(maxPerMinuteMicros, others.maxPerMinuteMicros),
                first(concurrentCalls, others.concurrentCalls),
                first(newDestinationsPerHour, others.newDestinationsPerHour),
                first(shortCallsPerTenMinutes, others.shortCallsPerTenMinutes),
                first(dailySpendMicros, others.dailySpendMicros),
                first(monthlySpendMicros, others.monthlySpendMicros),
                first(unusualSpendTimes, others.unusualSpendTimes),
                first(unusualSpendFloorMicros, others.unusualSpendFloorMicros),
                first(maxCallSeconds, others.maxCallSeconds));
    }

    /** The same with another longest call. */
    public PolicyLimits longestOf(int seconds) {
        return new PolicyLimits(
                deniedKinds,
                deniedPrefixes,
                allowedPrefixes,
                maxPerMinuteMicros,
                concurrentCalls,
                newDestinationsPerHour,
                shortCallsPerTenMinutes,
                dailySpendMicros,
                monthlySpendMicros,
                unusualSpendTimes,
                unusualSpendFloorMicros,
                seconds);
    }

    /** Whether a live call has to ask again before it spends more. */
    public boolean boundsSpending() {
        return dailySpendMicros != null || monthlySpendMicros != null || unusualSpendTimes != null;
    }

    private static <T> @Nullable T first(@Nullable T mine, @Nullable T others) {
        return mine != null ? mine : others;
    }
}
