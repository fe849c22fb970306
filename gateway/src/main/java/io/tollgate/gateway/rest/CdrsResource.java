package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrCursor;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrPage;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Call detail records, newest first. */
@Path("/api/v1/cdrs")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "cdrs", description = "Records of finished calls")
public class CdrsResource {
    private final CdrStore cdrs;
    private final CdrArchive archive;
    private final PostgresLedger ledger;

    CdrsResource(CdrStore cdrs, CdrArchive archive, PostgresLedger ledger) {
        this.cdrs = cdrs;
        this.archive = archive;
        this.ledger = ledger;
    }

    /** Which records are wanted; everything may be left out. */
    public static class Selection {
        @QueryParam("user")
        public @Nullable String user;

        @Schema(description = "Earliest start, inclusive", examples = "\"2026-11-21T00:00:00Z\"")
        @QueryParam("from")
        public @Nullable String from;

        @Schema(description = "Latest start, exclusive")
        @QueryParam("to")
        public @Nullable String to;

        @Schema(description = "outbound or inbound")
        @QueryParam("direction")
        public @Nullable String direction;

        @Schema(description = "How it ended, such as busy")
        @QueryParam("cause")
        @Pattern(regexp = "[a-z0-9-]{1,40}", message = "must be a word like no-answer")
        public @Nullable String cause;

        @Schema(description = "The next of the page before")
        @QueryParam("cursor")
        public @Nullable String cursor;

        @QueryParam("limit")
        @DefaultValue("100")
        @Min(1)
        @Max(CdrFilter.MAX_LIMIT)
        public int limit;

        CdrFilter filter() {
            String before = cursor;
            String way = direction;
            String of = user;
            if (of != null && !Texts.isName(of)) {
                throw Texts.fault("user", "is no name of a user");
            }
            return new CdrFilter(
                    of,
                    Texts.instant(from, "from"),
                    Texts.instant(to, "to"),
                    way == null ? null : Texts.constant(Cdr.Direction.class, way, "direction"),
                    cause,
                    before == null ? null : place(before),
                    limit);
        }

        private static CdrCursor place(String text) {
            return CdrCursor.parse(text)
                    .filter(cursor -> Texts.isWithinReason(cursor.started()))
                    .orElseThrow(() -> Texts.fault("cursor", "must be the next of a page"));
        }
    }

