package io.tollgate.billing.adjustment.jdbc;

import io.tollgate.billing.adjustment.Answer;
import io.tollgate.billing.adjustment.Order;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.Split;
import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Books what operators order, or keeps it until a second one has agreed. */
public final class Adjustments {
    private static final String COLUMNS =
            "select j.*, a.username from adjustment j join account a on a.id = j.account_id ";

    private final Transactions transactions;
    private final Database database;
    private final Duration patience;

    /** @param patience how long an order waits for its approval */
    public Adjustments(Transactions transactions, Database database, Duration patience) {
        this.transactions = transactions;
        this.database = database;
        this.patience = patience;
    }

    /**
     * Books an order, or keeps it.
     *
     * @param alone up to which amount, in micro-units and either direction, one operator may act alone; empty: always
     */
    public Answer order(Order order, OptionalLong alone, Instant now) {
        Credit credit = order.credit();
        return transactions.run(statements -> {
            Optional<Booking.Account> account = Booking.lock(statements, credit.user());
            if (account.isEmpty()) {
                return new Answer.NoSuchAccount();
            }
            Optional<Order.Pending> before = lock(statements, credit.transferId());
            if (before.isPresent()) {
                return again(statements, before.get(), order, now);
            }
            if (alone.isEmpty()
                    || Math.abs(credit.amountMicros()) <= alone.getAsLong()
                    || isBooked(statements, credit)) {
                return book(statements, order);
            }
            return keep(statements, account.get(), order, now);
        });
    }

    private static boolean isBooked(Statements statements, Credit credit) throws SQLException {
        return statements
                .first("select 1 from transfer where id = ?", row -> row.getInt(1), credit.transferId())
                .isPresent();
    }

    /** The same order once more is answered by where it stands. */
    private static Answer again(Statements statements, Order.Pending before, Order order, Instant now)
            throws SQLException {
        Credit first = before.order().credit();
        Credit second = order.credit();
        if (!first.user().equals(second.user())
                || first.amountMicros() != second.amountMicros()
                || first.kind() != second.kind()) {
            return new Answer.IdReused();
        }
        return switch (current(before, now)) {
            case PENDING -> new Answer.Waiting(before);
            case BOOKED -> book(statements, before.order());
            case REJECTED, EXPIRED -> new Answer.Rejected(before);
        };
    }

