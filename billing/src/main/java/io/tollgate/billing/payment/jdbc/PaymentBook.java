package io.tollgate.billing.payment.jdbc;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.payment.CardCountryPolicy;
import io.tollgate.billing.payment.Due;
import io.tollgate.billing.payment.Fact;
import io.tollgate.billing.payment.PaymentEvent;
import io.tollgate.billing.payment.TopUp;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Takes what the provider tells into the books, exactly once whatever repeats, reorders or comes twice at once. */
public final class PaymentBook {
    private static final String ACTOR = "payments";

    private final Transactions transactions;
    private final CardCountryPolicy policy;

    public PaymentBook(Transactions transactions, CardCountryPolicy policy) {
        this.transactions = transactions;
        this.policy = policy;
    }

    /**
     * What became of an event.
     *
     * @param words a sentence for whoever looks into it
     * @param repeated this very event had been dealt with before
     */
    public record Taken(Outcome outcome, String words, boolean repeated) {}

    /** How an event ended. */
    public enum Outcome {
        APPLIED,
        /** Of no concern to us. */
        IGNORED,
        /** Kept until the payment that it is about is known. */
        WAITING,
        /** It contradicts what was ordered: nothing was applied. */
        REFUSED
    }

    /** Deals with an event. */
    public Taken take(PaymentEvent event, Instant now) {
        return transactions.run(statements -> {
            // Two events of one payment go one after the other even before its top-up is known to them.
            Fact fact = event.fact();
            if (fact != null && fact.payment() != null) {
                statements.list("select pg_advisory_xact_lock(hashtextextended(?, 41))", row -> true, fact.payment());
            }
            Optional<Taken> before = statements.first(
                    "select outcome, words from payment_event where id = ?",
                    row -> new Taken(Outcome.valueOf(row.getString(1)), row.getString(2), true),
                    event.id());
            return before.isPresent() ? before.get() : takeNew(statements, event, now);
        });
    }

    private record Result(UUID topUp, Taken taken) {
        static final UUID NONE = new UUID(0, 0);

        static Result of(UUID topUp, Outcome outcome, String words) {
            return new Result(topUp, new Taken(outcome, words, false));
        }
    }

    private Taken takeNew(Statements statements, PaymentEvent event, Instant now) throws SQLException {
        Result result = switch (event.fact()) {
            case null -> Result.of(Result.NONE, Outcome.IGNORED, "Events of this type are not needed.");
            case Fact.Charge charge -> charge(statements, charge, now);
            case Fact.Session session -> session(statements, session);
            case Fact.Dispute dispute -> dispute(statements, dispute, now);
        };
        int added = statements.update(
                "insert into payment_event (id, type, topup_id, outcome, words) values (?, ?, ?, ?, ?) on conflict do nothing",
                event.id(),
                event.type(),
                result.topUp().equals(Result.NONE) ? null : result.topUp(),
                result.taken().outcome().name(),
                result.taken().words());
        return added == 1
                ? result.taken()
                : new Taken(result.taken().outcome(), result.taken().words(), true);
    }

    private Result charge(Statements statements, Fact.Charge charge, Instant now) throws SQLException {
        UUID id = charge.topUp();
        if (id == null) {
            return Result.of(Result.NONE, Outcome.IGNORED, "The charge carries no top-up of ours.");
        }
        Optional<TopUp> found = locked(statements, id);
        if (found.isEmpty()) {
            return Result.of(Result.NONE, Outcome.IGNORED, "There is no such top-up here.");
        }
        TopUp topUp = found.get();
        if (!charge.currency().equals(topUp.currency()) || charge.amountMicros() != topUp.amountMicros()) {
            return Result.of(
                    id,
                    Outcome.REFUSED,
                    "The charge of " + new Money(charge.amountMicros(), charge.currency())
                            + " is not what was ordered, " + new Money(topUp.amountMicros(), topUp.currency()) + ".");
        }
        if (topUp.paid() && !charge.payment().equals(topUp.payment())) {
            return Result.of(id, Outcome.REFUSED, "The top-up was paid by another payment.");
        }
        if (statements
                .first("select 1 from topup where payment = ? and id <> ?", row -> row.getInt(1), charge.payment(), id)
                .isPresent()) {
            return Result.of(id, Outcome.REFUSED, "The payment belongs to another top-up.");
        }
        note(statements, topUp, charge);
        return Result.of(id, Outcome.APPLIED, settle(statements, id, now));
    }

