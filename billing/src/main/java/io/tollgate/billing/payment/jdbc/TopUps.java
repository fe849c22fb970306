package io.tollgate.billing.payment.jdbc;

import io.tollgate.billing.payment.Fact;
import io.tollgate.billing.payment.TopUp;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.postgres.jdbc.Statements;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The list of top-ups: begins them and shows them. What events do to them is {@link PaymentBook}'s. */
public final class TopUps {
    static final String COLUMNS = "select t.*, a.username from topup t join account a on a.id = t.account_id ";

    private final Database database;

    public TopUps(Database database) {
        this.database = database;
    }

    /** Notes that a user wants to pay, before the provider is asked. False when there is no such user. */
    public boolean begin(
            UUID id, String user, long amountMicros, String currency, TopUp.Origin origin, String provider) {
        return 1 == database.update("""
                        insert into topup (id, account_id, amount_micros, currency, origin, provider)
                        select ?, id, ?, ?, ?, ? from account
                        where username = ? and kind = 'USER' and currency = ? and status <> 'CLOSED'
                        on conflict (id) do nothing
                        """, id, amountMicros, currency, origin.name(), provider, user, currency);
    }

    /** Notes the page where the user pays. */
    public void opened(UUID id, String session, String url) {
        database.update("update topup set session = ?, url = ?, changed_at = now() where id = ?", session, url, id);
    }

    /** Notes that the provider was not to be had, or refused the order. */
    public void failed(UUID id, String code, String words) {
        database.update(
                "update topup set decline_code = ?, decline_words = ?, changed_at = now() where id = ? and not paid",
                code,
                words,
                id);
    }

    public Optional<TopUp> find(UUID id) {
        return database.first(COLUMNS + "where t.id = ?", TopUps::read, id);
    }

    /**
     * Newest first.
     *
     * @param user null: of everybody
     * @param oddOnly only those that were declined, flagged, held or taken back
     */
    public List<TopUp> list(@Nullable String user, boolean oddOnly, int limit) {
        StringBuilder where = new StringBuilder("where true");
        List<Object> arguments = new ArrayList<>();
        if (user != null) {
            where.append(" and a.username = ?");
            arguments.add(user);
        }
        if (oddOnly) {
            where.append(
                    " and (t.flag is not null or t.decline_code is not null or t.held or t.refunded_micros > 0 or t.booked_dispute_micros > 0)");
        }
        where.append(" order by t.created_at desc, t.id desc limit ?");
        arguments.add(limit);
        return database.list(COLUMNS + where, TopUps::read, arguments.toArray());
    }

    /** Locks a top-up's row; its account has been locked. */
    static Optional<TopUp> lock(Statements statements, UUID id) throws SQLException {
        return statements.first(COLUMNS + "where t.id = ? for update of t", TopUps::read, id);
    }

    static TopUp read(ResultSet row) throws SQLException {
        return new TopUp(
                row.getObject("id", UUID.class),
                row.getString("username"),
                row.getLong("amount_micros"),
                row.getString("currency"),
                TopUp.Origin.valueOf(row.getString("origin")),
                row.getString("session"),
                row.getString("url"),
                row.getString("payment"),
                row.getBoolean("paid"),
                row.getBoolean("held"),
                row.getBoolean("expired"),
                row.getString("flag"),
                row.getLong("refunded_micros"),
                new Fact.Card(
                        row.getString("card_country"),
                        row.getString("billing_country"),
                        row.getString("customer"),
                        row.getString("method"),
                        row.getString("decline_code"),
                        row.getString("decline_words")),
                new TopUp.Booked(
                        row.getLong("booked_micros"),
                        row.getLong("booked_refund_micros"),
                        row.getLong("booked_dispute_micros"),
                        row.getInt("movements")),
                Database.presentInstant(row, "created_at"));
    }
}