    private Answer keep(Statements statements, Booking.Account account, Order order, Instant now) throws SQLException {
        Credit credit = order.credit();
        if (!account.currency().equals(credit.currency())) {
            return new Answer.CurrencyMismatch(account.currency());
        }
        if (account.status().equals("CLOSED")) {
            return new Answer.AccountClosed();
        }
        Optional<Answer> refusal = order.callId() == null ? Optional.empty() : refusedByCall(statements, order);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        statements.update(
                """
                insert into adjustment (id, account_id, amount_micros, currency, kind, reference, reason, call_id,
                  requested_by, requested_at, expires_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                credit.transferId(),
                account.id(),
                credit.amountMicros(),
                credit.currency(),
                credit.kind().name(),
                credit.reference(),
                credit.reason(),
                order.callId(),
                credit.actor(),
                now,
                now.plus(patience));
        Notices.tell(
                statements,
                Notice.of(
                        Notice.Kind.ADJUSTMENT_PENDING,
                        null,
                        credit.transferId().toString(),
                        credit.actor() + " wants to book " + new Money(credit.amountMicros(), credit.currency())
                                + " for " + credit.user() + ": another operator must approve it.",
                        Map.of("adjustment", credit.transferId().toString()),
                        now));
        return new Answer.Waiting(lock(statements, credit.transferId()).orElseThrow());
    }

    /** A second operator agrees: it is booked in the name of both. */
    public Answer approve(UUID id, String operator, Instant now) {
        return decide(id, (statements, pending) -> {
            Order.State state = current(pending, now);
            if (state != Order.State.PENDING) {
                return new Answer.DecidedAlready(state);
            }
            if (pending.order().credit().actor().equals(operator)) {
                return new Answer.SamePerson();
            }
            Answer booked = book(statements, inBothNames(pending.order(), operator));
            if (booked instanceof Answer.Booked) {
                decided(statements, id, Order.State.BOOKED, operator, now);
            }
            return booked;
        });
    }

    private static Order inBothNames(Order order, String second) {
        Credit c = order.credit();
        return new Order(
                new Credit(
                        c.transferId(),
                        c.user(),
                        c.amountMicros(),
                        c.currency(),
                        c.kind(),
                        c.reference(),
                        c.reason(),
                        c.actor() + ", approved by " + second),
                order.callId());
    }

    /** Anybody, also who has ordered it, may call it off. */
    public Answer reject(UUID id, String operator, Instant now) {
        return decide(id, (statements, pending) -> {
            Order.State state = current(pending, now);
            if (state != Order.State.PENDING) {
                return new Answer.DecidedAlready(state);
            }
            decided(statements, id, Order.State.REJECTED, operator, now);
            return new Answer.Rejected(lock(statements, id).orElseThrow());
        });
    }

    private interface Decision {
        Answer of(Statements statements, Order.Pending pending) throws SQLException;
    }

    private Answer decide(UUID id, Decision decision) {
        return transactions.run(statements -> {
            Optional<String> user = statements.first(COLUMNS + "where j.id = ?", row -> row.getString("username"), id);
            if (user.isEmpty() || Booking.lock(statements, user.get()).isEmpty()) {
                return new Answer.NoSuchOrder();
            }
            return decision.of(statements, lock(statements, id).orElseThrow());
        });
    }

    private static void decided(Statements statements, UUID id, Order.State state, String operator, Instant now)
            throws SQLException {
        statements.update(
                "update adjustment set state = ?, decided_by = ?, decided_at = ? where id = ?",
                state.name(),
                operator,
                now,
                id);
    }

    private static Order.State current(Order.Pending pending, Instant now) {
        return pending.state() == Order.State.PENDING && !now.isBefore(pending.expiresAt())
                ? Order.State.EXPIRED
                : pending.state();
    }

    /** Orders that wait, oldest first. */
    public List<Order.Pending> pending(Instant now) {
        return database.list(
                COLUMNS + "where j.state = 'PENDING' and j.expires_at > ? order by j.requested_at limit 1000",
                Adjustments::read,
                now);
    }

    /** Marks what nobody has approved in time; how many. */
    public int expire(Instant now) {
        return database.update(
                "update adjustment set state = 'EXPIRED', decided_by = 'system', decided_at = ? where state = 'PENDING' and expires_at <= ?",
                now,
                now);
    }

    private static Answer book(Statements statements, Order order) throws SQLException {
        Credit credit = order.credit();
        if (order.callId() != null && !isBooked(statements, credit)) {
            Optional<Answer> refusal = refusedByCall(statements, order);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        Booking.Outcome outcome = Booking.book(statements, splitLikeItsCall(statements, order));
        Booking.Account after = Booking.lock(statements, credit.user()).orElseThrow();
        return switch (outcome) {
            case BOOKED -> new Answer.Booked(after.availableMicros(), false);
            case REPEATED -> new Answer.Booked(after.availableMicros(), true);
            case EXCEEDS_CREDIT -> new Answer.ExceedsCredit(after.availableMicros());
            case ACCOUNT_CLOSED -> new Answer.AccountClosed();
            case CURRENCY_MISMATCH -> new Answer.CurrencyMismatch(after.currency());
            case ID_REUSED -> new Answer.IdReused();
        };
    }

    /** What is given back for a call comes from its trunk's revenue and, in proportion, from its tax. */
    private static Credit splitLikeItsCall(Statements statements, Order order) throws SQLException {
        Credit credit = order.credit();
        UUID call = order.callId();
        if (call == null) {
            return credit;
        }
        Split split = statements
                .first(
                        "select trunk, destination, cost_micros, tax_micros from cdr where id = ? and cost_micros > 0",
                        row -> new Split(
                                row.getString("trunk"),
                                row.getString("destination"),
                                -share(credit.amountMicros(), row.getLong("tax_micros"), row.getLong("cost_micros")),
                                0,
                                0,
                                null),
                        call)
                .orElse(Split.WHOLE);
        return new Credit(
                credit.transferId(),
                credit.user(),
                credit.amountMicros(),
                credit.currency(),
                credit.kind(),
                credit.reference(),
                credit.reason(),
                credit.actor(),
                split);
    }

    private static long share(long amount, long part, long whole) {
        return new BigDecimal(amount)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(whole), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    /** Under the account's lock: two refunds of one call cannot both find room. */
    private static Optional<Answer> refusedByCall(Statements statements, Order order) throws SQLException {
        Optional<Long> left = statements.first(
                """
                select c.cost_micros - coalesce((
                  select sum(e.amount_micros) from transfer t join entry e on e.transfer_id = t.id and e.account_id = c.account_id
                  where t.reference = c.id::text and t.kind in ('REFUND', 'CORRECTION')), 0)::bigint
                from cdr c join account a on a.id = c.account_id where c.id = ? and a.username = ?
                """, row -> row.getLong(1), order.callId(), order.credit().user());
        if (left.isEmpty()) {
            return Optional.of(new Answer.NoSuchCall());
        }
        return order.credit().amountMicros() > left.get()
                ? Optional.of(new Answer.ExceedsCost(Math.max(0, left.get())))
                : Optional.empty();
    }

    private static Optional<Order.Pending> lock(Statements statements, UUID id) throws SQLException {
        return statements.first(COLUMNS + "where j.id = ? for update of j", Adjustments::read, id);
    }

    private static Order.Pending read(ResultSet row) throws SQLException {
        return new Order.Pending(
                new Order(
                        new Credit(
                                row.getObject("id", UUID.class),
                                row.getString("username"),
                                row.getLong("amount_micros"),
                                row.getString("currency"),
                                Credit.Kind.valueOf(row.getString("kind")),
                                row.getString("reference"),
                                row.getString("reason"),
                                row.getString("requested_by")),
                        row.getObject("call_id", UUID.class)),
                Order.State.valueOf(row.getString("state")),
                Database.presentInstant(row, "requested_at"),
                Database.presentInstant(row, "expires_at"),
                row.getString("decided_by"),
                Database.instant(row, "decided_at"));
    }
}
