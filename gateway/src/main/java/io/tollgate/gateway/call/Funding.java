package io.tollgate.gateway.call;

/** Whether a call is held and charged. */
public sealed interface Funding {

    /**
     * By the ledger, prepaid or against a credit limit.
     *
     * @param availableMicros what the account could spend when the call was set up
     */
    record Held(long availableMicros, CreditPolicy policy) implements Funding {}

    /** By nobody, whatever the account's state: no hold, no extension, no cut. */
    record Unbilled() implements Funding {}
}
