package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import io.tollgate.gateway.switchboard.LiveCall;
import io.tollgate.gateway.switchboard.LiveCalls;
import io.tollgate.gateway.switchboard.RecordingWish;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import org.jspecify.annotations.Nullable;

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
    private final Recordings recordings;

    CallsResource(SecurityIdentity identity, LiveCalls calls, Explanations explanations, Recordings recordings) {
        this.identity = identity;
        this.calls = calls;
        this.explanations = explanations;
        this.recordings = recordings;
    }

    /**
     * What to record.
     *
     * @param direction {@code caller}, {@code callee} or {@code both}
     * @param consentTone whether both sides hear a short tone every 15 s; they do when it is absent
     */
    public record RecordingOrder(
            @NotNull String direction, @Nullable Boolean consentTone) {}

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
        return calls.find(id).orElseThrow(CallsResource::noSuchCall);
    }

    private static ProblemException noSuchCall() {
        return ProblemException.notFound("No such call is in progress.");
    }

    @POST
    @Path("{id}/recording")
    @RolesAllowed({Roles.ADMIN, Roles.USER})
    @Consumes(MediaType.APPLICATION_JSON)
    @ResponseStatus(201)
    @Operation(
            summary = "Begin to record a call",
            description =
                    "Where tollgate.recordings.allowed permits it; users record their own calls. It lasts until it is"
                            + " ended or the call is. The call's explanation tells of it.")
    @APIResponse(responseCode = "201", description = "It is being recorded")
    @APIResponse(responseCode = "403", description = "Recording is not allowed here")
    @APIResponse(responseCode = "404", description = "No such call is in progress")
    @APIResponse(responseCode = "409", description = "It is not answered yet, or being recorded already")
    public Recordings.RecordingView record(@PathParam("id") UUID id, @NotNull @Valid RecordingOrder order) {
        LiveCall call = own(id);
        Boolean tone = order.consentTone();
        RecordingWish wish = new RecordingWish(Recordings.heard(order.direction()), tone == null || tone);
        return recordings.start(call, wish, actor(), identity.hasRole(Roles.ADMIN));
    }

    @DELETE
    @Path("{id}/recording")
    @RolesAllowed({Roles.ADMIN, Roles.USER})
    @Operation(summary = "End the recording of a call")
    @APIResponse(responseCode = "204", description = "It has ended and its file is complete")
    @APIResponse(responseCode = "404", description = "No such call is in progress, or it is not being recorded")
    public void stopRecording(@PathParam("id") UUID id) {
        recordings.stop(own(id), actor());
    }

    /** A call that whoever asks may touch; to users there are only their own. */
    private LiveCall own(UUID id) {
        LiveCall call = live(id);
        if (!identity.hasRole(Roles.ADMIN) && !call.user().equals(actor())) {
            throw noSuchCall();
        }
        return call;
    }

    private String actor() {
        return identity.getPrincipal().getName();
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
