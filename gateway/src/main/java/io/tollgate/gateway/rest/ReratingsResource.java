package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
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
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Pricing a period again: preview, then correcting entries. */
@Path("/api/v1/reratings")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "reratings", description = "Pricing finished calls again, as correcting entries")
public class ReratingsResource {
    private final SecurityIdentity identity;
    private final ReratingRegister runs;

    ReratingsResource(SecurityIdentity identity, ReratingRegister runs) {
        this.identity = identity;
        this.runs = runs;
    }

    /**
     * What to price again.
     *
     * @param id chosen by the client before the first try
     * @param user calls of this user only
     * @param destination calls to this destination, as their records name it, only
     * @param deckId the deck version to price by, in force or not; absent: each call by the version that priced it
     */
    public record NewRerating(
            @NotNull UUID id,
            @NotNull String from,
            @NotNull String to,
            @Nullable String user,

            @Nullable @Size(max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String destination,

            @Nullable @Min(1) Long deckId,

            @NotNull @Size(min = 1, max = 200) @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
            String reason) {}

    /**
     * Sums of a run.
     *
     * @param state of its lines: proposed, unpriced, booked, stale (another correction
     *     came between) or refused
     * @param paidMicros for these calls so far, corrections included
     * @param newMicros what they should cost
     * @param differenceMicros what users owe more; negative: get back
     */
    public record TotalView(
            String currency, String state, long calls, long paidMicros, long newMicros, long differenceMicros) {}

    /**
     * A run.
     *
     * @param state {@code previewing}, {@code previewed}, {@code applying}, {@code applied} or {@code discarded}
     * @param calls looked at
     * @param totals of the calls that change, by currency and state; empty when none does
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReratingView(
            UUID id,
            Instant from,
            Instant to,
            @Nullable String user,
            @Nullable String destination,
            @Nullable Long deckId,
            String reason,
            String state,
            long calls,
            List<TotalView> totals,
            String createdBy,
            Instant createdAt,
            @Nullable String appliedBy,
            @Nullable Instant appliedAt) {}

    /** Runs, newest first. */
    public record ReratingList(List<ReratingView> reratings) {}

    /** One call of a run. {@code transferId} is that of its correction, once it is booked. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LineView(
            UUID callId,
            String user,
            Instant startedAt,
            @Nullable String number,
            @Nullable String destination,
            long talkMs,
            String currency,
            long paidMicros,
            long newMicros,
            long differenceMicros,
            @Nullable String prefix,
            String state,
            String note,
            UUID transferId) {}

    /**
     * Lines of a run by call id.
     *
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record LinePage(List<LineView> lines, @Nullable UUID next) {}

    @GET
    @Operation(summary = "The newest runs")
    public ReratingList list(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return new ReratingList(runs.newest(limit));
    }

    @POST
    @Operation(
            summary = "Preview the re-rating of a period",
            description =
                    "Books nothing. Lists the answered calls that would cost something else than was paid for them so"
                            + " far, corrections of earlier runs included.")
    @APIResponse(responseCode = "201", description = "Previewed")
    @APIResponse(responseCode = "409", description = "There is a run with this id")
    public RestResponse<ReratingView> preview(@Valid @NotNull NewRerating wanted) {
        ReratingView run = runs.preview(wanted, identity.getPrincipal().getName());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, run)
                .location(URI.create("/api/v1/reratings/" + run.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A run and its totals")
    public ReratingView one(@PathParam("id") UUID id) {
        return runs.one(id);
    }

    @GET
    @Path("{id}/lines")
    @Operation(summary = "The calls that a run changes")
    public LinePage lines(
            @PathParam("id") UUID id,
            @QueryParam("after") @Nullable UUID after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return runs.lines(id, after, limit);
    }

    @POST
    @Path("{id}/apply")
    @Operation(
            summary = "Book what a run proposes",
            description =
                    "One transfer of kind correction per call, whose reference is the call's id; the records stay as"
                            + " they are. Repeating it is harmless and goes on where an interrupted one was. With"
                            + " tollgate.rerating.four-eyes somebody else than who made the preview must do it.")
    @APIResponse(responseCode = "409", description = "Not previewed, discarded, or another run is being applied")
    public ReratingView apply(@PathParam("id") UUID id) {
        return runs.apply(id, identity.getPrincipal().getName());
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Discard a preview")
    public void discard(@PathParam("id") UUID id) {
        runs.discard(id);
    }
}
