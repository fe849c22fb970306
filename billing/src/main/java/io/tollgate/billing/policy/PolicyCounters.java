package io.tollgate.billing.policy;

/**
 * What an account has done so far, this call not included.
 *
 * @param liveCalls its calls to phones in progress
 * @param newDestinations numbers called for the first time within the last hour
 * @param destinationKnown whether the number of this call has been called before
 * @param shortCalls answered calls within the last ten minutes that were over within {@link Policy#SHORT_CALL_MS}
 * @param spentTodayMicros cost of its calls that ended since midnight UTC
 * @param spentThisMonthMicros cost of its calls that ended since the first of the month, UTC
 * @param committedMicros what its other calls in progress may cost as far as they have asked
 * @param usualDayMicros average cost a day over the thirty days before today
 */
public record PolicyCounters(
        int liveCalls,
        int newDestinations,
        boolean destinationKnown,
        int shortCalls,
        long spentTodayMicros,
        long spentThisMonthMicros,
        long committedMicros,
        long usualDayMicros) {

    /** An account that has done nothing. */
    public static final PolicyCounters NONE = new PolicyCounters(0, 0, false, 0, 0, 0, 0, 0);
}
