package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Credit that a user buys by card. */
@Path("/api/v1/me/topups")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyTopUpsResource {
    private final SecurityIdentity identity;
    private final TopUpRegister topUps;

    MyTopUpsResource(SecurityIdentity identity, TopUpRegister topUps) {
        this.identity = identity;
        this.topUps = topUps;
    }

    @GET
    @Path("offer")
    @Operation(summary = "What credit can be bought")
    public TopUpsResource.Offer offer() {
        return topUps.offer(user());
    }

    @GET
    @Operation(summary = "Own top-ups, newest first")
    public TopUpsResource.TopUpList mine(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(500) int limit) {
        return topUps.list(user(), false, limit);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One of one's own top-ups")
    public TopUpsResource.TopUpView myOne(@PathParam("id") UUID id) {
        return topUps.one(id, user());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Begin to buy credit",
            description = "The answer's `url` is where to pay. Credit is booked when the provider has been paid.")
    @APIResponse(responseCode = "201", description = "Begun")
    @APIResponse(responseCode = "502", description = "The provider does not answer")
    @APIResponse(responseCode = "503", description = "Payments are not set up")
    public RestResponse<TopUpsResource.TopUpView> begin(
            @Valid @NotNull TopUpsResource.NewTopUp wanted, @Context UriInfo uri) {
        return RestResponse.ResponseBuilder.create(
                        RestResponse.Status.CREATED,
                        topUps.begin(
                                user(), wanted, uri.getBaseUri().resolve("/").toString()))
                .build();
    }

    private String user() {
        return identity.getPrincipal().getName();
    }
}
