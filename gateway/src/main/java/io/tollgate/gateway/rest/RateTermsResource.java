package io.tollgate.gateway.rest;

import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBands;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Minimum, grace and bands for many rows of a draft at once. */
@Path("/api/v1/decks/{id}/rate-terms")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "decks")
public class RateTermsResource {
    private final Database database;

    RateTermsResource(Database database) {
        this.database = database;
    }

    /**
     * Which rows, and what they get; what is absent stays.
     *
     * @param prefix all rows whose prefix begins with these digits; absent: all
     * @param group only rows of this destination group
     * @param bands such as {@code peak Mon-Fri 08:00-20:00 0.02}; empty for none
     */
    public record RateTerms(
            @Nullable @Pattern(regexp = "[0-9]{0,15}", message = "must be digits")
            String prefix,

            @Nullable @Size(max = Rate.MAX_TEXT) String group,
            @Nullable @Min(0) @Max(Rate.MAX_MICROS) Long minimumMicros,

            @Nullable @Min(0) @Max(Rate.MAX_INCREMENT_SECONDS)
            Integer graceS,

            @Schema(examples = "\"peak Mon-Fri 08:00-20:00 0.02; weekend Sat,Sun 00:00-24:00 0.005\"")
            @Nullable
            @Size(max = 1000)
            String bands) {}

    /** How many rows were changed. */
    public record Changed(long rates) {}

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give rows of a draft a minimum charge, a grace and time-of-day bands")
    @APIResponse(responseCode = "400", description = "The bands cannot be read; the answer says why")
    @APIResponse(responseCode = "409", description = "It is no draft, or no row is meant")
    public Changed change(@PathParam("id") long id, @Valid @NotNull RateTerms terms) {
        String group = terms.group();
        if (group != null && !Rate.isText(group)) {
            throw Texts.fault("group", "must be a short text without control characters");
        }
        int changed = database.update(
                """
                with draft as (select id from deck where id = ? and state = 'DRAFT' for update)
                update rate set minimum_micros = coalesce(?, minimum_micros), grace_s = coalesce(?, grace_s),
                  bands = coalesce(?, bands)
                from draft where rate.deck_id = draft.id and rate.prefix like ?
                  and (?::text is null or rate.destination_group = ?)
                """,
                id,
                terms.minimumMicros(),
                terms.graceS(),
                bands(terms.bands()),
                Objects.requireNonNullElse(terms.prefix(), "") + "%",
                group,
                group);
        if (changed == 0) {
            throw ProblemException.conflict("There is no draft with this number that has such rows.");
        }
        return new Changed(changed);
    }

    private static @Nullable String bands(@Nullable String text) {
        try {
            return text == null ? null : RateBands.parse(text).toString();
        } catch (IllegalArgumentException e) {
            throw Texts.fault("bands", "cannot be read: " + e.getMessage());
        }
    }
}
