package io.tollgate.billing.renewal.jdbc;

import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.notice.Notice;
import io.tollgate.billing.notice.jdbc.Notices;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.billing.renewal.Renewal;
import io.tollgate.billing.renewal.Renewal.Action;
import io.tollgate.billing.renewal.Renewal.News;
import io.tollgate.billing.renewal.Standing;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Carries out what the machine says, within one transaction; the account and the contract are locked. */
final class ContractRunner {
    /** A contract that nobody has looked at for years pays its periods one after the other; more than these is a fault. */
    private static final int MAX_STEPS = 1_000;

    private final Statements statements;
    private final Instant now;

    ContractRunner(Statements statements, Instant now) {
        this.statements = statements;
        this.now = now;
    }

    /** A new contract: books what is due at once and lets the machine pay the first period, if it is a whole one. */
    Contract begin(Contract contract, long atOnceMicros, boolean renews) throws SQLException {
        note(contract, "made", contract.user(), null);
        if (atOnceMicros > 0) {
            Booking.Outcome outcome = book(contract, 0, atOnceMicros, "first, " + contract.item());
            if (!outcome.moved()) {
                throw new LedgerException("what was just found covered is not: " + outcome);
            }
        }
        Contract running = contract;
        if (!now.isBefore(contract.terms().endOf(0))) {
            // The first period is paid even by who does not want a second one.
            running = run(contract.standing(new Standing.Active(0, true)), Input.LOOK, contract.user());
            if (!renews) {
                running = run(running, Input.CANCEL, contract.user());
            }
        } else {
            save(running);
        }
        connect(running);
        return running;
    }

    /** Runs the machine until it rests, and keeps what came out. */
    Contract run(Contract contract, Input first, String actor) throws SQLException {
        Contract current = contract;
        Input input = first;
        for (int steps = 0; input != null; steps++) {
            if (steps > MAX_STEPS) {
                throw new LedgerException("contract " + contract.id() + " does not come to rest");
            }
            Renewal.Step step = Renewal.on(current.standing(), input, current.terms(), now);
            if (isSaid(input) && !step.next().equals(current.standing())) {
                note(current, input.name().toLowerCase(java.util.Locale.ROOT), actor, null);
            }
            current = current.standing(step.next());
            input = carryOut(current, step, input, actor);
        }
        save(current);
        if (current.standing().works() != contract.standing().works()) {
            connect(current);
        }
        return current;
    }

    /** Payments and their failure are noted where they happen. */
    private static boolean isSaid(Input input) {
        return input != Input.LOOK && input != Input.PAID && input != Input.SHORT;
    }

    /** Carries out a step's actions; what the machine has to be told next, or null when it rests. */
    private @Nullable Input carryOut(Contract contract, Renewal.Step step, Input input, String actor)
            throws SQLException {
        Input next = null;
        for (Action action : step.actions()) {
            switch (action) {
                case Action.Charge(int period) -> next = charge(contract, period, actor);
                case Action.Tell(News news) -> tell(contract, news);
            }
        }
        // After a payment the next period may be due as well.
        return next == null && input == Input.PAID ? Input.LOOK : next;
    }

    private Input charge(Contract contract, int period, String actor) throws SQLException {
        if (contract.priceMicros() > 0) {
            Booking.Outcome outcome =
                    book(contract, period, contract.priceMicros(), "period " + period + ", " + contract.item());
            switch (outcome) {
                case BOOKED, REPEATED -> note(contract, "paid period " + period, actor, contract.transfer(period));
                case EXCEEDS_CREDIT -> {
                    return Input.SHORT;
                }
                case ACCOUNT_CLOSED -> {
                    return Input.CLOSED;
                }
                case CURRENCY_MISMATCH, ID_REUSED ->
                    throw new LedgerException("contract " + contract.id() + " period " + period + ": " + outcome);
            }
        }
        Contract.Grant grant = contract.grant();
        if (grant != null) {
            statements.list(
                    "select code from allowance_grant(?, ?, ?, ?, ?, ?, ?)",
                    row -> row.getInt(1),
                    contract.user(),
                    contract.allowance(period),
                    grant.destinationGroup(),
                    contract.terms().endOf(period - 1),
                    contract.terms().endOf(period),
                    grant.seconds(),
                    contract.item());
        }
        return Input.PAID;
    }

