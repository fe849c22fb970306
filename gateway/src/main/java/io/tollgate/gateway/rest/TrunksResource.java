package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.gateway.security.Roles;
import io.tollgate.gateway.trunks.TrunkTable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** SIP interconnections with carriers. A change is in force when the request is answered. */
@Path("/api/v1/trunks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "trunks", description = "SIP interconnections with carriers, and which numbers go where")
public class TrunksResource {
    private final TrunkRegister trunks;
    private final TrunkStatus status;
    private final TrunkTable inService;

    TrunksResource(TrunkRegister trunks, TrunkStatus status, TrunkTable inService) {
        this.trunks = trunks;
        this.status = status;
        this.inService = inService;
    }

    /**
     * A trunk. Its password is never shown.
     *
     * @param sources address blocks that the carrier's messages come from, such as {@code 192.0.2.0/24} or, for one
     *     port, {@code 192.0.2.7/32#5060}
     * @param hasPassword whether one is kept for {@code authUser}
     * @param codecs preferred first, of PCMU, PCMA, G722, G729, GSM, iLBC and L16
     * @param media how its calls sound
     * @param callerIdStyle {@code from}, {@code asserted}, {@code preferred} or {@code remote-party}
     * @param vendorDeck name of the deck by which its carrier bills; absent when its prices are not known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrunkView(
            String id,
            String host,
            int port,
            String transport,
            List<String> sources,
            @Nullable String authUser,
            boolean hasPassword,
            List<String> codecs,
            TrunkMediaFields.View media,
            int maxChannels,
            @Nullable String fromDomain,
            String callerIdStyle,
            @Nullable String vendorDeck,
            boolean enabled,
            Instant createdAt) {}

    /** All trunks by id. */
    public record TrunkList(List<TrunkView> trunks) {}

    /** A trunk to be added; see {@link TrunkView} for what the fields mean. */
    public record NewTrunk(
            @NotNull @Pattern(regexp = "[A-Za-z0-9_.-]{1,64}", message = "must be 1 to 64 of A-Z a-z 0-9 _ . -")
            String id,

            @NotNull @Size(min = 1, max = 253) String host,
            @Nullable @Min(1) @Max(65535) Integer port,
            @Nullable String transport,
            @Nullable @Size(max = 64) List<@NotNull @Size(max = 60) String> sources,
            @Nullable String authUser,
            @Nullable String authPassword,

            @Schema(description = "of PCMU, PCMA, G722, G729, GSM, iLBC and L16, preferred first, none twice")
            @Nullable
            @Size(min = 1, max = 16)
            List<@NotNull String> codecs,

            @Valid TrunkMediaFields.@Nullable Change media,
            @Nullable @Min(1) @Max(100_000) Integer maxChannels,
            @Nullable String fromDomain,
            @Nullable String callerIdStyle,
            @Nullable String vendorDeck,
            @Nullable Boolean enabled) {
        @Override
        public String toString() {
            return "NewTrunk[" + id + "]";
        }
    }

    /** Changes to a trunk; what is absent stays, null clears where there may be nothing. */
    public record TrunkChange(
            @Nullable @Size(min = 1, max = 253) String host,
            @Nullable @Min(1) @Max(65535) Integer port,
            @Nullable String transport,
            @Nullable @Size(max = 64) List<@NotNull @Size(max = 60) String> sources,
            @Schema(implementation = String.class) @Nullable JsonNode authUser,
            @Schema(implementation = String.class) @Nullable JsonNode authPassword,

            @Schema(description = "of PCMU, PCMA, G722, G729, GSM, iLBC and L16, preferred first, none twice")
            @Nullable
            @Size(min = 1, max = 16)
            List<@NotNull String> codecs,

            @Valid TrunkMediaFields.@Nullable Change media,
            @Nullable @Min(1) @Max(100_000) Integer maxChannels,
            @Schema(implementation = String.class) @Nullable JsonNode fromDomain,
            @Nullable String callerIdStyle,
            @Schema(implementation = String.class) @Nullable JsonNode vendorDeck,
            @Nullable Boolean enabled) {
        @Override
        public String toString() {
            return "TrunkChange[]";
        }
    }

    /**
     * What a trunk does now.
     *
     * @param inService whether calls are offered to it and taken from it
     * @param channelsInUse calls on it
     * @param counters since the start of this process
     */
    public record StatusView(
            String id,
            boolean enabled,
            boolean inService,
            int channelsInUse,
            int maxChannels,
            Map<String, Long> counters) {}

    @GET
    @Operation(summary = "All trunks")
    public TrunkList list() {
        return new TrunkList(trunks.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add a trunk", description = "No call goes there before a route says so.")
    @APIResponse(responseCode = "201", description = "Added")
    @APIResponse(responseCode = "409", description = "There is a trunk with this id")
    public RestResponse<TrunkView> add(@Valid @NotNull NewTrunk trunk) {
        TrunkView added = trunks.add(trunk);
        inService.reload();
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, added)
                .location(URI.create("/api/v1/trunks/" + added.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One trunk")
    public TrunkView one(@PathParam("id") String id) {
        return trunks.one(id);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change a trunk")
    public TrunkView change(@PathParam("id") String id, @Valid @NotNull TrunkChange change) {
        TrunkView changed = trunks.change(id, change);
        inService.reload();
        return changed;
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a trunk")
    @APIResponse(responseCode = "204", description = "Gone")
    @APIResponse(responseCode = "409", description = "Routes point to it, or calls are on it")
    public void remove(@PathParam("id") String id) {
        status.requireIdle(id);
        trunks.remove(id);
        inService.reload();
    }

    @GET
    @Path("{id}/status")
    @Operation(summary = "Channels in use and counters of a trunk")
    public StatusView status(@PathParam("id") String id) {
        return status.of(trunks.one(id));
    }
}
