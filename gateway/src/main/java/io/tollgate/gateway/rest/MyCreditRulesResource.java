package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.upkeep.RechargeRule;
import io.tollgate.billing.upkeep.jdbc.Recharges;
import io.tollgate.gateway.credit.Till;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a user wants to happen when credit runs low. */
@Path("/api/v1/me/credit-rules")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyCreditRulesResource {
    private static final long MAX_MICROS = 1_000_000_000_000L;

    private final SecurityIdentity identity;
    private final Recharges recharges;
    private final Till till;
    private final Database database;

    MyCreditRulesResource(SecurityIdentity identity, Recharges recharges, Till till, Database database) {
        this.identity = identity;
        this.recharges = recharges;
        this.till = till;
        this.database = database;
    }

    /**
     * Automatic recharge.
     *
     * @param threshold below which
     * @param amount one of those that can be bought
     * @param dailyMax at most so much in a day (UTC)
     * @param monthlyMax at most so much in a calendar month (UTC)
     */
    public record Recharging(
            @NotNull @Size(max = 24) String threshold,
            @NotNull @Size(max = 24) String amount,
            @NotNull @Size(max = 24) String dailyMax,
            @NotNull @Size(max = 24) String monthlyMax) {}

    /** @param suspended the card was refused too often; setting the rule again puts it in force again */
    public record RechargingView(
            String threshold, String amount, String dailyMax, String monthlyMax, boolean suspended, int failures) {}

    /** @param threshold below which one is told; absent: never */
    public record LowCreditWish(@Nullable @Size(max = 24) String threshold) {}

    /**
     * All rules.
     *
     * @param lowCredit below which one is told; absent: never
     * @param recharge absent: no automatic recharge
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rules(
            String currency,
            @Nullable String lowCredit,
            @Nullable RechargingView recharge) {}

    @GET
    @Operation(summary = "What is to happen when credit runs low")
    public Rules rules() {
        String currency = currency();
        Long low = database.first(
                        "select coalesce(low_balance_micros, -1) from account where username = ?",
                        row -> row.getLong(1),
                        user())
                .orElse(-1L);
        return new Rules(
                currency,
                low < 0 ? null : new Money(low, currency).plain(),
                recharges.rule(user()).map(rule -> view(rule, currency)).orElse(null));
    }

    @PUT
    @Path("low-credit")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Be told when credit falls below an amount, or never")
    public Rules lowCredit(@Valid @NotNull LowCreditWish wish) {
        String threshold = wish.threshold();
        database.update(
                "update account set low_balance_micros = ? where username = ?",
                threshold == null ? null : micros(threshold, "threshold"),
                user());
        return rules();
    }

    @PUT
    @Path("recharge")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Buy credit by the kept card whenever it runs low")
    @APIResponse(responseCode = "409", description = "No card is kept: buy once with `keep_card`")
    public Rules recharge(@Valid @NotNull Recharging wanted) {
        long amount = micros(wanted.amount(), "amount");
        if (!till.amounts(currency()).contains(amount)) {
            throw Texts.fault("amount", "must be one of those that can be bought");
        }
        long daily = micros(wanted.dailyMax(), "daily_max");
        long monthly = micros(wanted.monthlyMax(), "monthly_max");
        if (daily < amount || monthly < daily) {
            throw Texts.fault("daily_max", "must not be below the amount, nor monthly_max below it");
        }
        RechargeRule rule = new RechargeRule(
                micros(wanted.threshold(), "threshold"), amount, daily, monthly, 0, null, Instant.now());
        if (!recharges.set(user(), rule)) {
            throw ProblemException.conflict("No card is kept. Buy credit once and let the card be kept.");
        }
        return rules();
    }

    @DELETE
    @Path("recharge")
    @Operation(summary = "Buy no more credit automatically")
    public Rules stopRecharge() {
        if (!recharges.remove(user())) {
            throw ProblemException.notFound("There is no automatic recharge.");
        }
        return rules();
    }

    private static RechargingView view(RechargeRule rule, String currency) {
        return new RechargingView(
                new Money(rule.thresholdMicros(), currency).plain(),
                new Money(rule.amountMicros(), currency).plain(),
                new Money(rule.dailyMaxMicros(), currency).plain(),
                new Money(rule.monthlyMaxMicros(), currency).plain(),
                rule.suspendedAt() != null,
                rule.failures());
    }

    private static long micros(String amount, String where) {
        return switch (Amount.read(amount, '.')) {
            case Amount.Exact(long micros) when micros >= 0 && micros <= MAX_MICROS -> micros;
            case Amount.Exact(long micros) -> throw Texts.fault(where, "must be from 0 to a million units");
            case Amount.Unreadable(String why) -> throw Texts.fault(where, why);
        };
    }

    private String currency() {
        return database.first("select currency from account where username = ?", row -> row.getString(1), user())
                .orElseThrow(() -> ProblemException.notFound("This account does not exist any more."));
    }

    private String user() {
        return identity.getPrincipal().getName();
    }
}
