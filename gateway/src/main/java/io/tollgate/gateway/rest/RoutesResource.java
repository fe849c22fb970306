package io.tollgate.gateway.rest;

import io.tollgate.gateway.security.Roles;
import io.tollgate.gateway.trunks.TrunkTable;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Which trunk serves which numbers. */
@Path("/api/v1/routes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "trunks")
public class RoutesResource {
    private final RouteRegister routes;
    private final TrunkTable inService;

    RoutesResource(RouteRegister routes, TrunkTable inService) {
        this.routes = routes;
        this.inService = inService;
    }

    /**
     * A route. The longest matching prefix decides, then the lowest priority, then chance by weight.
     *
     * @param prefix digits after the plus; empty for every number
     * @param allowLoss whether calls may take it though they bring in less than the carrier asks
     */
    public record RouteView(
            long id, String prefix, String trunk, int priority, int weight, boolean enabled, boolean allowLoss) {}

    /** All routes by prefix. */
    public record RouteList(List<RouteView> routes) {}

    /** A route to be added. */
    public record NewRoute(
            @NotNull @Pattern(regexp = "[0-9]{0,15}", message = "must be up to 15 digits without plus")
            String prefix,

            @NotNull String trunk,
            @Nullable @Min(0) @Max(10_000) Integer priority,
            @Nullable @Min(1) @Max(10_000) Integer weight,
            @Nullable Boolean enabled,
            @Nullable Boolean allowLoss) {}

    /** Changes to a route; what is absent stays. */
    public record RouteChange(
            @Nullable @Min(0) @Max(10_000) Integer priority,
            @Nullable @Min(1) @Max(10_000) Integer weight,
            @Nullable Boolean enabled,
            @Nullable Boolean allowLoss) {}

    @GET
    @Operation(summary = "All routes")
    public RouteList list() {
        return new RouteList(routes.all());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Let numbers with a prefix go to a trunk")
    @APIResponse(responseCode = "201", description = "Added")
    @APIResponse(responseCode = "409", description = "There is a route from this prefix to this trunk")
    @APIResponse(responseCode = "422", description = "There is no such trunk")
    public RestResponse<RouteView> add(@Valid @NotNull NewRoute route) {
        RouteView added = routes.add(route);
        inService.reload();
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, added)
                .location(URI.create("/api/v1/routes/" + added.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One route")
    public RouteView one(@PathParam("id") long id) {
        return routes.one(id);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change a route's priority or weight, or switch it")
    public RouteView change(@PathParam("id") long id, @Valid @NotNull RouteChange change) {
        RouteView changed = routes.change(id, change);
        inService.reload();
        return changed;
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Remove a route", description = "Calls in progress stay.")
    @APIResponse(responseCode = "204", description = "Gone")
    public void remove(@PathParam("id") long id) {
        routes.remove(id);
        inService.reload();
    }
}