    private void note(Statements statements, TopUp topUp, Fact.Charge charge) throws SQLException {
        Fact.Card card = charge.card();
        boolean paid = topUp.paid() || charge.status() == Fact.Status.SUCCEEDED;
        boolean newly = paid && !topUp.paid();
        boolean odd = newly && policy != CardCountryPolicy.ALLOW && CardCountryPolicy.differs(card);
        statements.update(
                """
                update topup set
                  payment = case when ? or not paid then ? else payment end,
                  paid = ?, refunded_micros = greatest(refunded_micros, ?),
                  held = held or ?, flag = coalesce(flag, ?),
                  card_country = coalesce(?, card_country), billing_country = coalesce(?, billing_country),
                  customer = coalesce(?, customer), method = coalesce(?, method),
                  decline_code = case when ? then null else coalesce(?, decline_code) end,
                  decline_words = case when ? then null else coalesce(?, decline_words) end,
                  changed_at = now()
                where id = ?
                """,
                newly,
                charge.payment(),
                paid,
                Math.min(charge.refundedMicros(), topUp.amountMicros()),
                odd && policy == CardCountryPolicy.HOLD,
                odd ? CardCountryPolicy.MISMATCH : null,
                card.country(),
                card.billingCountry(),
                card.customer(),
                card.method(),
                paid,
                card.declineCode(),
                paid,
                card.declineWords(),
                topUp.id());
    }

    private Result session(Statements statements, Fact.Session session) throws SQLException {
        UUID id = session.topUp();
        if (id == null || locked(statements, id).isEmpty()) {
            return Result.of(Result.NONE, Outcome.IGNORED, "The page belongs to no top-up of ours.");
        }
        statements.update(
                "update topup set expired = expired or ?, session = coalesce(session, ?), changed_at = now() where id = ?",
                session.expired(),
                session.session(),
                id);
        return Result.of(id, Outcome.APPLIED, session.expired() ? "The page has run out." : "The page is done.");
    }

    private Result dispute(Statements statements, Fact.Dispute dispute, Instant now) throws SQLException {
        Optional<UUID> owner = statements.first(
                "select id from topup where payment = ?", row -> row.getObject(1, UUID.class), dispute.payment());
        Optional<TopUp> topUp = owner.isPresent() ? locked(statements, owner.get()) : Optional.empty();
        if (topUp.isPresent() && !topUp.get().currency().equals(dispute.currency())) {
            return Result.of(
                    owner.orElseThrow(), Outcome.REFUSED, "The dispute is in another currency than the payment.");
        }
        statements.update(
                """
                insert into payment_dispute (dispute, payment, amount_micros, currency, withdrawn, reinstated)
                values (?, ?, ?, ?, ?, ?) on conflict (dispute) do update set
                  withdrawn = payment_dispute.withdrawn or excluded.withdrawn,
                  reinstated = payment_dispute.reinstated or excluded.reinstated
                """,
                dispute.dispute(),
                dispute.payment(),
                dispute.amountMicros(),
                dispute.currency(),
                dispute.withdrawn(),
                dispute.reinstated());
        return owner.isEmpty()
                ? Result.of(Result.NONE, Outcome.WAITING, "The payment is not known yet.")
                : Result.of(owner.get(), Outcome.APPLIED, settle(statements, owner.get(), now));
    }

    /**
     * Credits a payment that was held for an operator's eyes. Empty when there is no such top-up, false when it was not
     * held.
     */
    public Optional<Boolean> release(UUID id, Instant now) {
        return transactions.run(statements -> {
            Optional<TopUp> topUp = locked(statements, id);
            if (topUp.isEmpty()) {
                return Optional.<Boolean>empty();
            }
            statements.update("update topup set held = false, changed_at = now() where id = ?", id);
            settle(statements, id, now);
            return Optional.of(topUp.get().held());
        });
    }

    private static Optional<TopUp> locked(Statements statements, UUID id) throws SQLException {
        Optional<String> user = statements.first(
                "select a.username from topup t join account a on a.id = t.account_id where t.id = ?",
                row -> row.getString(1),
                id);
        if (user.isEmpty() || Booking.lock(statements, user.get()).isEmpty()) {
            return Optional.empty();
        }
        return TopUps.lock(statements, id);
    }