    /**
     * A record; what is unknown is absent.
     *
     * @param direction {@code outbound} or {@code inbound}, seen from the overlay
     * @param dialled as typed, or as the trunk sent it
     * @param number E.164 as sent to the trunk, or the online number that was called
     * @param q850 cause by ITU-T Q.850; 0 when no SIP was spoken
     * @param lossPct of what the device sent, as are jitter and score beside it
     * @param fromUser what came from the user's device
     * @param fromTrunk what came from the carrier
     * @param pipeline the way the sound took, in words
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CdrView(
            UUID id,
            String direction,
            @Nullable String user,
            @Nullable String device,
            String dialled,
            @Nullable String number,
            @Nullable String caller,
            @Nullable String destination,
            @Nullable String ratePrefix,
            @Nullable Long deckId,
            @Nullable Integer deckVersion,
            @Nullable String trunk,
            @Nullable String codec,
            Instant startedAt,
            @Nullable Instant ringingAt,
            @Nullable Instant answeredAt,
            Instant endedAt,
            long talkMs,
            long billedSeconds,
            long costMicros,
            long taxMicros,
            @Nullable String currency,
            String cause,
            String side,
            int sipStatus,
            int q850,
            @Nullable Double lossPct,
            @Nullable Double jitterMs,
            @Nullable Double mos,
            @Nullable StreamView fromUser,
            @Nullable StreamView fromTrunk,
            @Nullable String pipeline) {

        static CdrView of(Cdr cdr) {
            return new CdrView(
                    cdr.id(),
                    Texts.word(cdr.direction()),
                    cdr.user(),
                    cdr.device(),
                    cdr.numbers().dialled(),
                    cdr.numbers().sent(),
                    cdr.numbers().caller(),
                    cdr.tariff().destination(),
                    cdr.tariff().prefix(),
                    cdr.tariff().deckId(),
                    cdr.tariff().deckVersion(),
                    cdr.trunk(),
                    cdr.codec(),
                    cdr.times().started(),
                    cdr.times().ringing(),
                    cdr.times().answered(),
                    cdr.times().ended(),
                    cdr.talkMs(),
                    cdr.billedSeconds(),
                    cdr.costMicros(),
                    cdr.taxMicros(),
                    cdr.currency(),
                    cdr.ending().cause(),
                    cdr.ending().side(),
                    cdr.ending().sipStatus(),
                    cdr.ending().q850(),
                    cdr.quality().lossPct(),
                    cdr.quality().jitterMs(),
                    cdr.quality().mos(),
                    StreamView.of(cdr.quality().fromUser()),
                    StreamView.of(cdr.quality().fromTrunk()),
                    cdr.quality().pipeline());
        }

        /** The same without the name of the trunk, which is no business of users. */
        CdrView withoutCarrier() {
            return new CdrView(
                    id,
                    direction,
                    user,
                    device,
                    dialled,
                    number,
                    caller,
                    destination,
                    ratePrefix,
                    deckId,
                    deckVersion,
                    null,
                    codec,
                    startedAt,
                    ringingAt,
                    answeredAt,
                    endedAt,
                    talkMs,
                    billedSeconds,
                    costMicros,
                    taxMicros,
                    currency,
                    cause,
                    side,
                    sipStatus,
                    q850,
                    lossPct,
                    jitterMs,
                    mos,
                    fromUser,
                    fromTrunk,
                    pipeline);
        }
    }

    /**
     * One direction of a call's sound; what is unknown is absent.
     *
     * @param packets that arrived
     * @param lossPct packets that never came
     * @param discardPct packets that came too late to be played
     * @param concealedPct sound that was made up
     * @param delayMs estimated delay from mouth to ear
     * @param levelDbov loudness of the speech, 0 is full scale
     * @param rFactor rating by ITU-T G.107, 0 to 100
     * @param mos expected score, 1 to 5
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record StreamView(
            long packets,
            @Nullable Double lossPct,
            @Nullable Double discardPct,
            @Nullable Double jitterMs,
            @Nullable Double concealedPct,
            @Nullable Double delayMs,
            @Nullable Double levelDbov,
            @Nullable Double rFactor,
            @Nullable Double mos) {
        static @Nullable StreamView of(Cdr.@Nullable Stream stream) {
            return stream == null
                    ? null
                    : new StreamView(
                            stream.packets(),
                            stream.lossPct(),
                            stream.discardPct(),
                            stream.jitterMs(),
                            stream.concealedPct(),
                            stream.delayMs(),
                            stream.levelDbov(),
                            stream.rFactor(),
                            stream.mos());
        }
    }

    /**
     * A page of records, newest first.
     *
     * @param next give it as {@code cursor} to go on; absent on the last page
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CdrList(List<CdrView> cdrs, @Nullable String next) {}

    /**
     * A record with all that belongs to it.
     *
     * @param attempts each trunk that was tried, each device that was rung
     * @param entries what was booked when the call was settled, house accounts included
     * @param corrections what was corrected or refunded later, on the user's account
     */
    public record CdrDetail(
            @JsonUnwrapped CdrView call,
            List<AttemptView> attempts,
            List<AccountsResource.EntryView> entries,
            List<AccountsResource.EntryView> corrections) {}

    @GET
    @Operation(summary = "Call detail records, newest first")
    public CdrList list(@BeanParam @Valid Selection selection) {
        CdrPage page = cdrs.list(selection.filter());
        CdrCursor next = page.next();
        return new CdrList(page.cdrs().stream().map(CdrView::of).toList(), next == null ? null : next.text());
    }

    @GET
    @Produces(DecksResource.CSV + ";charset=UTF-8;qs=0.5")
    @Operation(
            summary = "Call detail records, newest first",
            description = "As text/csv, the header Next-Cursor says where the next page begins.")
    @APIResponse(
            responseCode = "200",
            description = "The records",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = CdrList.class)),
                @Content(mediaType = DecksResource.CSV, schema = @Schema(type = SchemaType.STRING))
            })
    public Response csv(@BeanParam @Valid Selection selection) {
        CdrPage page = cdrs.list(selection.filter());
        CdrCursor next = page.next();
        Response.ResponseBuilder answer =
                Response.ok(CdrCsv.write(page.cdrs().stream().map(CdrView::of).toList()));
        return (next == null ? answer : answer.header("Next-Cursor", next.text())).build();
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One call detail record with its attempts and what was booked for it")
    public CdrDetail one(@PathParam("id") UUID id) {
        return cdrs.find(id)
                .map(cdr -> new CdrDetail(
                        CdrView.of(cdr),
                        archive.attemptsOf(id).stream().map(AttemptView::of).toList(),
                        ledger.entries(id).stream().map(CreditRegister::view).toList(),
                        archive.correctionsOf(id).stream()
                                .flatMap(transfer -> ledger.entries(transfer).stream())
                                .filter(entry -> entry.account().equals(cdr.user()))
                                .map(CreditRegister::view)
                                .toList()))
                .orElseThrow(() -> ProblemException.notFound("There is no record of such a call."));
    }
}
