package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import io.tollgate.gateway.switchboard.LiveCall;
import io.tollgate.gateway.switchboard.LiveCalls;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;

/** Calls in progress, and why finished ones went and cost as they did. */
@Path("/api/v1/calls")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "calls", description = "Calls in progress, and why finished ones went as they did")
public class CallsResource {
    private final SecurityIdentity identity;
    private final LiveCalls calls;
    private final Explanations explanations;

    CallsResource(SecurityIdentity identity, LiveCalls calls, Explanations explanations) {
        this.identity = identity;
        this.calls = calls;
        this.explanations = explanations;
    }

    /** Calls in progress, oldest first. */
    public record LiveCallList(List<LiveCall.View> calls) {}

    @GET
    @Operation(summary = "Calls in progress on this gateway, oldest first")
    public LiveCallList list() {
        return new LiveCallList(calls.all().stream()
                .map(LiveCall::view)
                .sorted(Comparator.comparing(LiveCall.View::startedAt).thenComparing(LiveCall.View::id))
                .toList());
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One call in progress")
    public LiveCall.View one(@PathParam("id") UUID id) {
        return live(id).view();
    }

    @DELETE
    @Path("{id}")
    @ResponseStatus(202)
    @Operation(summary = "End a call", description = "What was talked is charged; the record names the operator.")
    @APIResponse(responseCode = "202", description = "It is being ended")
    @APIResponse(responseCode = "404", description = "No such call is in progress")
    public void end(@PathParam("id") UUID id) {
        live(id).endBy(identity.getPrincipal().getName());
    }

    private LiveCall live(UUID id) {
        return calls.find(id).orElseThrow(() -> ProblemException.notFound("No such call is in progress."));
    }

    @GET
    @Path("{id}/explanation")
    @RolesAllowed({Roles.ADMIN, Roles.USER})
    @Operation(
            summary = "Why a finished call went and cost as it did",
            description = "Its record, what was decided and said on the way, the charge derived again from the deck's"
                    + " row, and what was booked. Users see their own calls, without the carrier's side.")
    public Explanations.Explanation explanation(@PathParam("id") UUID id) {
        boolean admin = identity.hasRole(Roles.ADMIN);
        String user = identity.getPrincipal().getName();
        return admin ? explanations.forOperator(id) : explanations.forUser(id, user);
    }
}
