package io.tollgate.billing.rating;

/** How much of an account's funds a call should hold, as a total for the call (holds only grow). */
public sealed interface HoldSize {

    /**
     * Hold this much.
     *
     * @param totalMicros what the call should hold altogether: the exact charge of the covered time
     * @param coversSeconds the longest talk time whose charge is within {@code totalMicros}
     */
    record Hold(long totalMicros, long coversSeconds) implements HoldSize {}

    /**
     * The funds do not reach for one more increment.
     *
     * @param neededMicros what the call would have to hold to go on
     * @param coversSeconds talk time that is already covered: when it is over, the call must end; 0 before the call
     */
    record NotEnough(long neededMicros, long coversSeconds) implements HoldSize {}
}
