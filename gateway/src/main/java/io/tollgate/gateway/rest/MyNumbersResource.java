package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.gateway.rest.ContractViews.ContractList;
import io.tollgate.gateway.rest.ContractViews.ContractView;
import io.tollgate.gateway.rest.ContractViews.NewContract;
import io.tollgate.gateway.rest.ContractViews.Renewing;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Online numbers that a user rents. */
@Path("/api/v1/me/numbers")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyNumbersResource {
    private final SecurityIdentity identity;
    private final ContractRegister contracts;

    MyNumbersResource(SecurityIdentity identity, ContractRegister contracts) {
        this.identity = identity;
        this.contracts = contracts;
    }

    /**
     * A number that can be rented for periods of so many months.
     *
     * @param setup paid once, with the first period
     * @param aligned periods begin on the first of a month; the first is cut and priced by its days
     */
    public record Offer(
            String number, String country, int months, String price, String setup, String currency, boolean aligned) {}

    /** Numbers in stock. */
    public record OfferList(List<Offer> offers) {}

    @GET
    @Operation(summary = "Numbers that one rents or has rented, newest first")
    public ContractList mine() {
        return contracts.list(user(), Contract.Kind.NUMBER, 100);
    }

    @GET
    @Path("available")
    @Operation(summary = "Numbers that can be rented")
    public OfferList available(
            @QueryParam("country")
                    @Nullable
                    @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 code like GB")
                    String country,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(500) int limit) {
        String currency = contracts.currency(user());
        return new OfferList(contracts.offered(user(), country, limit).stream()
                .map(offer -> new Offer(
                        offer.number(),
                        offer.country(),
                        offer.months(),
                        new Money(offer.priceMicros(), currency).plain(),
                        new Money(offer.setupMicros(), currency).plain(),
                        currency,
                        offer.aligned()))
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Rent a number", description = "The first period and the fee for setting up are paid at once.")
    @APIResponse(responseCode = "201", description = "Rented; it rings from now on")
    @APIResponse(responseCode = "409", description = "Taken, or the credit does not suffice")
    public RestResponse<ContractView> rent(@Valid @NotNull NewContract wanted) {
        return contracts.rent(user(), wanted);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Renew a number automatically, or no more")
    public ContractView renewing(@PathParam("id") UUID id, @Valid @NotNull Renewing renewing) {
        return contracts.tell(id, user(), renewing.renews() ? Input.RENEW : Input.CANCEL, user());
    }

    @POST
    @Path("{id}/pay")
    @Operation(summary = "Try now to pay what is due")
    public ContractView pay(@PathParam("id") UUID id) {
        return contracts.tell(id, user(), Input.LOOK, user());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Give a number up at once; what is left of the period is not paid back")
    public ContractView end(@PathParam("id") UUID id) {
        return contracts.tell(id, user(), Input.END, user());
    }

    private String user() {
        return identity.getPrincipal().getName();
    }
}
