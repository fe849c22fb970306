package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
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
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Who gets events: webhooks, queues and those who ask. */
@Path("/api/v1/consumers")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "events", description = "Delivery of calls, transfers and notices to other programs, at least once")
public class ConsumersResource {
    static final String NAME = "[a-z0-9][a-z0-9._-]{0,63}";

    private final ConsumerRegister consumers;

    ConsumersResource(ConsumerRegister consumers) {
        this.consumers = consumers;
    }

    /**
     * A consumer.
     *
     * @param kind {@code webhook}, {@code pull} or {@code pgq}
     * @param events which it gets; empty: all
     * @param target URL of a webhook, name of a queue
     * @param secret key of a webhook's signature; shown once, when it is made
     * @param cursor everything up to here is delivered or a dead letter
     * @param behind events that wait, counted up to 10,000
     * @param failures tries of the next event that have failed
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ConsumerView(
            String name,
            String kind,
            List<String> events,
            @Nullable String target,
            @Nullable String secret,
            String cursor,
            int behind,
            boolean paused,
            int maxAttempts,
            int failures,
            @Nullable Instant nextTryAt,
            @Nullable String lastError,
            @Nullable Instant lastSuccessAt,
            Instant createdAt) {
        @Override
        public String toString() {
            return "ConsumerView[" + name + "]";
        }
    }

    /** All consumers by name. */
    public record ConsumerList(List<ConsumerView> consumers) {}

    /**
     * A consumer to be added.
     *
     * @param kind {@code webhook}, {@code pull} or {@code pgq}
     * @param events {@code call}, {@code attempt}, {@code transfer}, {@code notice} (all of them) or {@code notice.…};
     *     absent or empty: all
     * @param from {@code now} or {@code beginning} (what is kept); absent: now
     * @param maxAttempts tries before an event becomes a dead letter; absent: 12
     */
    public record NewConsumer(
            @NotNull @Pattern(regexp = NAME, message = "must be 1 to 64 of a-z 0-9 . _ -")
            String name,

            @NotNull String kind,
            @Nullable @Size(max = 20) Set<String> events,
            @Nullable @Size(max = 1000) String url,

            @Nullable @Pattern(regexp = "[A-Za-z0-9_.-]{1,60}", message = "must be 1 to 60 letters, digits, . _ -")
            String queue,

            @Nullable String from,
            @Nullable @Min(1) @Max(100) Integer maxAttempts) {}

    /** Changes; what is absent stays. {@code newSecret} makes another key, which the answer shows. */
    public record ConsumerChange(
            @Nullable @Size(max = 20) Set<String> events,
            @Nullable @Size(max = 1000) String url,
            @Nullable Boolean paused,
            @Nullable Boolean newSecret,
            @Nullable @Min(1) @Max(100) Integer maxAttempts) {}

    /** An event that a consumer did not take. */
    public record DeadLetterView(
            @Schema(implementation = Object.class) JsonNode event,
            int attempts,
            String lastError,
            Instant diedAt,
            boolean redrive) {}

    /** Dead letters, oldest first. */
    public record DeadLetterList(List<DeadLetterView> deadLetters) {}

    /** Which dead letters to try again; without an id all of them. */
    public record Redrive(
            @Nullable @Pattern(regexp = "[0-9]{1,18}", message = "must be the id of an event")
            String eventId) {}

    /** How many are tried again. */
    public record Redriven(int deadLetters) {}

    @GET
    @Operation(summary = "All consumers")
    public ConsumerList list() {
        return new ConsumerList(consumers.all());
    }

    @POST
    @Operation(
            summary = "Add a consumer",
            description =
                    "A webhook gets each event by POST, signed in the header Tollgate-Signature; the answer to this"
                            + " request is the only one that shows its secret.")
    @APIResponse(responseCode = "201", description = "Added")
    @APIResponse(responseCode = "409", description = "The name is taken")
    public RestResponse<ConsumerView> create(@Valid @NotNull NewConsumer wanted) {
        ConsumerView added = consumers.add(wanted);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, added)
                .location(URI.create("/api/v1/consumers/" + added.name()))
                .build();
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One consumer and how far it has come")
    public ConsumerView one(@PathParam("name") String name) {
        return consumers.one(name);
    }

    @PATCH
    @Path("{name}")
    @Operation(summary = "Pause or resume, change the URL, the events or the secret")
    public ConsumerView change(@PathParam("name") String name, @Valid @NotNull ConsumerChange change) {
        return consumers.change(name, change);
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Forget a consumer with its dead letters")
    public void remove(@PathParam("name") String name) {
        consumers.remove(name);
    }

    @GET
    @Path("{name}/dead-letters")
    @Operation(summary = "Events that a consumer did not take, oldest first")
    public DeadLetterList deadLetters(
            @PathParam("name") String name, @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return new DeadLetterList(consumers.deadLetters(name, limit));
    }

    @POST
    @Path("{name}/dead-letters/redrive")
    @Operation(summary = "Try dead letters again", description = "They are sent before what is new.")
    public Redriven redrive(@PathParam("name") String name, @Valid @NotNull Redrive which) {
        return new Redriven(consumers.redrive(name, which.eventId()));
    }
}
