package io.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.billing.outbox.Consumer;
import io.tollgate.billing.outbox.OutboxCursor;
import io.tollgate.billing.outbox.OutboxPage;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import io.tollgate.gateway.delivery.EventJson;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.ConsumersResource.ConsumerView;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Events for those who ask. */
@Path("/api/v1/feed")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "events")
public class FeedResource {
    private final PostgresOutbox outbox;
    private final ConsumerRegister consumers;

    FeedResource(PostgresOutbox outbox, ConsumerRegister consumers) {
        this.outbox = outbox;
        this.consumers = consumers;
    }

    /**
     * Events in order.
     *
     * @param next give it as {@code after} to go on, or acknowledge it
     * @param more whether there is more to look through at once; events may be empty although there is
     */
    public record Feed(
            @Schema(implementation = Object.class) List<JsonNode> events, String next, boolean more) {}

    /** Everything up to {@code cursor} has arrived. */
    public record Acknowledgement(
            @NotNull String consumer, @NotNull String cursor) {}

    @GET
    @Operation(
            summary = "The next events, oldest first",
            description = "Go on from the cursor of the page before (after), or from where a pull consumer has"
                    + " acknowledged to (consumer); with neither, from the oldest event that is kept. Nothing that"
                    + " commits late is skipped. What was not acknowledged comes again.")
    @APIResponse(responseCode = "410", description = "Events behind this cursor have been deleted")
    public Feed read(
            @QueryParam("after") @Nullable String after,
            @QueryParam("consumer") @Nullable String consumer,
            @QueryParam("events") @Nullable Set<String> events,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(PostgresOutbox.MAX_LIMIT) int limit) {
        Set<String> kinds = ConsumerRegister.events(events);
        OutboxCursor from = after == null ? outbox.floor() : place(after, "after");
        if (consumer != null) {
            Consumer known = consumers.found(consumer);
            if (after == null) {
                from = known.after();
            }
            if (kinds.isEmpty()) {
                kinds = known.kinds();
            }
        }
        if (from.compareTo(outbox.floor()) < 0) {
            throw new ProblemException(Problem.of(
                    410,
                    "events-gone",
                    "These events are no longer kept",
                    "Events behind this cursor have been deleted; export the calls of that time instead."));
        }
        OutboxPage page = outbox.read(from, kinds, limit);
        return new Feed(
                page.events().stream()
                        .map(placed -> consumers.tree(EventJson.of(placed.event())))
                        .toList(),
                page.next().text(),
                page.more());
    }

    @POST
    @Path("ack")
    @Operation(summary = "Acknowledge events", description = "Repeating it, or an older cursor, is harmless.")
    public ConsumerView acknowledge(@Valid @NotNull Acknowledgement what) {
        return consumers.acknowledge(what.consumer(), place(what.cursor(), "cursor"));
    }

    private static OutboxCursor place(String text, String where) {
        return OutboxCursor.parse(text).orElseThrow(() -> Texts.fault(where, "must be the next of a page"));
    }
}
