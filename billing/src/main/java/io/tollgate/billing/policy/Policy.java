package io.tollgate.billing.policy;

import io.tollgate.billing.number.E164;
import io.tollgate.billing.number.NumberKind;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The rules themselves. Amounts are micro-units of the account's currency. */
public final class Policy {
    /** An answered call that is over before this is short, ms. */
    public static final long SHORT_CALL_MS = 10_000;

    private Policy() {}

    /**
     * Whether this destination may be called at all; needs no counters, so that the screen can tell before dialling.
     *
     * @param perMinuteMicros the rate that would be charged
     */
    public static PolicyDecision destination(PolicyLimits limits, E164 number, NumberKind kind, long perMinuteMicros) {
        String digits = number.withoutPlus();
        int allowed = longest(limits.allowedPrefixes(), digits);
        int denied = longest(limits.deniedPrefixes(), digits);
        if (denied > allowed) {
            return new PolicyDecision.Refused(
                    PolicyRule.DENIED_PREFIX, "prefix " + digits.substring(0, denied) + " is denied");
        }
        if (allowed == 0 && limits.deniedKinds() != null && limits.deniedKinds().contains(kind)) {
            return new PolicyDecision.Refused(
                    PolicyRule.DENIED_KIND, kind.name().toLowerCase(Locale.ROOT) + " numbers are denied");
        }
        Long ceiling = limits.maxPerMinuteMicros();
        if (ceiling != null && perMinuteMicros > ceiling) {
            return new PolicyDecision.Refused(
                    PolicyRule.RATE_CEILING, perMinuteMicros + " micros a minute, at most " + ceiling);
        }
        return PolicyDecision.FREELY;
    }

    /** Length of the longest prefix that the digits begin with; 0 when none does. */
    private static int longest(@Nullable List<String> prefixes, String digits) {
        return prefixes == null
                ? 0
                : prefixes.stream()
                        .filter(digits::startsWith)
                        .mapToInt(String::length)
                        .max()
                        .orElse(0);
    }

    /**
     * Whether one call more may be placed now.
     *
     * @param leastMicros what the call costs at the least
     * @param wantedMicros what is to be held for it before it is placed
     */
    public static PolicyDecision call(
            PolicyLimits limits, PolicyCounters counters, long leastMicros, long wantedMicros) {
        if (exceeds(counters.liveCalls() + 1L, limits.concurrentCalls())) {
            return refused(
                    PolicyRule.CONCURRENT_CALLS, counters.liveCalls() + " in progress", limits.concurrentCalls());
        }
        if (!counters.destinationKnown() && exceeds(counters.newDestinations() + 1L, limits.newDestinationsPerHour())) {
            return refused(
                    PolicyRule.NEW_DESTINATIONS,
                    counters.newDestinations() + " within an hour",
                    limits.newDestinationsPerHour());
        }
        if (exceeds(counters.shortCalls() + 1L, limits.shortCallsPerTenMinutes())) {
            return refused(
                    PolicyRule.SHORT_CALLS,
                    counters.shortCalls() + " within ten minutes",
                    limits.shortCallsPerTenMinutes());
        }
        return spending(limits, counters, leastMicros, wantedMicros);
    }

    /**
     * Whether a call may spend more.
     *
     * @param leastMicros less than that in all is of no use to it
     * @param wantedMicros what it would like to hold in all
     */
    public static PolicyDecision spending(
            PolicyLimits limits, PolicyCounters counters, long leastMicros, long wantedMicros) {
        long today = Math.addExact(counters.spentTodayMicros(), counters.committedMicros());
        long month = Math.addExact(counters.spentThisMonthMicros(), counters.committedMicros());
        long leftToday = left(limits.dailySpendMicros(), today);
        if (leftToday < leastMicros) {
            return refused(PolicyRule.DAILY_SPEND, today + " micros today", limits.dailySpendMicros());
        }
        long leftThisMonth = left(limits.monthlySpendMicros(), month);
        if (leftThisMonth < leastMicros) {
            return refused(PolicyRule.MONTHLY_SPEND, month + " micros this month", limits.monthlySpendMicros());
        }
        long spendable = Math.min(leftToday, leftThisMonth);
        long next = Math.min(wantedMicros, spendable);
        Long unusual = unusual(limits, counters);
        if (unusual != null && Math.addExact(today, next) > unusual) {
            return refused(PolicyRule.UNUSUAL_SPEND, today + " micros today, " + next + " more wanted", unusual);
        }
        return new PolicyDecision.Allowed(spendable);
    }

    /** From what sum on a day's spending is unusual; null: never. */
    private static @Nullable Long unusual(PolicyLimits limits, PolicyCounters counters) {
        Integer times = limits.unusualSpendTimes();
        if (times == null) {
            return null;
        }
        Long floor = limits.unusualSpendFloorMicros();
        return Math.max(floor == null ? 0 : floor, Math.multiplyExact(counters.usualDayMicros(), (long) times));
    }

    private static long left(@Nullable Long ceiling, long spent) {
        return ceiling == null ? Long.MAX_VALUE : Math.subtractExact(ceiling, spent);
    }

    private static boolean exceeds(long count, @Nullable Integer limit) {
        return limit != null && count > limit;
    }

    private static PolicyDecision refused(PolicyRule rule, String stands, @Nullable Number limit) {
        return new PolicyDecision.Refused(rule, stands + ", at most " + limit);
    }
}
