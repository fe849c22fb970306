package io.tollgate.billing.ledger;

/** What became of a {@link Credit}. */
public sealed interface CreditOutcome {

    /**
     * @param availableMicros what the account can spend now
     * @param repeated this transfer had been booked before, and nothing was done
     */
    record Credited(long amountMicros, long availableMicros, boolean repeated) implements CreditOutcome {}

    /**
     * A debit of a kind that must be {@linkplain Credit.Kind#covered() covered} was refused.
     *
     * @param availableMicros what the account could spend
     */
    record ExceedsCredit(long availableMicros) implements CreditOutcome {}

    record NoSuchAccount() implements CreditOutcome {}

    record AccountClosed() implements CreditOutcome {}

    record CurrencyMismatch(String accountCurrency) implements CreditOutcome {}

    /** The id stands for another transfer: another account, amount or kind. Nothing was booked. */
    record TransferIdReused() implements CreditOutcome {}
}
