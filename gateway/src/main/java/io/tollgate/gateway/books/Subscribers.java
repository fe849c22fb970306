package io.tollgate.gateway.books;

import io.tollgate.billing.number.E164;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.AccountTerms;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Looks up users and the online numbers that belong to them. */
@Singleton
public class Subscribers {
    private static final String ANYWHERE = "ZZ";

    private final Database database;

    Subscribers(Database database) {
        this.database = database;
    }

    /** Empty for unknown users and for house accounts. */
    public Optional<Subscriber> find(String user) {
        return database.first("""
                select a.username, a.currency, a.home_country, a.status, a.password_verifier, a.class,
                  t.deck_name, coalesce(t.discount_bp, 0) as discount_bp, coalesce(t.discount_group, '') as discount_group,
                  t.zone, coalesce(t.max_call_s, 2592000) as max_call_s
                from account a left join account_tariff t on t.account_id = a.id
                where a.username = ? and a.kind = 'USER'
                """, Subscribers::read, user);
    }

    private static Subscriber read(ResultSet row) throws SQLException {
        return new Subscriber(
                row.getString("username"),
                row.getString("currency"),
                Objects.requireNonNullElse(row.getString("home_country"), ANYWHERE),
                row.getString("status").equals("ACTIVE"),
                row.getString("status").equals("SUSPENDED"),
                row.getString("password_verifier"),
                tariff(row));
    }

    private static AccountTariff tariff(ResultSet row) throws SQLException {
        String zone = row.getString("zone");
        return new AccountTariff(
                row.getString("deck_name"),
                new AccountTerms(row.getInt("discount_bp"), row.getString("discount_group"), row.getString("class")),
                zone == null ? null : ZoneId.of(zone),
                row.getLong("max_call_s"));
    }

    /** The user to whom calls to this online number go; empty when it is not ours or not assigned. */
    public Optional<String> ownerOf(E164 number) {
        return database.first("""
                select a.username from online_number n join account a on a.id = n.account_id
                where n.number = ? and a.status = 'ACTIVE'
                """, row -> row.getString(1), number.digits());
    }

    /** A user's online numbers, oldest assignment first. */
    public List<String> numbersOf(String user) {
        return database.list("""
                select n.number from online_number n join account a on a.id = n.account_id
                where a.username = ? order by n.assigned_at nulls last, n.id
                """, row -> row.getString(1), user);
    }
}
