package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.voucher.Redeemed;
import io.tollgate.billing.voucher.jdbc.Vouchers;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Vouchers as users redeem them. */
@Path("/api/v1/me/vouchers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyVouchersResource {
    private final SecurityIdentity identity;
    private final Vouchers vouchers;

    MyVouchersResource(SecurityIdentity identity, Vouchers vouchers) {
        this.identity = identity;
        this.vouchers = vouchers;
    }

    /** A code as typed: case, dashes and spaces do not matter. */
    public record Code(@NotNull @Size(max = 64) String code) {
        @Override
        public String toString() {
            return "Code";
        }
    }

    /** @param repeated this user had redeemed it before; nothing was booked again */
    public record Credited(String amount, long amountMicros, String currency, boolean repeated) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Redeem a voucher")
    @APIResponse(responseCode = "200", description = "Credited; the same code again is answered the same")
    @APIResponse(responseCode = "409", description = "Used by somebody else, expired or revoked")
    @APIResponse(responseCode = "422", description = "No such code")
    @APIResponse(responseCode = "429", description = "Too many wrong codes within an hour")
    public Credited redeem(@Valid @NotNull Code code) {
        return switch (vouchers.redeem(identity.getPrincipal().getName(), code.code(), Instant.now())) {
            case Redeemed.Credited(long micros, String currency, boolean repeated) ->
                new Credited(new Money(micros, currency).plain(), micros, currency, repeated);
            case Redeemed.Unknown() ->
                throw ProblemException.invalid("This is no code of ours: check it for mistakes.");
            case Redeemed.UsedAlready() -> throw ProblemException.conflict("This voucher has been used already.");
            case Redeemed.Expired(Instant at) -> throw ProblemException.conflict("This voucher expired at " + at + ".");
            case Redeemed.Revoked() -> throw ProblemException.conflict("This voucher has been revoked.");
            case Redeemed.OtherCurrency(String vouchers, String accounts) ->
                throw ProblemException.conflict(
                        "This voucher is in " + vouchers + ", but the account is kept in " + accounts + ".");
            case Redeemed.AccountClosed() -> throw ProblemException.conflict("The account is closed.");
            case Redeemed.NoSuchAccount() -> throw ProblemException.notFound("This account does not exist any more.");
            case Redeemed.TooManyGuesses(Instant until) ->
                throw new ProblemException(Problem.of(
                        429, "too-many", "Too many at once", "Too many wrong codes. Try again after " + until + "."));
        };
    }
}
