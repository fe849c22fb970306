package io.tollgate.gateway.rest;

import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.AccountsResource.CreditOrder;
import io.tollgate.gateway.rest.AccountsResource.CreditReceipt;
import io.tollgate.gateway.rest.AccountsResource.EntryView;
import io.tollgate.gateway.rest.AccountsResource.Statement;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Money that an operator moves, by the ledger and nothing else. */
@Singleton
class CreditRegister {
    /** A million units: what exceeds it is a slip of the pen. */
    static final long MAX_MICROS = 1_000_000_000_000L;

    private final PostgresLedger ledger;

    CreditRegister(PostgresLedger ledger) {
        this.ledger = ledger;
    }

    /** What an operator may order; rentals are booked by the house itself. */
    private enum Kind {
        TOPUP(Credit.Kind.TOPUP),
        ADJUSTMENT(Credit.Kind.ADJUSTMENT),
        PROMOTION(Credit.Kind.PROMOTION),
        REFUND(Credit.Kind.REFUND);

        private final Credit.Kind booked;

        Kind(Credit.Kind booked) {
            this.booked = booked;
        }
    }

    CreditReceipt book(String user, CreditOrder order, String actor) {
        Kind kind = Texts.constant(Kind.class, order.kind(), "kind");
        long micros = micros(order, kind);
        Balance balance = balance(user);
        String currency = Objects.requireNonNullElse(order.currency(), balance.currency());
        Credit credit = new Credit(
                order.id(),
                user,
                micros,
                currency,
                kind.booked,
                Objects.requireNonNullElse(order.reference(), ""),
                Objects.requireNonNullElse(order.reason(), ""),
                actor);
        if (!currency.equals(balance.currency())) {
            throw wrongCurrency(balance.currency());
        }
        return switch (ledger.credit(credit)) {
            case CreditOutcome.Credited done ->
                new CreditReceipt(
                        order.id(),
                        user,
                        new Money(micros, currency).plain(),
                        micros,
                        currency,
                        done.availableMicros(),
                        done.repeated());
            case CreditOutcome.ExceedsCredit(long available) ->
                throw ProblemException.conflict("The account can spend "
                        + new Money(Math.max(0, available), currency).plain() + " " + currency + " only.");
            case CreditOutcome.NoSuchAccount() -> throw noSuchAccount();
            case CreditOutcome.AccountClosed() ->
                throw ProblemException.conflict("The account is closed and takes no credit.");
            case CreditOutcome.CurrencyMismatch(String accounts) -> throw wrongCurrency(accounts);
            case CreditOutcome.TransferIdReused() ->
                throw ProblemException.conflict(
                        "This id stands for another transfer: another account, amount or kind. Nothing was booked.");
        };
    }

    private static long micros(CreditOrder order, Kind kind) {
        String amount = order.amount();
        Long given = order.amountMicros();
        if ((amount == null) == (given == null)) {
            throw Texts.fault("amount", "or amount_micros must be given, and only one of them");
        }
        String where = amount == null ? "amount_micros" : "amount";
        long micros = given != null
                ? given
                : switch (Amount.read(Objects.requireNonNull(amount), '.')) {
                    case Amount.Exact(long exact) -> exact;
                    case Amount.Unreadable(String why) -> throw Texts.fault("amount", why);
                };
        if (micros == 0 || micros > MAX_MICROS || micros < -MAX_MICROS) {
            throw Texts.fault(where, "must not be zero, nor above a million units");
        }
        if (micros < 0 && kind != Kind.ADJUSTMENT) {
            throw Texts.fault(where, "may be negative for an adjustment only");
        }
        return micros;
    }

    Statement statement(String user, long before, int limit) {
        balance(user);
        List<LedgerEntry> found = ledger.statement(user, before, limit + 1);
        boolean more = found.size() > limit;
        List<LedgerEntry> shown = more ? found.subList(0, limit) : found;
        return new Statement(
                shown.stream().map(CreditRegister::view).toList(),
                more ? shown.getLast().id() : null);
    }

    static EntryView view(LedgerEntry entry) {
        return new EntryView(
                entry.id(),
                entry.account(),
                entry.transferId(),
                entry.amountMicros(),
                entry.currency(),
                entry.kind().toLowerCase(Locale.ROOT),
                entry.reference(),
                entry.reason(),
                entry.actor(),
                entry.at());
    }

    private Balance balance(String user) {
        if (!Texts.isName(user)) {
            throw noSuchAccount();
        }
        return ledger.balance(user).orElseThrow(CreditRegister::noSuchAccount);
    }

    private static ProblemException noSuchAccount() {
        return ProblemException.notFound("There is no such account.");
    }

    private static ProblemException wrongCurrency(String accounts) {
        return ProblemException.invalid("The account is kept in " + accounts + ".");
    }
}
