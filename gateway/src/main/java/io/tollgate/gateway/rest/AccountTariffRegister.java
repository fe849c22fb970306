package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.AccountEntity;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.BandZone;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.rest.AccountTariffResource.NewTariff;
import io.tollgate.gateway.rest.AccountTariffResource.TariffView;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Agreements as they are stored. */
@Singleton
class AccountTariffRegister {
    private static final TariffView NOTHING_AGREED = new TariffView(null, 0, null, null, null, null, null);

    private final Database database;

    AccountTariffRegister(Database database) {
        this.database = database;
    }

    @Transactional
    TariffView one(String user) {
        return stored(account(user));
    }

    @Transactional
    TariffView agree(String user, NewTariff wanted, String actor) {
        AccountEntity account = AccountRegister.found(user);
        String deck = wanted.deck();
        if (deck != null && !prices(deck, account.currency)) {
            throw Texts.fault("deck", "must name a deck of side sell in " + account.currency);
        }
        String group = Objects.requireNonNullElse(wanted.discountGroup(), "");
        if (!Rate.isText(group)) {
            throw Texts.fault("discount_group", "is too long, not trimmed or holds control characters");
        }
        String zone = wanted.zone();
        if (zone != null && !BandZone.isZone(zone)) {
            throw Texts.fault("zone", "must be a zone such as Europe/Luxembourg");
        }
        Long id = Objects.requireNonNull(account.id);
        database.update(
                """
                insert into account_tariff (account_id, deck_name, discount_bp, discount_group, zone, max_call_s, actor)
                values (?, ?, ?, ?, ?, ?, ?) on conflict (account_id) do update set deck_name = excluded.deck_name,
                  discount_bp = excluded.discount_bp, discount_group = excluded.discount_group, zone = excluded.zone,
                  max_call_s = excluded.max_call_s, actor = excluded.actor, updated_at = now()
                """,
                id,
                deck,
                Objects.requireNonNullElse(wanted.discountBp(), 0),
                group,
                zone,
                wanted.maxCallS(),
                actor);
        return stored(id);
    }

    @Transactional
    void end(String user) {
        database.update("delete from account_tariff where account_id = ?", account(user));
    }

    private boolean prices(String deck, String currency) {
        return Texts.isName(deck)
                && database.first(
                                "select 1 from deck where name = ? and currency = ? and side = 'SELL' limit 1",
                                row -> row.getInt(1),
                                deck,
                                currency)
                        .isPresent();
    }

    private static Long account(String user) {
        return Objects.requireNonNull(AccountRegister.found(user).id);
    }

    private TariffView stored(Long account) {
        return database.first("select * from account_tariff where account_id = ?", AccountTariffRegister::view, account)
                .orElse(NOTHING_AGREED);
    }

    private static TariffView view(ResultSet row) throws SQLException {
        return new TariffView(
                row.getString("deck_name"),
                row.getInt("discount_bp"),
                absent(row.getString("discount_group")),
                row.getString("zone"),
                row.getObject("max_call_s", Integer.class),
                row.getString("actor"),
                Database.instant(row, "updated_at"));
    }

    private static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }
}
