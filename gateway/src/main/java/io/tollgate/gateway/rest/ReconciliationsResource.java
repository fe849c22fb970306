package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.reconcile.Report;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Comparing our records of a trunk with the carrier's. */
@Path("/api/v1/reconciliations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "reconciliations", description = "Our records beside the carrier's")
public class ReconciliationsResource {
    private final SecurityIdentity identity;
    private final ReconciliationRegister reports;

    ReconciliationsResource(SecurityIdentity identity, ReconciliationRegister reports) {
        this.identity = identity;
        this.reports = reports;
    }

    /** What is compared, how the carrier's file is to be read, and what counts as equal. */
    public static class Comparison {
        @QueryParam("trunk")
        @Pattern(regexp = "[A-Za-z0-9_.-]{1,64}", message = "must be the name of a trunk")
        public @Nullable String trunk;

        @Schema(description = "Earliest start, inclusive")
        @QueryParam("from")
        public @Nullable String from;

        @Schema(description = "Latest start, exclusive")
        @QueryParam("to")
        public @Nullable String to;

        @Schema(description = "Name of the file, for people")
        @QueryParam("file")
        @DefaultValue("")
        @Size(max = 200)
        @Pattern(regexp = Texts.PLAIN, message = Texts.PLAIN_WORDS)
        public String file = "";

        @Schema(description = "Heading of the called number's column")
        @QueryParam("number_column")
        @DefaultValue("number")
        public String numberColumn = "";

        @Schema(description = "Heading of the start's column")
        @QueryParam("start_column")
        @DefaultValue("start")
        public String startColumn = "";

        @Schema(description = "Heading of the time of day's column where it has its own")
        @QueryParam("start_time_column")
        public @Nullable String startTimeColumn;

        @Schema(description = "Heading of the talk time's column")
        @QueryParam("duration_column")
        @DefaultValue("duration")
        public String durationColumn = "";

        @Schema(description = "Heading of the cost's column; absent: costs are not compared")
        @QueryParam("cost_column")
        public @Nullable String costColumn;

        @Schema(description = "Currency of the costs; ours in another one are not compared")
        @QueryParam("currency")
        @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
        public @Nullable String currency;

        @Schema(
                description =
                        "Pattern of the start such as dd.MM.uuuu HH:mm:ss; absent: ISO 8601 or seconds since 1970")
        @QueryParam("start_format")
        @Size(max = 60)
        public @Nullable String startFormat;

        @Schema(description = "Zone of starts that name none, such as Europe/Berlin")
        @QueryParam("zone")
        @DefaultValue("UTC")
        public String zone = "";

        @Schema(description = "seconds, milliseconds, minutes or clock (hh:mm:ss)")
        @QueryParam("duration_unit")
        @DefaultValue("seconds")
        public String durationUnit = "";

        @QueryParam("decimal_mark")
        @DefaultValue(".")
        @Pattern(regexp = "[.,]", message = "must be . or ,")
        public String decimalMark = "";

        @Schema(description = "The carrier's own digits before numbers")
        @QueryParam("strip_prefix")
        @DefaultValue("")
        @Size(max = 20)
        public String stripPrefix = "";

        @Schema(description = "answer or invite: from when the carrier counts")
        @QueryParam("starts_at")
        @DefaultValue("answer")
        public String startsAt = "";

        @Schema(description = "Starts further apart, in seconds, are never of one call")
        @QueryParam("window_s")
        @DefaultValue("120")
        @Min(1)
        @Max(3600)
        public int windowS;

        @Schema(description = "Longer differences of the talk time are reported")
        @QueryParam("duration_tolerance_ms")
        @DefaultValue("1000")
        @Min(0)
        @Max(3_600_000)
        public long durationToleranceMs;

        @Schema(description = "Larger differences of the cost are reported, in units of the currency such as 0.001")
        @QueryParam("cost_tolerance")
        @DefaultValue("0")
        public String costTolerance = "";
    }

    /**
     * A comparison and its sums.
     *
     * @param clockOffsetMs how far the carrier's clock is ahead of ours
     * @param matched pairs that agree
     * @param differing pairs beyond a tolerance
     * @param missingOurs calls that only the carrier has
     * @param missingTheirs calls that only we have
     * @param unanswered rows without talk time, left out
     * @param faulty rows that could not be read
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReconciliationView(
            UUID id,
            String trunk,
            Instant from,
            Instant to,
            String file,
            @Nullable String currency,
            long clockOffsetMs,
            long matched,
            long differing,
            long missingOurs,
            long missingTheirs,
            long ourDurationMs,
            long theirDurationMs,
            long ourCostMicros,
            long theirCostMicros,
            int unanswered,
            int faulty,
            String createdBy,
            @Nullable Instant createdAt) {}

    /** Comparisons, newest first. */
    public record ReconciliationList(List<ReconciliationView> reconciliations) {}

    /**
     * A finding.
     *
     * @param finding {@code matched}, {@code differing}, {@code missing-ours}, {@code missing-theirs} or {@code faulty}
     * @param durationDifferenceMs theirs less ours
     * @param costDifferenceMicros theirs less ours
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FindingView(
            int position,
            String finding,
            @Nullable String number,
            @Nullable UUID callId,
            @Nullable UUID attemptId,
            @Nullable Instant ourStart,
            @Nullable Integer theirRow,
            @Nullable Instant theirStart,
            @Nullable Long ourDurationMs,
            @Nullable Long theirDurationMs,
            @Nullable Long durationDifferenceMs,
            @Nullable Long ourCostMicros,
            @Nullable Long theirCostMicros,
            @Nullable Long costDifferenceMicros,
            String note) {}

    /**
     * Findings in their order.
     *
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record FindingPage(
            List<FindingView> findings, @Nullable Integer next) {}

    @GET
    @Operation(summary = "The newest comparisons")
    public ReconciliationList list(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(100) int limit) {
        return new ReconciliationList(reports.newest(limit));
    }

    @POST
    @Consumes(DecksResource.CSV)
    @Operation(
            summary = "Compare a carrier's CSV file with our answered attempts on its trunk",
            description =
                    "Calls are paired by number, start within a window and talk time, the closest first; a constant"
                            + " difference of the clocks is found and allowed for.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = DecksResource.CSV,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "number,start,duration,cost\n442079460123,2026-11-30T10:00:04Z,61,0.0123\n"))
    @APIResponse(responseCode = "201", description = "Compared")
    @APIResponse(responseCode = "422", description = "The file as a whole cannot be read; says why")
    public RestResponse<ReconciliationView> compare(@BeanParam @Valid Comparison how, InputStream csv) {
        ReconciliationView done =
                reports.compare(how, csv, identity.getPrincipal().getName());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, done)
                .location(URI.create("/api/v1/reconciliations/" + done.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "A comparison and its sums")
    public ReconciliationView one(@PathParam("id") UUID id) {
        return reports.one(id);
    }

    @GET
    @Path("{id}/findings")
    @Operation(summary = "What was found, call by call")
    public FindingPage findings(
            @PathParam("id") UUID id,
            @Schema(description = "matched, differing, missing-ours, missing-theirs or faulty")
                    @QueryParam("finding")
                    @Nullable
                    String finding,
            @QueryParam("after") @DefaultValue("0") @Min(0) int after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return reports.findings(id, sort(finding), after, limit);
    }

    @GET
    @Path("{id}/findings.csv")
    @Produces(DecksResource.CSV + ";charset=UTF-8")
    @Operation(summary = "All that was found as a CSV file")
    @APIResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(mediaType = DecksResource.CSV, schema = @Schema(type = SchemaType.STRING)))
    public Response csv(@PathParam("id") UUID id, @QueryParam("finding") @Nullable String finding) {
        Report.Line.Sort sort = sort(finding);
        reports.one(id);
        StreamingOutput body = out -> reports.write(id, sort, new BufferedOutputStream(out));
        return Response.ok(body).build();
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Forget a comparison")
    public void remove(@PathParam("id") UUID id) {
        reports.remove(id);
    }

    private static Report.Line.@Nullable Sort sort(@Nullable String finding) {
        return finding == null ? null : Texts.constant(Report.Line.Sort.class, finding, "finding");
    }
}
