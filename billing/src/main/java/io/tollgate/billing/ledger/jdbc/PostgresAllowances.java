package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.Allowances;
import io.tollgate.billing.ledger.jdbc.Operation.Kind;
import io.tollgate.billing.ledger.jdbc.Operation.Result;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** The allowances in PostgreSQL; holds go through the ledger's writers, so that they keep their place before a settlement. */
final class PostgresAllowances implements Allowances {
    private final PostgresLedger ledger;
    private final Database database;

    PostgresAllowances(PostgresLedger ledger, DataSource dataSource) {
        this.ledger = ledger;
        this.database = new Database(dataSource);
    }

    @Override
    public GrantOutcome grant(Grant grant) {
        Result result = database.first(
                        "select code, amount, available, note from allowance_grant(?, ?, ?, ?, ?, ?, ?)",
                        row -> new Result(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4)),
                        grant.user(),
                        grant.id(),
                        grant.group(),
                        grant.startsAt(),
                        grant.endsAt(),
                        grant.seconds(),
                        grant.reference())
                .orElseThrow();
        return switch (result.code()) {
            case Result.DONE -> new GrantOutcome.Granted(result.repeated());
            case Result.NO_SUCH_ACCOUNT -> new GrantOutcome.NoSuchAccount();
            case Result.TRANSFER_ID_REUSED -> new GrantOutcome.GrantIdReused();
            default -> throw result.unexpected();
        };
    }

    @Override
    public SecondsOutcome hold(UUID callId, String user, String group, long totalSeconds, Duration ttl) {
        if (totalSeconds < 0) {
            throw new IllegalArgumentException("a hold cannot be negative");
        }
        Result result = ledger.perform(Kind.HOLD_SECONDS, user, callId, totalSeconds, group, ttl.toMillis(), null);
        return switch (result.code()) {
            case Result.DONE -> new SecondsOutcome.Held(result.amountMicros(), result.availableMicros());
            case Result.NO_SUCH_ACCOUNT -> new SecondsOutcome.NoSuchAccount();
            case Result.ACCOUNT_CLOSED -> new SecondsOutcome.AccountClosed();
            case Result.ALREADY_SETTLED -> new SecondsOutcome.AlreadySettled();
            default -> throw result.unexpected();
        };
    }

    @Override
    public List<Allowance> of(String user) {
        return database.list("""
                select l.* from allowance l join account a on a.id = l.account_id
                where a.username = ? and l.ends_at > now() order by l.ends_at, l.id::text
                """, PostgresAllowances::allowance, user);
    }

    @Override
    public List<Used> usedBy(UUID callId) {
        return database.list(
                """
                select l.id, l.destination_group, l.reference, u.seconds
                from allowance_use u join allowance l on l.id = u.allowance_id
                where u.call_id = ? order by l.ends_at, l.id::text
                """,
                row -> new Used(row.getObject(1, UUID.class), row.getString(2), row.getString(3), row.getLong(4)),
                callId);
    }

    private static Allowance allowance(ResultSet row) throws SQLException {
        return new Allowance(
                row.getObject("id", UUID.class),
                row.getString("destination_group"),
                Database.presentInstant(row, "starts_at"),
                Database.presentInstant(row, "ends_at"),
                row.getLong("granted_s"),
                row.getLong("used_s"),
                row.getLong("held_s"),
                row.getString("reference"));
    }
}
