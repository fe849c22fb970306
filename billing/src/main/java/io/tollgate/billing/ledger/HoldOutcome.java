package io.tollgate.billing.ledger;

/** What became of a hold. */
public sealed interface HoldOutcome {

    /**
     * @param totalMicros held for this call now
     * @param availableMicros what the account could still spend besides
     */
    record Held(long totalMicros, long availableMicros) implements HoldOutcome {}

    /**
     * Refused; {@code heldMicros} stay held from before.
     *
     * @param availableMicros what the account could spend besides what is held
     */
    record ExceedsCredit(long heldMicros, long availableMicros) implements HoldOutcome {}

    record NoSuchAccount() implements HoldOutcome {}

    /** The account is suspended or closed. */
    record AccountClosed() implements HoldOutcome {}

    /** The call has ended and its CDR is written. */
    record AlreadySettled() implements HoldOutcome {}

    record CurrencyMismatch(String accountCurrency) implements HoldOutcome {}
}
