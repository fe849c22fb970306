package io.tollgate.billing.policy.jdbc;

import io.tollgate.billing.number.NumberKind;
import io.tollgate.billing.policy.Policy;
import io.tollgate.billing.policy.PolicyCounters;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.policy.PolicyRule;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Limits of classes and accounts, and the counters that they are held against. Every method may throw {@link
 * io.tollgate.billing.ledger.LedgerUnavailableException}.
 */
public final class PostgresPolicies {
    private static final int DONE = 0;
    private static final String COLUMNS =
            "denied_kinds, denied_prefixes, allowed_prefixes, max_per_minute_micros, concurrent_calls,"
                    + " new_destinations_per_hour, short_calls_per_10_minutes, daily_spend_micros, monthly_spend_micros,"
                    + " unusual_spend_times, unusual_spend_floor_micros, max_call_seconds";
    private static final String VALUES =
            "?::text[], ?::text[], ?::text[], ?::bigint, ?::int, ?::int, ?::int, ?::bigint,"
                    + " ?::bigint, ?::int, ?::bigint, ?::int";
    private static final String REPLACEMENTS = Arrays.stream(COLUMNS.split(", "))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));

    private final Database database;

    public PostgresPolicies(Database database) {
        this.database = database;
    }

    /** A class with its limits. */
    public record NamedClass(String name, PolicyLimits limits, Instant changedAt, String changedBy) {}

    /**
     * What holds for an account.
     *
     * @param ofClass its class's limits; {@link PolicyLimits#NONE} when the class is not defined
     * @param own what the account has in their place
     */
    public record AccountPolicy(String className, PolicyLimits ofClass, PolicyLimits own) {
        /** Both together. */
        public PolicyLimits effective() {
            return own.orElse(ofClass);
        }
    }

    /** Why an account is suspended. */
    public record Suspension(
            String rule, String detail, @Nullable UUID call, String actor, Instant at) {}

    public List<NamedClass> classes() {
        return database.list("select * from policy_class order by name", PostgresPolicies::named);
    }

    public Optional<NamedClass> ofName(String name) {
        return database.first("select * from policy_class where name = ?", PostgresPolicies::named, name);
    }

    /** Makes a class, or replaces all of its limits; live calls keep the longest length that they began with. */
    public void putClass(String name, PolicyLimits limits, String actor) {
        List<@Nullable Object> arguments = values(limits);
        arguments.addFirst(name);
        arguments.add(actor);
        database.update(
                "insert into policy_class (name, " + COLUMNS + ", changed_by) values (?, " + VALUES + ", ?)"
                        + " on conflict (name) do update set " + REPLACEMENTS
                        + ", changed_at = now(), changed_by = excluded.changed_by",
                arguments.toArray());
    }

    /** In the order of the columns. */
    private static List<@Nullable Object> values(PolicyLimits limits) {
        Set<NumberKind> kinds = limits.deniedKinds();
        List<@Nullable Object> values = new ArrayList<>();
        values.add(array(
                kinds == null ? null : kinds.stream().map(Enum::name).sorted().toList()));
        values.add(array(limits.deniedPrefixes()));
        values.add(array(limits.allowedPrefixes()));
        values.add(limits.maxPerMinuteMicros());
        values.add(limits.concurrentCalls());
        values.add(limits.newDestinationsPerHour());
        values.add(limits.shortCallsPerTenMinutes());
        values.add(limits.dailySpendMicros());
        values.add(limits.monthlySpendMicros());
        values.add(limits.unusualSpendTimes());
        values.add(limits.unusualSpendFloorMicros());
        values.add(limits.maxCallSeconds());
        return values;
    }

    private static @Nullable Object array(@Nullable List<String> texts) {
        return texts == null ? null : new Database.TypedArray("text", texts.toArray());
    }

    /** Empty for unknown users and house accounts. */
    public Optional<AccountPolicy> of(String user) {
        return database.first(
                "select a.class, " + prefixed("c", "c_") + ", " + prefixed("l", "l_") + " from account a"
                        + " left join policy_class c on c.name = a.class"
                        + " left join account_limits l on l.account_id = a.id"
                        + " where a.username = ? and a.kind = 'USER'",
                row -> new AccountPolicy(row.getString("class"), limits(row, "c_"), limits(row, "l_")),
                user);
    }

    private static String prefixed(String table, String prefix) {
        return Arrays.stream(COLUMNS.split(", "))
                .map(column -> table + "." + column + " as " + prefix + column)
                .collect(Collectors.joining(", "));
    }

    /** Replaces all that an account has in place of its class's limits; false when there is no such account. */
    public boolean putAccount(String user, PolicyLimits own, String actor) {
        List<@Nullable Object> arguments = values(own);
        arguments.add(actor);
        arguments.add(user);
        return database.update(
                        "insert into account_limits (account_id, " + COLUMNS + ", changed_by) select id, " + VALUES
                                + ", ? from account where username = ? and kind = 'USER'"
                                + " on conflict (account_id) do update set " + REPLACEMENTS
                                + ", changed_at = now(), changed_by = excluded.changed_by",
                        arguments.toArray())
                > 0;
    }

    /** Puts an account into a class that is defined; false when there is no such account. */
    public boolean putIntoClass(String user, String className) {
        return database.update("update account set class = ? where username = ? and kind = 'USER'", className, user)
                > 0;
    }

    /**
     * Puts a call on its account's books and gives what stood there before it; empty when the account is not active.
     *
     * @param committedMicros what is to be held for it first
     */
    public Optional<PolicyCounters> begin(String user, UUID call, String number, long committedMicros) {
        return counters(
                "select * from policy_begin(?, ?, ?, ?, ?)", user, call, number, committedMicros, Policy.SHORT_CALL_MS);
    }

    /** A call in progress wants to cost so much in all; empty when it is not on the books. */
    public Optional<PolicyCounters> commit(String user, UUID call, long totalMicros) {
        return counters("select * from policy_commit(?, ?, ?, ?)", user, call, totalMicros, Policy.SHORT_CALL_MS);
    }

    /** Takes a refused call off the books. */
    public void withdraw(String user, UUID call) {
        database.first("select policy_withdraw(?, ?)", row -> true, user, call);
    }

    /** What an account has done; empty when there is none of that name. */
    public Optional<PolicyCounters> look(String user) {
        return counters("select * from policy_look(?, ?)", user, Policy.SHORT_CALL_MS);
    }

    /** Suspends an active account; false when it was not active. */
    public boolean suspend(String user, PolicyRule rule, String detail, UUID call, String actor) {
        return database.first(
                        "select policy_suspend(?, ?, ?, ?, ?)",
                        row -> row.getBoolean(1),
                        user,
                        rule.word(),
                        detail,
                        call,
                        actor)
                .orElse(false);
    }

    /** Why an account is suspended; empty when it is not, or by an operator's own hand. */
    public Optional<Suspension> suspension(String user) {
        return database.first(
                "select s.* from account_suspension s join account a on a.id = s.account_id"
                        + " where a.username = ? and s.lifted_at is null order by s.id desc limit 1",
                row -> new Suspension(
                        row.getString("rule"),
                        row.getString("detail"),
                        row.getObject("call_id", UUID.class),
                        row.getString("actor"),
                        Database.presentInstant(row, "at")),
                user);
    }

    private Optional<PolicyCounters> counters(String sql, Object... arguments) {
        return database.first(
                        sql,
                        row -> row.getInt("code") == DONE
                                ? Optional.of(new PolicyCounters(
                                        row.getInt("live_calls"),
                                        row.getInt("new_destinations"),
                                        row.getBoolean("known"),
                                        row.getInt("short_calls"),
                                        row.getLong("spent_today"),
                                        row.getLong("spent_month"),
                                        row.getLong("committed"),
                                        row.getLong("usual_day")))
                                : Optional.<PolicyCounters>empty(),
                        arguments)
                .flatMap(found -> found);
    }

    private static NamedClass named(ResultSet row) throws SQLException {
        return new NamedClass(
                row.getString("name"),
                limits(row, ""),
                Database.presentInstant(row, "changed_at"),
                row.getString("changed_by"));
    }

    private static PolicyLimits limits(ResultSet row, String prefix) throws SQLException {
        List<String> kinds = texts(row, prefix + "denied_kinds");
        return new PolicyLimits(
                kinds == null ? null : kinds.stream().map(NumberKind::valueOf).collect(Collectors.toUnmodifiableSet()),
                texts(row, prefix + "denied_prefixes"),
                texts(row, prefix + "allowed_prefixes"),
                row.getObject(prefix + "max_per_minute_micros", Long.class),
                row.getObject(prefix + "concurrent_calls", Integer.class),
                row.getObject(prefix + "new_destinations_per_hour", Integer.class),
                row.getObject(prefix + "short_calls_per_10_minutes", Integer.class),
                row.getObject(prefix + "daily_spend_micros", Long.class),
                row.getObject(prefix + "monthly_spend_micros", Long.class),
                row.getObject(prefix + "unusual_spend_times", Integer.class),
                row.getObject(prefix + "unusual_spend_floor_micros", Long.class),
                row.getObject(prefix + "max_call_seconds", Integer.class));
    }

    private static @Nullable List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null ? null : List.of((String[]) array.getArray());
    }
}
