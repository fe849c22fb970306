package io.tollgate.billing.renewal.jdbc;

import io.tollgate.billing.ledger.jdbc.Booking;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import io.tollgate.billing.postgres.jdbc.Transactions;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.billing.renewal.Standing;
import io.tollgate.billing.renewal.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes contracts, changes them and looks after those that are due. */
public final class Contracts {
    static final String COLUMNS = "select c.*, a.username from contract c join account a on a.id = c.account_id ";

    private final Transactions transactions;
    private final Database database;
    private final Stages stages;

    public Contracts(Transactions transactions, Database database, Stages stages) {
        this.transactions = transactions;
        this.database = database;
        this.stages = stages;
    }

    /** How long the stages of an unpaid contract last. */
    public record Stages(Duration grace, Duration suspension, Duration holdBack) {
        Terms terms(Contract.Kind kind, Instant anchor, int months) {
            return kind == Contract.Kind.NUMBER
                    ? new Terms(anchor, months, grace, suspension, holdBack)
                    : new Terms(anchor, months, grace, Duration.ZERO, Duration.ZERO);
        }
    }

    /** What something costs. */
    public record Price(
            String currency,
            int months,
            long priceMicros,
            long setupMicros,
            boolean aligned,
            Contract.@Nullable Grant grant) {}

    /** What became of a wish to have something. */
    public sealed interface Made {
        /** @param repeated a contract with this id was there already */
        record Done(Contract contract, boolean repeated) implements Made {}

        record NoSuchAccount() implements Made {}

        record AccountInactive() implements Made {}

        /** Nothing of this name or number is to be had, or not in the account's currency, or not for this many months. */
        record NotOffered() implements Made {}

        /** Somebody has it, or it rests. */
        record Taken() implements Made {}

        record ExceedsCredit(long neededMicros, long availableMicros) implements Made {}

        record IdReused() implements Made {}
    }

    /** Rents a number for a user. The first period and the fee for setting up are paid at once. */
    public Made rent(UUID id, String user, String number, int months, boolean renews, Instant now) {
        return make(id, user, Contract.Kind.NUMBER, number, (statements, account) -> {
            Optional<Long> row = statements.first(
                    "select account_id from online_number where number = ? for no key update",
                    found -> found.getLong("account_id"),
                    number);
            if (row.isEmpty()) {
                return new Made.NotOffered();
            }
            Optional<Contract> before = statements.first(
                    COLUMNS + "where c.kind = 'NUMBER' and c.item = ? and c.state <> 'ENDED' for update of c",
                    this::read,
                    number);
            boolean back = before.isPresent()
                    && before.get().user().equals(user)
                    && before.get().standing() instanceof Standing.HeldBack;
            if (row.get() != 0 || (before.isPresent() && !back)) {
                return new Made.Taken();
            }
            Optional<Price> price = numberPrice(statements, number, account.currency(), months);
            if (price.isEmpty()) {
                return new Made.NotOffered();
            }
            if (back) {
                runner(statements, now).run(before.get(), Input.END, user);
            }
            return sign(statements, account, id, Contract.Kind.NUMBER, number, price.get(), renews, now);
        });
    }

    /** Takes a package for a user; the first period is paid at once. */
    public Made subscribe(UUID id, String user, String plan, boolean renews, Instant now) {
        return make(id, user, Contract.Kind.PACKAGE, plan, (statements, account) -> {
            if (statements
                    .first(
                            "select 1 from contract where kind = 'PACKAGE' and item = ? and account_id = ? and state <> 'ENDED'",
                            row -> row.getInt(1),
                            plan,
                            account.id())
                    .isPresent()) {
                return new Made.Taken();
            }
            Optional<Price> price = statements.first(
                    """
                    select * from package_plan where name = ? and currency = ? and offered
                      and to_regclass('allowance') is not null
                    """,
                    row -> new Price(
                            row.getString("currency"),
                            row.getInt("months"),
                            row.getLong("price_micros"),
                            row.getLong("setup_micros"),
                            false,
                            new Contract.Grant(row.getString("destination_group"), row.getLong("seconds"))),
                    plan,
                    account.currency());
            return price.isEmpty()
                    ? new Made.NotOffered()
                    : sign(statements, account, id, Contract.Kind.PACKAGE, plan, price.get(), renews, now);
        });
    }

