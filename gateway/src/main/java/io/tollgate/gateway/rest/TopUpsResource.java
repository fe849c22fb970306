package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Credit bought by card: what operators look at when it was declined, flagged, held or taken back. */
@Path("/api/v1/topups")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "payments", description = "Credit bought by card")
public class TopUpsResource {
    private final TopUpRegister topUps;

    TopUpsResource(TopUpRegister topUps) {
        this.topUps = topUps;
    }

    /** What can be bought; no amounts when payments are not set up. */
    public record Offer(boolean available, String currency, List<String> amounts) {}

    /**
     * A wish to buy credit.
     *
     * @param id chosen by the client; the same again answers the same page
     * @param amount one of the offered
     * @param keepCard leave the card with the provider, for automatic recharges
     */
    public record NewTopUp(
            @NotNull UUID id,
            @NotNull @Size(max = 24) String amount,
            @Nullable Boolean keepCard) {}

    /**
     * A top-up.
     *
     * @param state {@code open}, {@code paid}, {@code held}, {@code declined}, {@code expired}, {@code partly-refunded},
     *     {@code refunded} or {@code charged-back}
     * @param url where to pay, while it can be paid
     * @param flag what is odd about it; {@code card-country}: the card is of another country than the buyer's address
     * @param creditedMicros what of it stands in the books now
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TopUpView(
            UUID id,
            String user,
            String state,
            String amount,
            String currency,
            String origin,
            @Nullable String url,
            @Nullable String payment,
            @Nullable String flag,
            @Nullable String cardCountry,
            @Nullable String billingCountry,
            @Nullable String declineCode,
            @Nullable String declineWords,
            long creditedMicros,
            Instant createdAt) {}

    /** Top-ups, newest first. */
    public record TopUpList(List<TopUpView> topups) {}

    @GET
    @Operation(summary = "Everybody's top-ups, newest first")
    public TopUpList all(
            @QueryParam("user") @Nullable String user,
            @QueryParam("odd") @DefaultValue("false") boolean odd,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return topUps.list(user == null || Texts.isName(user) ? user : "", odd, limit);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One top-up")
    public TopUpView one(@PathParam("id") UUID id) {
        return topUps.one(id, null);
    }

    @POST
    @Path("{id}/release")
    @Operation(summary = "Credit a payment that was held")
    @APIResponse(responseCode = "409", description = "It is not held")
    public TopUpView release(@PathParam("id") UUID id) {
        return topUps.release(id);
    }
}
