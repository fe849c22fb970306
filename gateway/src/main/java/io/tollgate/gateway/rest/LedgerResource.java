package io.tollgate.gateway.rest;

import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The books as a whole. */
@Path("/api/v1/ledger")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "ledger", description = "The books as a whole")
public class LedgerResource {
    private final PostgresLedger ledger;

    LedgerResource(PostgresLedger ledger) {
        this.ledger = ledger;
    }

    /**
     * The result of checking every invariant.
     *
     * @param heldMicros sum of all reservations, over all currencies
     * @param problems one sentence each; empty when the books are right
     */
    public record Check(
            boolean clean,
            long accounts,
            long transfers,
            long entries,
            long reservations,
            long heldMicros,
            List<String> problems) {}

    @GET
    @Path("check")
    @Operation(
            summary = "Check every invariant of the books and every hash of the chains",
            description = "Reads all of them, not for every minute; with an account, only what concerns it.")
    public Check check(@QueryParam("account") @Nullable String account) {
        LedgerCheck check = account == null ? ledger.verify() : ledger.verify(account);
        if (account != null && check.accounts() == 0) {
            throw ProblemException.notFound("There is no such account.");
        }
        return new Check(
                check.clean(),
                check.accounts(),
                check.transfers(),
                check.entries(),
                check.reservations(),
                check.heldMicros(),
                check.problems());
    }
}
