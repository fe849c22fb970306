package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.rating.Rating;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** An account's own agreement about prices. */
@Path("/api/v1/accounts/{user}/tariff")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "accounts")
public class AccountTariffResource {
    private final AccountTariffRegister tariffs;
    private final SecurityIdentity identity;

    AccountTariffResource(AccountTariffRegister tariffs, SecurityIdentity identity) {
        this.tariffs = tariffs;
        this.identity = identity;
    }

    /**
     * How an account's calls are priced; what is not agreed is absent.
     *
     * @param deck name of the deck that prices them; absent: the one of the account's currency that was activated last
     * @param discountBp taken off all prices, in hundredths of a percent
     * @param discountGroup the destination group that the discount is for; absent: all
     * @param zone whose clock time-of-day bands go by; absent: the home country's
     * @param maxCallS longest call in seconds; absent: 30 days
     * @param actor who agreed it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TariffView(
            @Nullable String deck,
            int discountBp,
            @Nullable String discountGroup,
            @Nullable String zone,
            @Nullable Integer maxCallS,
            @Nullable String actor,
            @Nullable Instant updatedAt) {}

    /** The agreement to be made; see {@link TariffView}. */
    public record NewTariff(
            @Nullable String deck,
            @Nullable @Min(0) @Max(10_000) Integer discountBp,
            @Nullable String discountGroup,

            @Schema(examples = "\"Europe/Luxembourg\"") @Nullable
            String zone,

            @Nullable @Min(1) @Max(Rating.MAX_TALK_SECONDS) Integer maxCallS) {}

    @GET
    @Operation(summary = "How an account's calls are priced")
    public TariffView one(@PathParam("user") String user) {
        return tariffs.one(user);
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Agree how an account's calls are priced",
            description =
                    "Holds from the next call on; calls in progress keep their price. What is absent is not agreed.")
    @APIResponse(
            responseCode = "400",
            description = "A field is out of range, or no such deck of the account's currency")
    public TariffView agree(@PathParam("user") String user, @Valid @NotNull NewTariff tariff) {
        return tariffs.agree(user, tariff, identity.getPrincipal().getName());
    }

    @DELETE
    @Operation(summary = "End an account's agreement", description = "The deck of its currency prices it from then on.")
    @APIResponse(responseCode = "204", description = "Ended")
    public void end(@PathParam("user") String user) {
        tariffs.end(user);
    }
}
