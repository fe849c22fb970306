package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.gateway.rest.ContractViews.ContractList;
import io.tollgate.gateway.rest.ContractViews.ContractView;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Numbers and packages that users pay for, with their history. */
@Path("/api/v1/contracts")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "contracts", description = "Numbers and packages that users pay for in periods")
public class ContractsResource {
    private final SecurityIdentity identity;
    private final ContractRegister contracts;

    ContractsResource(SecurityIdentity identity, ContractRegister contracts) {
        this.identity = identity;
        this.contracts = contracts;
    }

    /** One line of a contract's history. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record EventView(
            Instant at, String what, String actor, @Nullable UUID transferId) {}

    /** A contract's history, oldest first. */
    public record History(List<EventView> events) {}

    @GET
    @Operation(summary = "Contracts, newest first")
    public ContractList list(
            @QueryParam("user") @Nullable String user,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return contracts.list(
                user == null || Texts.isName(user) ? user : "",
                kind == null ? null : Texts.constant(Contract.Kind.class, kind, "kind"),
                limit);
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One contract")
    public ContractView one(@PathParam("id") UUID id) {
        return contracts.one(id);
    }

    @GET
    @Path("{id}/history")
    @Operation(summary = "What happened to a contract, by whom, and what paid for it")
    public History history(@PathParam("id") UUID id) {
        return new History(contracts.history(id).stream()
                .map(event -> new EventView(event.at(), event.what(), event.actor(), event.transfer()))
                .toList());
    }

    @DELETE
    @Path("{id}")
    @Operation(
            summary = "End a contract at once",
            description = "A number rests then; asked for once more, it goes back into stock before its time.")
    public ContractView end(@PathParam("id") UUID id) {
        return contracts.tell(id, null, Input.END, identity.getPrincipal().getName());
    }
}
