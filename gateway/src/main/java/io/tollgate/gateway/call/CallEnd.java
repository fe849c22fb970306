package io.tollgate.gateway.call;

/**
 * How a call ended.
 *
 * @param side who brought it to its end
 * @param cause why, from the closed list
 * @param sipStatus the final SIP status seen on or sent to the trunk; 0 when no SIP was spoken
 * @param q850 the ITU-T Q.850 cause that goes with it; 0 when no SIP was spoken
 * @param detail for the operator: the carrier's reason phrase or what failed; may be empty, never shown to the caller
 */
public record CallEnd(EndSide side, Cause cause, int sipStatus, int q850, String detail) {

    /** An end that Tollgate decided before any SIP was spoken. */
    public static CallEnd refused(Cause cause, String detail) {
        return new CallEnd(EndSide.GATEWAY, cause, 0, 0, detail);
    }

    /** An end for which the cause's own SIP status and Q.850 value are right. */
    public static CallEnd of(EndSide side, Cause cause, String detail) {
        return new CallEnd(side, cause, cause.sipStatus(), cause.q850(), detail);
    }

    /**
     * What a carrier's final answer to an INVITE means (RFC 3398 section 8.2.6.1 for the way back to Q.850).
     *
     * @param status 300 to 699; anything else counts as a failure of the carrier
     * @param q850 the cause of the answer's Reason header; 0 when it had none
     */
    public static CallEnd fromTrunk(int status, int q850, String reason) {
        Cause cause = byStatus(status, q850);
        EndSide side = cause == Cause.BUSY || cause == Cause.NO_ANSWER || cause == Cause.DECLINED
                ? EndSide.CALLEE
                : EndSide.NETWORK;
        return new CallEnd(side, cause, status, q850 == 0 ? cause.q850() : q850, reason);
    }

    private static Cause byStatus(int status, int q850) {
        return switch (status) {
            case 404 -> Cause.UNALLOCATED;
            case 410 -> Cause.NUMBER_CHANGED;
            case 484 -> Cause.INVALID_NUMBER;
            case 486, 600 -> Cause.BUSY;
            case 480 -> q850 == 17 ? Cause.BUSY : Cause.NO_ANSWER;
            case 408 -> q850 == 18 || q850 == 19 ? Cause.NO_ANSWER : Cause.CARRIER_TIMEOUT;
            case 487 -> Cause.NO_ANSWER;
            case 603 -> Cause.DECLINED;
            case 604 -> Cause.UNALLOCATED;
            case 403, 401, 407, 607, 608 -> Cause.FORBIDDEN;
            case 406, 415, 420, 421, 488, 606 -> Cause.NOT_ACCEPTABLE;
            case 301, 302 -> q850 == 22 ? Cause.NUMBER_CHANGED : Cause.CARRIER_FAILURE;
            default -> byQ850(q850);
        };
    }

    private static Cause byQ850(int q850) {
        return switch (q850) {
            case 1 -> Cause.UNALLOCATED;
            case 17 -> Cause.BUSY;
            case 18, 19 -> Cause.NO_ANSWER;
            case 21 -> Cause.DECLINED;
            case 22 -> Cause.NUMBER_CHANGED;
            case 28 -> Cause.INVALID_NUMBER;
            default -> Cause.CARRIER_FAILURE;
        };
    }

    /**
     * Whether another trunk may be tried: the carrier failed, as opposed to the callee having spoken.
     */
    public boolean triesNextTrunk() {
        return switch (cause) {
            case CARRIER_FAILURE, CARRIER_TIMEOUT, FORBIDDEN, NOT_ACCEPTABLE -> true;
            case NORMAL,
                    CANCELLED,
                    BUSY,
                    NO_ANSWER,
                    DECLINED,
                    UNALLOCATED,
                    NUMBER_CHANGED,
                    INVALID_NUMBER,
                    NO_CREDIT,
                    UNKNOWN_DESTINATION,
                    BLOCKED_DESTINATION,
                    EMERGENCY,
                    ACCOUNT_CLOSED,
                    NO_TRUNK,
                    TOO_MANY_CALLS,
                    BAD_OFFER,
                    DENIED_KIND,
                    DENIED_PREFIX,
                    RATE_CEILING,
                    CONCURRENT_CALLS,
                    NEW_DESTINATIONS,
                    SHORT_CALLS,
                    DAILY_SPEND,
                    MONTHLY_SPEND,
                    UNUSUAL_SPEND,
                    CREDIT_EXHAUSTED,
                    SPENDING_CEILING,
                    LONGEST_CALL,
                    MEDIA_LOST,
                    OPERATOR,
                    SHUTDOWN,
                    GATEWAY_FAILURE,
                    NOBODY_THERE,
                    ANSWERED_ELSEWHERE -> false;
        };
    }
}
