package io.tollgate.billing.policy;

/** Whether a call may be placed, or go on. */
public sealed interface PolicyDecision {

    /**
     * It may.
     *
     * @param spendableMicros what the call may cost in all by the ceilings; {@link Long#MAX_VALUE} where there is none
     */
    record Allowed(long spendableMicros) implements PolicyDecision {}

    /**
     * It may not.
     *
     * @param detail for the operator: the limit and what stood against it
     */
    record Refused(PolicyRule rule, String detail) implements PolicyDecision {}

    /** Allowed at any cost. */
    PolicyDecision FREELY = new Allowed(Long.MAX_VALUE);
}
