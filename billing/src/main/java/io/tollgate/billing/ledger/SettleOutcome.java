package io.tollgate.billing.ledger;

/** What became of a settlement or a release. */
public sealed interface SettleOutcome {

    /**
     * @param costMicros what was charged; in a repeat, what was charged the first time
     * @param availableMicros what the account can spend now
     * @param repeated the call had been settled before, and nothing was done
     */
    record Settled(long costMicros, long availableMicros, boolean repeated) implements SettleOutcome {}

    record NoSuchAccount() implements SettleOutcome {}

    /** Nothing was booked. */
    record CurrencyMismatch(String accountCurrency) implements SettleOutcome {}
}
