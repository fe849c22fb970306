package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Accounts of users, and the credit on them. */
@Path("/api/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "accounts", description = "Users, their credit and its history")
public class AccountsResource {
    /** A thousand million units: above any credit line, low enough that no sum overflows. */
    static final long MAX_LIMIT_MICROS = 1_000_000_000_000_000L;

    private final SecurityIdentity identity;
    private final AccountRegister accounts;
    private final CreditRegister credits;

    AccountsResource(SecurityIdentity identity, AccountRegister accounts, CreditRegister credits) {
        this.identity = identity;
        this.accounts = accounts;
        this.credits = credits;
    }

    /**
     * An account.
     *
     * @param heldMicros put aside for live calls
     * @param availableMicros balance and credit limit less what is held
     * @param lowBalanceMicros below this the user is told; absent: never
     * @param numbers online numbers; absent in lists
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountView(
            String username,
            String status,
            String currency,
            @Nullable String homeCountry,
            long balanceMicros,
            long heldMicros,
            long availableMicros,
            long creditLimitMicros,
            @Nullable Long lowBalanceMicros,
            Instant createdAt,
            @Nullable List<String> numbers) {}

    /**
     * A page of accounts by name.
     *
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AccountPage(
            List<AccountView> accounts, @Nullable String next) {}

    /** An account to be opened. */
    public record NewAccount(
            @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9._@-]{0,63}", message = "must be 1 to 64 of a-z 0-9 . _ @ -")
            String username,

            @NotNull @Size(min = 8, max = 256) String password,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
            String currency,

            @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
            String homeCountry,

            @Nullable @Min(0) @Max(MAX_LIMIT_MICROS) Long creditLimitMicros) {
        @Override
        public String toString() {
            return "NewAccount[" + username + "]";
        }
    }

    /**
     * Changes to an account; what is absent stays.
     *
     * @param status {@code active}, {@code suspended} (no new calls) or {@code closed} (no credit either)
     * @param lowBalanceMicros null: never warn
     */
    public record AccountChange(
            @Nullable String status,
            @Nullable @Size(min = 8, max = 256) String password,

            @Nullable @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
            String homeCountry,

            @Nullable @Min(0) @Max(MAX_LIMIT_MICROS) Long creditLimitMicros,

            @Schema(implementation = Long.class, minimum = "0") @Nullable
            JsonNode lowBalanceMicros) {
        @Override
        public String toString() {
            return "AccountChange[" + status + "]";
        }
    }

    /**
     * Credit to be booked. Exactly one of {@code amount} and {@code amountMicros}; only an adjustment may be negative.
     *
     * @param id chosen by the client before the first try; the same again books nothing again
     * @param amount in units of the currency, such as {@code "10.00"}
     * @param currency refused when it is not the account's; absent: the account's
     * @param kind {@code topup}, {@code adjustment}, {@code promotion} or {@code refund}
     */
    public record CreditOrder(
            @NotNull UUID id,
            @Nullable @Size(max = 24) String amount,
            @Nullable Long amountMicros,
            @Nullable String currency,
            @NotNull String kind,

            @Nullable @Size(max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String reason,

            @Nullable @Size(max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String reference) {}

    /**
     * Credit that is booked, or waits for another operator's approval.
     *
     * @param availableMicros what the account can spend then; absent while it waits
     * @param repeated it had been booked before, by an order with the same id
     * @param status {@code booked} or {@code waiting}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CreditReceipt(
            UUID id,
            String account,
            String amount,
            long amountMicros,
            String currency,
            @Nullable Long availableMicros,
            boolean repeated,
            String status) {}

    /**
     * One entry of an account.
     *
     * @param kind {@code call}, {@code topup}, {@code adjustment}, {@code promotion}, {@code refund} or {@code rental}
     */
    public record EntryView(
            long id,
            String account,
            UUID transferId,
            long amountMicros,
            String currency,
            String kind,
            String reference,
            String reason,
            String actor,
            Instant at) {}

    /**
     * A page of entries, newest first.
     *
     * @param next give it as {@code before} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Statement(
            List<EntryView> entries, @Nullable Long next) {}

    @GET
    @Operation(summary = "Accounts by name")
    public AccountPage list(
            @QueryParam("after") @Nullable String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return accounts.page(after == null || !Texts.isName(after) ? "" : after, limit);
    }

    @POST
    @Operation(summary = "Open an account")
    @APIResponse(responseCode = "201", description = "Opened")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public RestResponse<AccountView> create(@Valid @NotNull NewAccount account) {
        AccountView created = accounts.open(account);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .location(URI.create("/api/v1/accounts/" + created.username()))
                .build();
    }

    @GET
    @Path("{user}")
    @Operation(summary = "One account with its credit and online numbers")
    public AccountView one(@PathParam("user") String user) {
        return accounts.one(user);
    }

    @PATCH
    @Path("{user}")
    @Operation(
            summary = "Change status, password, home country or limits",
            description = "Suspending or closing an account stops new calls; calls in progress go on.")
    public AccountView change(@PathParam("user") String user, @Valid @NotNull AccountChange change) {
        return accounts.change(user, change);
    }

    @POST
    @Path("{user}/credit")
    @Operation(
            summary = "Book credit",
            description = "Repeating the order with the same id is harmless: it is answered by 200 instead of 201.")
    @APIResponse(responseCode = "201", description = "Booked")
    @APIResponse(responseCode = "200", description = "Had been booked before")
    @APIResponse(responseCode = "202", description = "Waits for another operator's approval")
    @APIResponse(responseCode = "409", description = "The account is closed, or the id stands for another transfer")
    public RestResponse<CreditReceipt> credit(@PathParam("user") String user, @Valid @NotNull CreditOrder order) {
        CreditReceipt receipt =
                credits.book(user, order, identity.getPrincipal().getName());
        return answer(receipt);
    }

    /** 201 booked, 200 had been booked before, 202 waits. */
    static RestResponse<CreditReceipt> answer(CreditReceipt receipt) {
        return RestResponse.ResponseBuilder.create(
                        receipt.status().equals("waiting")
                                ? RestResponse.Status.ACCEPTED
                                : receipt.repeated() ? RestResponse.Status.OK : RestResponse.Status.CREATED,
                        receipt)
                .build();
    }

    @GET
    @Path("{user}/statement")
    @Operation(summary = "Ledger entries of an account, newest first")
    public Statement statement(
            @PathParam("user") String user,
            @QueryParam("before") @Nullable @Min(1) Long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(999) int limit) {
        return credits.statement(user, before == null ? Long.MAX_VALUE : before, limit);
    }
}
