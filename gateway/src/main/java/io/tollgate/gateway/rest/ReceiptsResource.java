package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.ledger.chain.Receipt;
import io.tollgate.billing.ledger.chain.ReceiptJson;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.money.Money;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Entries to take home, which verify without the ledger: {@code ./tollgate ledger receipt-check FILE}. */
@Path("/api/v1/me/receipt")
@RolesAllowed(Roles.USER)
@Tag(name = "me", description = "The signed-in user's own account")
public class ReceiptsResource {
    private static final String NEWEST = "9223372036854775807";

    private final SecurityIdentity identity;
    private final PostgresLedger ledger;

    ReceiptsResource(SecurityIdentity identity, PostgresLedger ledger) {
        this.identity = identity;
        this.ledger = ledger;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "The newest entries with their chain of hashes, to keep",
            description = "before: only entries with a lower number. The house's side of each entry is a hash.")
    public Response json(
            @QueryParam("before") @DefaultValue(NEWEST) @Min(1) long before,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(1000) int limit) {
        Receipt receipt = receipt(before, limit);
        return Response.ok(ReceiptJson.write(receipt))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"tollgate-receipt.json\"")
                .build();
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public Response text(
            @QueryParam("before") @DefaultValue(NEWEST) @Min(1) long before,
            @QueryParam("limit") @DefaultValue("1000") @Min(1) @Max(1000) int limit) {
        return Response.ok(words(receipt(before, limit)))
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .build();
    }

    private Receipt receipt(long before, int limit) {
        return ledger.receipt(identity.getPrincipal().getName(), before, limit, Instant.now())
                .orElseThrow(() -> ProblemException.notFound("There is no such account."));
    }

    static String words(Receipt receipt) {
        var text = new StringBuilder();
        text.append("Tollgate receipt of ")
                .append(receipt.account())
                .append(", ")
                .append(receipt.issuedAt());
        text.append("\n\n");
        for (ChainedEntry entry : receipt.entries()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%6d  %s  %-12s %14s %s   balance %s   %s %s%n",
                    entry.number(),
                    entry.at(),
                    entry.kind().toLowerCase(Locale.ROOT),
                    new Money(entry.amountMicros(), receipt.currency()).plain(),
                    receipt.currency(),
                    new Money(entry.balanceMicros(), receipt.currency()).plain(),
                    oneLine(entry.reference()),
                    oneLine(entry.reason())));
        }
        return text.append("\nchain head ").append(receipt.head()).append('\n').toString();
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