    private interface Making {
        Made of(Statements statements, Booking.Account account) throws SQLException;
    }

    private Made make(UUID id, String user, Contract.Kind kind, String item, Making making) {
        return transactions.run(statements -> {
            Optional<Booking.Account> account = Booking.lock(statements, user);
            if (account.isEmpty()) {
                return new Made.NoSuchAccount();
            }
            Optional<Contract> before = statements.first(COLUMNS + "where c.id = ?", this::read, id);
            if (before.isPresent()) {
                Contract first = before.get();
                return first.user().equals(user)
                                && first.kind() == kind
                                && first.item().equals(item)
                        ? new Made.Done(first, true)
                        : new Made.IdReused();
            }
            return account.get().status().equals("ACTIVE")
                    ? making.of(statements, account.get())
                    : new Made.AccountInactive();
        });
    }

    private static Optional<Price> numberPrice(Statements statements, String number, String currency, int months)
            throws SQLException {
        return statements.first(
                """
                select p.* from number_price p join online_number n on n.country = p.country
                where n.number = ? and p.currency = ? and p.months = ?
                """,
                row -> new Price(
                        row.getString("currency"),
                        row.getInt("months"),
                        row.getLong("price_micros"),
                        row.getLong("setup_micros"),
                        row.getBoolean("aligned"),
                        null),
                number,
                currency,
                months);
    }

    private Made sign(
            Statements statements,
            Booking.Account account,
            UUID id,
            Contract.Kind kind,
            String item,
            Price price,
            boolean renews,
            Instant now)
            throws SQLException {
        Instant anchor = price.aligned() ? Terms.nextMonth(now) : now.truncatedTo(ChronoUnit.MILLIS);
        long first = price.aligned()
                ? Terms.prorated(price.priceMicros(), price.months(), now, anchor)
                : price.priceMicros();
        long needed = Math.addExact(first, price.setupMicros());
        if (needed > 0 && account.availableMicros() < needed) {
            return new Made.ExceedsCredit(needed, account.availableMicros());
        }
        Contract contract = new Contract(
                id,
                account.user(),
                kind,
                item,
                price.currency(),
                price.priceMicros(),
                stages.terms(kind, anchor, price.months()),
                price.grant(),
                new Standing.Active(0, renews),
                now);
        statements.update(
                """
                insert into contract (id, account_id, kind, item, currency, price_micros, months, anchor,
                  destination_group, seconds, state, periods, renews, next_at, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'ACTIVE', 0, ?, ?, ?)
                """,
                id,
                account.id(),
                kind.name(),
                item,
                price.currency(),
                price.priceMicros(),
                price.months(),
                anchor,
                price.grant() == null ? null : price.grant().destinationGroup(),
                price.grant() == null ? null : price.grant().seconds(),
                renews,
                now,
                now);
        long atOnce = price.aligned() ? needed : price.setupMicros();
        return new Made.Done(runner(statements, now).begin(contract, atOnce, renews), false);
    }

    private ContractRunner runner(Statements statements, Instant now) {
        return new ContractRunner(statements, now);
    }

    /**
     * Tells a contract something.
     *
     * @param user whose it must be; null: the operator speaks, for anybody's
     * @return the contract afterwards; empty when there is none, or none of theirs
     */
    public Optional<Contract> tell(UUID id, @Nullable String user, Input input, String actor, Instant now) {
        return locked(
                id,
                user,
                false,
                (statements, contract) -> runner(statements, now).run(contract, input, actor));
    }

    private interface Change {
        Contract of(Statements statements, Contract contract) throws SQLException;
    }

