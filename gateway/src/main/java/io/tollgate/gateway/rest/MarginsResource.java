package io.tollgate.gateway.rest;

import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What calls brought in against what carriers ask for them. */
@Path("/api/v1/margins")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "cdrs")
public class MarginsResource {
    private static final Duration USUAL_PERIOD = Duration.ofDays(30);

    private final Database database;

    MarginsResource(Database database) {
        this.database = database;
    }

    /** What the report has a line for. */
    enum By {
        DESTINATION("destination"),
        TRUNK("trunk"),
        ACCOUNT("username");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    /**
     * A line of the report. Money is without tax.
     *
     * @param key the destination, trunk or account; {@code -} for calls without one
     * @param revenueMicros what the calls of known cost brought in
     * @param marginMicros revenue less carrier cost
     * @param unknownCalls answered calls whose carrier's price is unknown or in another currency: they are in
     *     {@code calls} and {@code talk_ms}, not in the money
     */
    public record MarginView(
            String key,
            String currency,
            long calls,
            long talkMs,
            long revenueMicros,
            long carrierCostMicros,
            long marginMicros,
            long unknownCalls) {}

    /** The lines, those that lose the most first. */
    public record MarginReport(Instant from, Instant to, String by, List<MarginView> margins) {}

    @GET
    @Operation(
            summary = "Margin of answered calls by destination, trunk or account",
            description = "The margin of one call is in its record and its explanation.")
    public MarginReport margins(
            @Schema(description = "Earliest start, inclusive; 30 days before the end if absent")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Schema(description = "Latest start, exclusive; now if absent") @QueryParam("to") @Nullable String to,
            @Schema(description = "destination, trunk or account") @QueryParam("by") @DefaultValue("destination")
                    String by,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(10_000) int limit) {
        By chosen = Texts.constant(By.class, by, "by");
        Instant end = Objects.requireNonNullElseGet(Texts.instant(to, "to"), Instant::now);
        Instant begin = Objects.requireNonNullElseGet(Texts.instant(from, "from"), () -> end.minus(USUAL_PERIOD));
        // The column is one of three constants; everything else is an argument.
        String sql = """
                select key, currency, count(*) as calls, sum(talk_ms)::bigint as talk_ms,
                  coalesce(sum(revenue) filter (where known), 0)::bigint as revenue,
                  coalesce(sum(carrier_cost_micros) filter (where known), 0)::bigint as carrier,
                  count(*) filter (where not known) as unknown
                from (select coalesce(%s, '-') as key, currency, talk_ms, cost_micros - tax_micros as revenue,
                        carrier_cost_micros, carrier_cost_micros is not null and carrier_currency = currency as known
                      from cdr where started_at >= ? and started_at < ? and answered_at is not null
                        and direction = 'OUTBOUND' and currency is not null and deck_id is not null) c
                group by key, currency
                order by coalesce(sum(revenue - carrier_cost_micros) filter (where known), 0), key, currency limit ?
                """.formatted(chosen.column);
        List<MarginView> lines = database.list(
                sql,
                row -> new MarginView(
                        row.getString("key"),
                        row.getString("currency"),
                        row.getLong("calls"),
                        row.getLong("talk_ms"),
                        row.getLong("revenue"),
                        row.getLong("carrier"),
                        row.getLong("revenue") - row.getLong("carrier"),
                        row.getLong("unknown")),
                begin,
                end,
                limit);
        return new MarginReport(begin, end, Texts.word(chosen), lines);
    }
}
