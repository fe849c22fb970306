package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.deck.DeckWriter;
import io.tollgate.billing.rating.Rounding;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.rest.Prices.RateView;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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

/** Rate decks: drafts are made, filled from a CSV file and activated; what was once active does not change any more. */
@Path("/api/v1/decks")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "decks", description = "What calls cost")
public class DecksResource {
    static final String CSV = "text/csv";
    /** ECMA-376, as Excel and LibreOffice write it. */
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final DeckRegister decks;

    DecksResource(DeckRegister decks) {
        this.decks = decks;
    }

    /**
     * One version of a deck.
     *
     * @param state {@code draft}, {@code active} or {@code retired}
     * @param taxBp tax, in hundredths of a percent
     * @param taxAdded whether it comes on top of the prices; else they include it
     * @param side {@code sell}: what users pay; {@code buy}: what a carrier asks
     * @param rounding of a call's total: {@code half-up}, {@code half-even}, {@code up} or {@code down}
     * @param roundingUnitMicros to a multiple of this; 10000 is a cent
     * @param bandZone whose clock the time-of-day bands go by: {@code CALLER}, {@code DESTINATION} or a zone
     * @param namedOnly whether it prices only accounts whose tariff names it
     * @param effectiveFrom calls that begin before are not priced by it
     * @param effectiveTo calls that begin then or later are not priced by it
     * @param rates how many rows it has
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeckView(
            long id,
            String name,
            int version,
            String state,
            String currency,
            int taxBp,
            boolean taxAdded,
            String side,
            String rounding,
            long roundingUnitMicros,
            String bandZone,
            boolean namedOnly,
            @Nullable Instant effectiveFrom,
            @Nullable Instant effectiveTo,
            long rates,
            Instant createdAt,
            @Nullable Instant activatedAt) {}

    /**
     * A page of decks, newest first.
     *
     * @param next give it as {@code before} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record DeckPage(List<DeckView> decks, @Nullable Long next) {}

    /** The next version of a deck, to be made as an empty draft; see {@link DeckView} for what the fields mean. */
    public record NewDeck(
            @NotNull
            @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", message = "must be 1 to 64 of A-Z a-z 0-9 . _ -")
            String name,

            @NotNull @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code like EUR")
            String currency,

            @Nullable @Min(0) @Max(10_000) Integer taxBp,
            @Nullable Boolean taxAdded,
            @Nullable String side,
            @Nullable String rounding,
            @Nullable @Min(1) @Max(Rounding.MAX_UNIT_MICROS) Long roundingUnitMicros,
            @Nullable String bandZone,
            @Nullable Boolean namedOnly,
            @Nullable String effectiveFrom,
            @Nullable String effectiveTo) {}

    /**
     * A page of rates by prefix.
     *
     * @param next give it as {@code after} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RatePage(List<RateView> rates, @Nullable String next) {}

    /** What an import took over. */
    public record Filled(long deck, long rates, List<String> ignoredColumns) {}

    /**
     * A problem document about a file, with how many faults there are in all.
     *
     * @param errors the first hundred, each with its row and column
     */
    public record RejectedFile(
            String type, String title, int status, String detail, List<Problem.Fault> errors, long total) {}

    @GET
    @Operation(summary = "Decks, newest first")
    public DeckPage list(
            @QueryParam("name") @Nullable String name,
            @QueryParam("before") @Nullable @Min(1) Long before,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return decks.page(name, before == null ? Long.MAX_VALUE : before, limit);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Make the next version of a deck, as an empty draft")
    @APIResponse(responseCode = "201", description = "Made")
    public RestResponse<DeckView> create(@Valid @NotNull NewDeck deck) {
        DeckView created = decks.create(deck);
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, created)
                .location(URI.create("/api/v1/decks/" + created.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One version of a deck")
    public DeckView one(@PathParam("id") long id) {
        return decks.one(id);
    }

    @DELETE
    @Path("{id}")
    @Operation(summary = "Throw a draft away")
    @APIResponse(responseCode = "204", description = "Gone")
    @APIResponse(responseCode = "409", description = "It is or was active: records refer to it")
    public void delete(@PathParam("id") long id) {
        decks.delete(id);
    }

    @POST
    @Path("{id}/activate")
    @Operation(summary = "Put a draft into force", description = "The version in force before is retired at once.")
    @APIResponse(responseCode = "409", description = "It is no draft, or has no rates")
    public DeckView activate(@PathParam("id") long id) {
        return decks.activate(id);
    }

    @GET
    @Path("{id}/rates")
    @Operation(summary = "Rates of a deck by prefix")
    public RatePage rates(
            @PathParam("id") long id,
            @Schema(description = "Only prefixes that begin with these digits")
                    @QueryParam("prefix")
                    @DefaultValue("")
                    @Pattern(regexp = "[0-9]{0,15}", message = "must be digits")
                    String prefix,
            @QueryParam("after") @DefaultValue("") @Pattern(regexp = "[0-9]{0,15}", message = "must be digits")
                    String after,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return decks.rates(id, prefix, after, limit);
    }

    @GET
    @Path("{id}/rates")
    @Produces(CSV + ";charset=UTF-8;qs=0.5")
    @Operation(summary = "Rates of a deck by prefix", description = "As text/csv: the whole deck, as import takes it.")
    @APIResponse(
            responseCode = "200",
            description = "The rates",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = RatePage.class)),
                @Content(mediaType = CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response export(@PathParam("id") long id) {
        DeckRegister.Export export = decks.export(id);
        StreamingOutput body = out -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            DeckWriter.write(export.deck().currency(), export.rates(), writer);
            writer.flush();
        };
        return Response.ok(body)
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + export.deck().name() + "-v"
                                + export.deck().version() + ".csv\"")
                .build();
    }

    @PUT
    @Path("{id}/rates")
    @Consumes({CSV, XLSX})
    @Operation(
            summary = "Replace the rates of a draft by a CSV file or a spreadsheet",
            description = "All rows or none. Columns are found by their headings, in any order; `prefix`, `destination`"
                    + " and `rate` (a minute, in units of the deck's currency) must be there. The first visible sheet"
                    + " of a spreadsheet is read. A prefix may be a list with ranges: `44, 447x, 4470-4479`.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = CSV,
                            schema = @Schema(type = SchemaType.STRING),
                            example = "prefix,destination,rate\n44,United Kingdom,0.017\n"))
    @APIResponse(
            responseCode = "200",
            description = "Taken over",
            content = @Content(schema = @Schema(implementation = Filled.class)))
    @APIResponse(
            responseCode = "422",
            description = "Nothing was taken over; the first hundred faults with row and column",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = RejectedFile.class)))
    public Response fill(@PathParam("id") long id, InputStream file) {
        return switch (decks.fill(id, file)) {
            case DeckRegister.Import.Taken(Filled filled) -> Response.ok(filled).build();
            case DeckRegister.Import.Refused(RejectedFile rejected) ->
                Response.status(rejected.status())
                        .type(Problem.MEDIA_TYPE)
                        .entity(rejected)
                        .build();
        };
    }
}
