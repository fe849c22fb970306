package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What a version of a deck would change, to be read before it is activated. */
@Path("/api/v1/decks/{id}/changes")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "decks")
public class DeckChangesResource {
    private static final int STEEPEST = 20;

    /** Rows of both versions side by side; what is on neither side's row is null there. */
    private static final String BOTH = """
            with change as (
              select coalesce(n.prefix, o.prefix) as prefix, coalesce(n.destination, o.destination) as destination,
                o.per_minute_micros as before, n.per_minute_micros as after,
                o.connection_fee_micros as fee_before, n.connection_fee_micros as fee_after,
                case when o.prefix is null then 'added' when n.prefix is null then 'ended'
                  when (n.per_minute_micros, n.connection_fee_micros, n.first_s, n.increment_s, n.blocked,
                      n.minimum_micros, n.grace_s, n.bands, n.destination, n.destination_group)
                    is distinct from (o.per_minute_micros, o.connection_fee_micros, o.first_s, o.increment_s, o.blocked,
                      o.minimum_micros, o.grace_s, o.bands, o.destination, o.destination_group)
                    then 'changed' else 'same' end as what
              from (select * from rate where deck_id = ?) n full join (select * from rate where deck_id = ?) o
                on n.prefix = o.prefix)
            """;

    private final Database database;

    DeckChangesResource(Database database) {
        this.database = database;
    }

    /**
     * One row that differs.
     *
     * @param what {@code added}, {@code ended} or {@code changed}
     * @param beforeMicros a minute in the version that is compared with, in micro-units; absent for an added row
     * @param afterMicros a minute in this version; absent for an ended row
     * @param feeBeforeMicros connection fee likewise
     * @param feeAfterMicros connection fee likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Change(
            String prefix,
            String destination,
            String what,
            @Nullable Long beforeMicros,
            @Nullable Long afterMicros,
            @Nullable Long feeBeforeMicros,
            @Nullable Long feeAfterMicros) {}

    /**
     * All differences, counted; some of them, listed.
     *
     * @param against the version that is compared with; absent when there is none, and all rows are new
     * @param increases the rows whose minute becomes dearer by the greatest factor, at most 20; from nothing comes first
     * @param rows a page of the differences by prefix
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Changes(
            long deck,
            @Nullable Long against,
            long added,
            long ended,
            long changed,
            long same,
            List<Change> increases,
            List<Change> rows,
            @Nullable String next) {}

    @GET
    @Operation(
            summary = "What a version would change",
            description = "Compared with the version of the same name that is in force, or with another one.")
    @APIResponse(responseCode = "404", description = "There is no such deck")
    public Changes changes(
            @PathParam("id") long id,
            @Parameter(description = "the number of another deck or version to compare with")
                    @QueryParam("against")
                    @Nullable
                    Long against,
            @Parameter(description = "rows with a greater prefix only")
                    @QueryParam("after")
                    @DefaultValue("")
                    @Pattern(regexp = "[0-9]{0,15}", message = "must be digits")
                    String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        String name = database.first("select name from deck where id = ?", row -> row.getString(1), id)
                .orElseThrow(DeckRegister::noSuchDeck);
        Long old = against == null ? inForce(name) : existing(against);
        List<Change> rows = database.list(
                BOTH + "select * from change where what <> 'same' and prefix > ? order by prefix limit ?",
                DeckChangesResource::change,
                id,
                old,
                after,
                limit + 1);
        boolean more = rows.size() > limit;
        List<Change> shown = more ? rows.subList(0, limit) : rows;
        List<Change> increases = database.list(
                BOTH + "select * from change where after > before"
                        + " order by after::numeric / nullif(before, 0) desc nulls first, prefix limit ?",
                DeckChangesResource::change,
                id,
                old,
                STEEPEST);
        return database.first(
                        BOTH + "select count(*) filter (where what = 'added'), count(*) filter (where what = 'ended'),"
                                + " count(*) filter (where what = 'changed'), count(*) filter (where what = 'same')"
                                + " from change",
                        row -> new Changes(
                                id,
                                old,
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                increases,
                                shown,
                                more ? shown.getLast().prefix() : null),
                        id,
                        old)
                .orElseThrow();
    }

    private @Nullable Long inForce(String name) {
        return database.first("select id from deck where name = ? and state = 'ACTIVE'", row -> row.getLong(1), name)
                .orElse(null);
    }

    private Long existing(long id) {
        return database.first("select id from deck where id = ?", row -> row.getLong(1), id)
                .orElseThrow(DeckRegister::noSuchDeck);
    }

    private static Change change(ResultSet row) throws SQLException {
        return new Change(
                row.getString("prefix"),
                row.getString("destination"),
                row.getString("what"),
                row.getObject("before", Long.class),
                row.getObject("after", Long.class),
                row.getObject("fee_before", Long.class),
                row.getObject("fee_after", Long.class));
    }
}