    private Optional<Contract> locked(UUID id, @Nullable String user, boolean skip, Change change) {
        return transactions.run(statements -> {
            Optional<String> owner = statements.first(
                    "select a.username from contract c join account a on a.id = c.account_id where c.id = ?",
                    row -> row.getString(1),
                    id);
            if (owner.isEmpty()
                    || (user != null && !user.equals(owner.get()))
                    || Booking.lock(statements, owner.get()).isEmpty()) {
                return Optional.empty();
            }
            Optional<Contract> contract = statements.first(
                    COLUMNS + "where c.id = ? for update of c" + (skip ? " skip locked" : ""), this::read, id);
            return contract.isEmpty() ? contract : Optional.of(change.of(statements, contract.get()));
        });
    }

    /**
     * Looks after what is due, each contract in a transaction of its own. Safe beside others who look.
     *
     * @return how many were looked at
     */
    public int look(Instant now, int limit) {
        List<UUID> due = database.list(
                "select id from contract where next_at <= ? order by next_at limit ?",
                row -> row.getObject(1, UUID.class),
                now,
                limit);
        int looked = 0;
        for (UUID id : due) {
            looked += locked(
                                    id,
                                    null,
                                    true,
                                    (statements, contract) -> isDue(contract, statements, now)
                                            ? runner(statements, now).run(contract, Input.LOOK, "system")
                                            : contract)
                            .isPresent()
                    ? 1
                    : 0;
        }
        return looked;
    }

    /** Somebody else may have looked between the list and the lock. */
    private static boolean isDue(Contract contract, Statements statements, Instant now) throws SQLException {
        return statements
                .first("select 1 from contract where id = ? and next_at <= ?", row -> row.getInt(1), contract.id(), now)
                .isPresent();
    }

    /** A user's contracts, newest first; everybody's when null. */
    public List<Contract> list(@Nullable String user, Contract.@Nullable Kind kind, int limit) {
        return database.list(
                COLUMNS
                        + "where (?::text is null or a.username = ?) and (?::text is null or c.kind = ?) order by c.created_at desc, c.id limit ?",
                this::read,
                user,
                user,
                kind == null ? null : kind.name(),
                kind == null ? null : kind.name(),
                limit);
    }

    public Optional<Contract> find(UUID id) {
        return database.first(COLUMNS + "where c.id = ?", this::read, id);
    }

    /** One line of a contract's history. */
    public record Event(
            Instant at, String what, String actor, @Nullable UUID transfer) {}

    /** A contract's history, oldest first. */
    public List<Event> history(UUID id) {
        return database.list(
                "select * from contract_event where contract_id = ? order by id limit 1000",
                row -> new Event(
                        Database.presentInstant(row, "at"),
                        row.getString("what"),
                        row.getString("actor"),
                        row.getObject("transfer_id", UUID.class)),
                id);
    }

    private Contract read(ResultSet row) throws SQLException {
        Contract.Kind kind = Contract.Kind.valueOf(row.getString("kind"));
        int periods = row.getInt("periods");
        Instant until = Database.instant(row, "until");
        Standing standing = switch (row.getString("state")) {
            case "ACTIVE" -> new Standing.Active(periods, row.getBoolean("renews"));
            case "GRACE" -> new Standing.Grace(periods, Objects.requireNonNull(until));
            case "SUSPENDED" -> new Standing.Suspended(periods, Objects.requireNonNull(until));
            case "HELD_BACK" -> new Standing.HeldBack(periods, Objects.requireNonNull(until));
            default -> new Standing.Ended(periods);
        };
        String group = row.getString("destination_group");
        return new Contract(
                row.getObject("id", UUID.class),
                row.getString("username"),
                kind,
                row.getString("item"),
                row.getString("currency"),
                row.getLong("price_micros"),
                stages.terms(kind, Database.presentInstant(row, "anchor"), row.getInt("months")),
                group == null ? null : new Contract.Grant(group, row.getLong("seconds")),
                standing,
                Database.presentInstant(row, "created_at"));
    }
}
