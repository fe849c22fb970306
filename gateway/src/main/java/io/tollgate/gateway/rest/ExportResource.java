package io.tollgate.gateway.rest;

import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrTables;
import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.export.RowWriter;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Whole periods of records as files, written while they are read. */
@Path("/api/v1/cdrs/export")
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "cdrs")
public class ExportResource {
    private static final int BUFFER = 1 << 16;

    private final CdrArchive archive;

    ExportResource(CdrArchive archive) {
        this.archive = archive;
    }

    /** What a file holds. */
    private enum Records {
        CALLS,
        ATTEMPTS
    }

    @GET
    @Operation(
            summary = "All calls or attempts of a period, oldest first",
            description = "As CSV, lines of JSON or Parquet. The file is one snapshot; its size is not limited. A file"
                    + " that breaks off (the transfer ends with an error, a Parquet file has no footer) must be fetched"
                    + " again.")
    @APIResponse(responseCode = "200", description = "The file")
    public Response export(
            @Schema(description = "Earliest start, inclusive", examples = "\"2026-11-01T00:00:00Z\"")
                    @QueryParam("from")
                    @Nullable
                    String from,
            @Schema(description = "Latest start, exclusive") @QueryParam("to") @Nullable String to,
            @Schema(description = "calls or attempts") @QueryParam("records") @DefaultValue("calls") String records,
            @Schema(description = "csv, jsonl or parquet") @QueryParam("format") @DefaultValue("csv") String format,
            @Schema(description = "Calls of this user only") @QueryParam("user") @Nullable String user,
            @Schema(description = "Attempts on this trunk or device only") @QueryParam("target") @Nullable
                    String target) {
        Records what = Texts.constant(Records.class, records, "records");
        RowWriter.Format written = Texts.constant(RowWriter.Format.class, format, "format");
        Period period = period(from, to);
        String only = what == Records.CALLS ? user : target;
        if (only != null && !Texts.isName(only)) {
            throw Texts.fault(what == Records.CALLS ? "user" : "target", "is no name");
        }
        StreamingOutput body = out -> write(what, written, period, only, out);
        return Response.ok(body, written.mediaType())
                .header("Content-Disposition", "attachment; filename=\"" + name(what, written, period) + "\"")
                .build();
    }

    static Period period(@Nullable String from, @Nullable String to) {
        Instant begin = Texts.instant(from, "from");
        Instant end = Texts.instant(to, "to");
        if (begin == null) {
            throw Texts.fault("from", "must be given");
        }
        if (end == null) {
            throw Texts.fault("to", "must be given");
        }
        if (end.isBefore(begin)) {
            throw Texts.fault("to", "must not be before from");
        }
        return new Period(begin, end);
    }

    private static String name(Records what, RowWriter.Format format, Period period) {
        return what.name().toLowerCase(Locale.ROOT) + "-" + day(period.from()) + "-" + day(period.to()) + "."
                + format.name().toLowerCase(Locale.ROOT);
    }

    private static String day(Instant instant) {
        return instant.toString().substring(0, 10).replace("-", "");
    }

    private void write(Records what, RowWriter.Format format, Period period, @Nullable String only, OutputStream stream)
            throws IOException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        switch (what) {
            case CALLS -> {
                RowWriter<Cdr> rows = format.open(out, CdrTables.CALLS);
                archive.calls(period, only, rows::write);
                rows.finish();
            }
            case ATTEMPTS -> {
                RowWriter<CallAttempt> rows = format.open(out, CdrTables.ATTEMPTS);
                archive.attempts(period, only, rows::write);
                rows.finish();
            }
        }
        out.flush();
    }
}
