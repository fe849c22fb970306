package io.tollgate.gateway.rest;

import io.smallrye.mutiny.Multi;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Live calls as a stream of server-sent events. */
@Path("/api/v1/events")
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "calls")
public class EventsResource {
    /** Shorter than the idle limit of usual proxies. */
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

    private final CallFeed feed;
    private final PolicyFeed policies;

    EventsResource(CallFeed feed, PolicyFeed policies) {
        this.feed = feed;
        this.policies = policies;
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "Calls that start, change and end, as they do",
            description = "Server-sent events named `started`, `changed` and `ended`, and `policy-refused` and"
                    + " `account-suspended` where a rule took effect; a comment at once and every 15 s keeps the"
                    + " connection alive. Who reads too slowly loses events: `GET /api/v1/calls` is the truth.")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = CallFeed.CallEvent.class)))
    public Multi<OutboundSseEvent> events(@Context Sse sse) {
        Multi<OutboundSseEvent> calls = feed.events()
                .map(event -> sse.newEventBuilder()
                        .name(event.event())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(CallFeed.CallEvent.class, event)
                        .build());
        Multi<OutboundSseEvent> rules = policies.events()
                .map(event -> sse.newEventBuilder()
                        .name(event.event())
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(PolicyFeed.PolicyEvent.class, event)
                        .build());
        Multi<OutboundSseEvent> alive = Multi.createFrom()
                .ticks()
                .every(KEEP_ALIVE)
                .onOverflow()
                .drop()
                .map(tick -> sse.newEventBuilder().comment("alive").build());
        // Calls first: whoever has received anything misses nothing from then on.
        return Multi.createBy().merging().streams(calls, rules, alive);
    }
}