    /** Books what is due, and says what that was. */
    private static String settle(Statements statements, UUID id, Instant now) throws SQLException {
        TopUp topUp = TopUps.lock(statements, id).orElseThrow();
        long withdrawn = topUp.payment() == null
                ? 0
                : statements
                        .first("""
                                select coalesce(sum(amount_micros), 0)::bigint from payment_dispute
                                where payment = ? and currency = ? and withdrawn and not reinstated
                                """, row -> row.getLong(1), topUp.payment(), topUp.currency())
                        .orElse(0L);
        StringBuilder done = new StringBuilder();
        for (Due.Movement movement : Due.of(topUp, withdrawn)) {
            Booking.Outcome outcome = Booking.book(
                    statements,
                    new Credit(
                            movement.id(),
                            topUp.user(),
                            movement.micros(),
                            topUp.currency(),
                            movement.id().equals(topUp.id()) ? Credit.Kind.TOPUP : Credit.Kind.CHARGEBACK,
                            String.valueOf(topUp.payment()),
                            movement.reason(),
                            ACTOR));
            if (!outcome.moved()) {
                String why = outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
                statements.update("update topup set flag = ? where id = ?", why, id);
                Notices.tell(statements, unbooked(topUp, movement, why, now));
                return "Noted, but it cannot be booked: " + why + ".";
            }
            statements.update(
                    """
                    update topup set booked_micros = ?, booked_refund_micros = ?, booked_dispute_micros = ?, movements = ?
                    where id = ?
                    """,
                    movement.after().creditMicros(),
                    movement.after().refundMicros(),
                    movement.after().disputeMicros(),
                    movement.after().movements(),
                    id);
            Notices.tell(statements, moved(topUp, movement, now));
            done.append(movement.reason())
                    .append(": ")
                    .append(new Money(movement.micros(), topUp.currency()))
                    .append(". ");
        }
        oddities(statements, topUp, now);
        return done.isEmpty() ? "Noted." : done.toString().strip();
    }

    private static void oddities(Statements statements, TopUp topUp, Instant now) throws SQLException {
        String amount = new Money(topUp.amountMicros(), topUp.currency()).toString();
        Map<String, String> detail = Map.of("topup", topUp.id().toString());
        if (topUp.held()) {
            Notices.tell(
                    statements,
                    Notice.of(
                            Notice.Kind.TOPUP_HELD,
                            topUp.user(),
                            topUp.id().toString(),
                            "Your payment of " + amount + " is being looked at and will be credited then.",
                            detail,
                            now));
        }
        if (topUp.flag() != null) {
            Notices.tell(
                    statements,
                    Notice.of(
                            Notice.Kind.TOPUP_FLAGGED,
                            null,
                            topUp.id().toString(),
                            "A payment of " + amount + " by " + topUp.user() + " is odd: " + topUp.flag() + ".",
                            detail,
                            now));
        }
        String declined = topUp.card().declineCode();
        if (declined != null && !topUp.paid()) {
            Notices.tell(
                    statements,
                    Notice.of(
                            Notice.Kind.CARD_DECLINED,
                            topUp.user(),
                            topUp.id().toString(),
                            "Your card was declined (" + declined + "); nothing was charged.",
                            detail,
                            now));
        }
    }

    private static Notice moved(TopUp topUp, Due.Movement movement, Instant now) {
        boolean credit = movement.micros() > 0;
        return Notice.of(
                credit ? Notice.Kind.TOPUP_CREDITED : Notice.Kind.TOPUP_REVERSED,
                topUp.user(),
                movement.id().toString(),
                movement.reason() + ": " + new Money(movement.micros(), topUp.currency()) + ".",
                Map.of("topup", topUp.id().toString(), "transfer", movement.id().toString()),
                now);
    }

    private static Notice unbooked(TopUp topUp, Due.Movement movement, String why, Instant now) {
        return Notice.of(
                Notice.Kind.TOPUP_UNBOOKED,
                null,
                movement.id().toString(),
                "A payment of " + topUp.user() + " cannot be booked (" + why + "): "
                        + new Money(movement.micros(), topUp.currency()) + ".",
                Map.of("topup", topUp.id().toString()),
                now);
    }
}