    private Booking.Outcome book(Contract contract, int period, long micros, String reason) throws SQLException {
        boolean number = contract.kind() == Contract.Kind.NUMBER;
        return Booking.book(
                statements,
                new Credit(
                        contract.transfer(period),
                        contract.user(),
                        -micros,
                        contract.currency(),
                        number ? Credit.Kind.RENTAL : Credit.Kind.SUBSCRIPTION,
                        contract.id().toString(),
                        (number ? "Online number, " : "Package, ") + reason,
                        "renewals"));
    }

    private void save(Contract contract) throws SQLException {
        Standing standing = contract.standing();
        Instant next = Renewal.nextLook(standing, contract.terms(), now);
        statements.update(
                "update contract set state = ?, periods = ?, renews = ?, until = ?, next_at = ? where id = ?",
                state(standing),
                standing.periods(),
                standing instanceof Standing.Active(int periods, boolean renews) ? renews : true,
                until(standing),
                next.equals(Instant.MAX) ? null : next,
                contract.id());
    }

    private static String state(Standing standing) {
        return switch (standing) {
            case Standing.Active active -> "ACTIVE";
            case Standing.Grace grace -> "GRACE";
            case Standing.Suspended suspended -> "SUSPENDED";
            case Standing.HeldBack held -> "HELD_BACK";
            case Standing.Ended ended -> "ENDED";
        };
    }

    private static @Nullable Instant until(Standing standing) {
        return switch (standing) {
            case Standing.Grace grace -> grace.until();
            case Standing.Suspended suspended -> suspended.until();
            case Standing.HeldBack held -> held.until();
            case Standing.Active active -> null;
            case Standing.Ended ended -> null;
        };
    }

    /** A number rings its renter while the contract works, and nobody otherwise. */
    private void connect(Contract contract) throws SQLException {
        if (contract.kind() != Contract.Kind.NUMBER) {
            return;
        }
        boolean works = contract.standing().works();
        statements.update("""
                update online_number set account_id = case when ? then (select id from account where username = ?) end,
                  assigned_at = case when ? then ?::timestamptz end
                where number = ?
                """, works, contract.user(), works, now, contract.item());
        note(contract, works ? "connected" : "disconnected", "system", null);
    }

    private void note(Contract contract, String what, String actor, @Nullable UUID transfer) throws SQLException {
        statements.update(
                "insert into contract_event (contract_id, at, what, actor, transfer_id) values (?, ?, ?, ?, ?)",
                contract.id(),
                now,
                what,
                actor,
                transfer);
    }

    private void tell(Contract contract, News news) throws SQLException {
        String what = contract.kind() == Contract.Kind.NUMBER
                ? "Your number " + contract.item()
                : "Your package " + contract.item();
        String price = new Money(contract.priceMicros(), contract.currency()).toString();
        Notice.Kind kind = switch (news) {
            case SHORT -> Notice.Kind.RENEWAL_SHORT;
            case SUSPENDED -> Notice.Kind.RENEWAL_SUSPENDED;
            case RESUMED -> Notice.Kind.RENEWAL_RESUMED;
            case ENDED -> Notice.Kind.RENEWAL_ENDED;
        };
        String words = switch (news) {
            case SHORT ->
                what + " could not be renewed for " + price + ": top up before " + until(contract.standing()) + ".";
            case SUSPENDED ->
                what + " is suspended, because " + price + " is unpaid: top up before " + until(contract.standing())
                        + " to keep it.";
            case RESUMED -> what + " works again.";
            case ENDED -> what + " has ended.";
        };
        note(contract, news.name().toLowerCase(java.util.Locale.ROOT), "system", null);
        Notices.tell(
                statements,
                Notice.of(
                        kind,
                        contract.user(),
                        contract.id() + " " + contract.standing().periods(),
                        words,
                        Map.of("contract", contract.id().toString(), "item", contract.item()),
                        now));
    }
}
