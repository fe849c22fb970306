package io.tollgate.gateway.rest;

import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.rest.PriceListResource.NumberPrice;
import io.tollgate.gateway.rest.PriceListResource.NumberPriceList;
import io.tollgate.gateway.rest.PriceListResource.Plan;
import io.tollgate.gateway.rest.PriceListResource.PlanList;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What numbers and packages cost. */
@Singleton
class PriceRegister {
    private final Database database;

    PriceRegister(Database database) {
        this.database = database;
    }

    NumberPriceList numbers() {
        return new NumberPriceList(database.list(
                "select * from number_price order by country, currency, months",
                row -> new NumberPrice(
                        row.getString("country"),
                        row.getString("currency"),
                        row.getInt("months"),
                        plain(row.getLong("price_micros"), row.getString("currency")),
                        plain(row.getLong("setup_micros"), row.getString("currency")),
                        row.getBoolean("aligned"))));
    }

    void put(NumberPrice price) {
        requireCurrency(price.currency());
        database.update(
                """
                insert into number_price (country, currency, months, price_micros, setup_micros, aligned)
                values (?, ?, ?, ?, ?, ?) on conflict (country, currency, months) do update set
                  price_micros = excluded.price_micros, setup_micros = excluded.setup_micros, aligned = excluded.aligned
                """,
                price.country(),
                price.currency(),
                price.months(),
                micros(price.price(), "price"),
                setup(price.setup()),
                Boolean.TRUE.equals(price.aligned()));
    }

    boolean remove(String country, String currency, int months) {
        return database.update(
                        "delete from number_price where country = ? and currency = ? and months = ?",
                        country,
                        currency,
                        months)
                == 1;
    }

    PlanList plans(@Nullable String currency, boolean offeredOnly) {
        return new PlanList(database.list(
                "select * from package_plan where (?::text is null or currency = ?) and (offered or not ?) order by name",
                row -> new Plan(
                        row.getString("name"),
                        row.getString("words"),
                        row.getString("currency"),
                        row.getInt("months"),
                        plain(row.getLong("price_micros"), row.getString("currency")),
                        plain(row.getLong("setup_micros"), row.getString("currency")),
                        row.getString("destination_group"),
                        row.getLong("seconds"),
                        row.getBoolean("offered")),
                currency,
                currency,
                offeredOnly));
    }

    void put(Plan plan) {
        requireCurrency(plan.currency());
        database.update(
                """
                insert into package_plan (name, words, currency, months, price_micros, setup_micros, destination_group,
                  seconds, offered)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (name) do update set
                  words = excluded.words, currency = excluded.currency, months = excluded.months,
                  price_micros = excluded.price_micros, setup_micros = excluded.setup_micros,
                  destination_group = excluded.destination_group, seconds = excluded.seconds, offered = excluded.offered
                """,
                plan.name(),
                plan.words(),
                plan.currency(),
                plan.months(),
                micros(plan.price(), "price"),
                setup(plan.setup()),
                plan.destinationGroup(),
                plan.seconds(),
                !Boolean.FALSE.equals(plan.offered()));
    }

    private static long setup(@Nullable String setup) {
        return micros(Objects.requireNonNullElse(setup, "0"), "setup");
    }

    private static long micros(String amount, String where) {
        return switch (Amount.read(amount, '.')) {
            case Amount.Exact(long micros) when micros >= 0 && micros <= CreditRegister.MAX_MICROS -> micros;
            case Amount.Exact(long micros) -> throw Texts.fault(where, "must be from 0 to a million units");
            case Amount.Unreadable(String why) -> throw Texts.fault(where, why);
        };
    }

    private static void requireCurrency(String currency) {
        if (!Money.isCurrency(currency)) {
            throw Texts.fault("currency", "must be an ISO 4217 code, which " + currency + " is not");
        }
    }

    private static String plain(long micros, String currency) {
        return new Money(micros, currency).plain();
    }
}
