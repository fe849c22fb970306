package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.ledger.Allowances;
import io.tollgate.gateway.rest.AllowancesResource.AllowanceList;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The seconds of talk that the signed-in user has besides money. */
@Path("/api/v1/me/allowances")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "allowances")
public class MyAllowancesResource {
    private final SecurityIdentity identity;
    private final Allowances allowances;

    MyAllowancesResource(SecurityIdentity identity, Allowances allowances) {
        this.identity = identity;
        this.allowances = allowances;
    }

    @GET
    @Operation(summary = "The signed-in user's allowances that have not ended")
    public AllowanceList own() {
        return AllowanceList.of(allowances.of(identity.getPrincipal().getName()));
    }
}
