package io.tollgate.gateway.rest;

import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.billing.renewal.jdbc.Contracts;
import io.tollgate.billing.renewal.jdbc.Contracts.Made;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.ContractViews.ContractList;
import io.tollgate.gateway.rest.ContractViews.ContractView;
import io.tollgate.gateway.rest.ContractViews.NewContract;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Numbers and packages that users pay for in periods. */
@Singleton
class ContractRegister {
    private final Contracts contracts;
    private final PostgresLedger ledger;
    private final Database database;

    ContractRegister(Contracts contracts, PostgresLedger ledger, Database database) {
        this.contracts = contracts;
        this.ledger = ledger;
        this.database = database;
    }

    RestResponse<ContractView> rent(String user, NewContract wanted) {
        if (!E164.isE164(wanted.item())) {
            throw Texts.fault("item", "must be E.164 with its plus, such as +442079460201");
        }
        Made made = contracts.rent(
                wanted.id(),
                user,
                wanted.item(),
                Objects.requireNonNullElse(wanted.months(), 1),
                !Boolean.FALSE.equals(wanted.renews()),
                now());
        return answer(made, user);
    }

    RestResponse<ContractView> subscribe(String user, NewContract wanted) {
        if (wanted.months() != null) {
            throw Texts.fault("months", "is for numbers only; a package has its own period");
        }
        if (!Texts.isName(wanted.item())) {
            throw Texts.fault("item", "must be a package's name");
        }
        return answer(
                contracts.subscribe(wanted.id(), user, wanted.item(), !Boolean.FALSE.equals(wanted.renews()), now()),
                user);
    }

    private RestResponse<ContractView> answer(Made made, String user) {
        Contract contract = ContractViews.made(made, currency(user));
        boolean repeated = made instanceof Made.Done done && done.repeated();
        return RestResponse.ResponseBuilder.create(
                        repeated ? RestResponse.Status.OK : RestResponse.Status.CREATED, ContractViews.view(contract))
                .build();
    }

    String currency(String user) {
        return ledger.balance(user)
                .map(Balance::currency)
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    /** Tells a contract something; {@code user} is null when the operator speaks. */
    ContractView tell(UUID id, @Nullable String user, Input input, String actor) {
        return contracts
                .tell(id, user, input, actor, now())
                .map(ContractViews::view)
                .orElseThrow(() -> ProblemException.notFound("There is no such contract."));
    }

    ContractView one(UUID id) {
        return contracts
                .find(id)
                .map(ContractViews::view)
                .orElseThrow(() -> ProblemException.notFound("There is no such contract."));
    }

    ContractList list(@Nullable String user, Contract.@Nullable Kind kind, int limit) {
        return ContractViews.views(contracts.list(user, kind, limit));
    }

    List<Contracts.Event> history(UUID id) {
        one(id);
        return contracts.history(id);
    }

    /** A number that can be rented, with a price for each length of period. */
    record Offered(String number, String country, int months, long priceMicros, long setupMicros, boolean aligned) {}

    /** Numbers of a country (or of all) in stock that are priced in the user's currency, or rest for this very user. */
    List<Offered> offered(String user, @Nullable String country, int limit) {
        return database.list(
                """
                select n.number, p.* from (
                  select n.* from online_number n
                  where n.account_id is null and (?::text is null or n.country = ?)
                    and exists (select from number_price p where p.country = n.country and p.currency = ?)
                    and not exists (select from contract c join account a on a.id = c.account_id
                      where c.kind = 'NUMBER' and c.item = n.number and c.state <> 'ENDED'
                        and not (c.state = 'HELD_BACK' and a.username = ?))
                  order by n.number limit ?) n
                join number_price p on p.country = n.country and p.currency = ?
                order by n.number, p.months
                """,
                row -> new Offered(
                        row.getString("number"),
                        row.getString("country"),
                        row.getInt("months"),
                        row.getLong("price_micros"),
                        row.getLong("setup_micros"),
                        row.getBoolean("aligned")),
                country,
                country,
                currency(user),
                user,
                limit,
                currency(user));
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
