package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.renewal.Contract;
import io.tollgate.billing.renewal.Input;
import io.tollgate.gateway.rest.ContractViews.ContractList;
import io.tollgate.gateway.rest.ContractViews.ContractView;
import io.tollgate.gateway.rest.ContractViews.NewContract;
import io.tollgate.gateway.rest.ContractViews.Renewing;
import io.tollgate.gateway.rest.PriceListResource.PlanList;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Packages of talk time that a user has. */
@Path("/api/v1/me/packages")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.USER)
@Tag(name = "me")
public class MyPackagesResource {
    private final SecurityIdentity identity;
    private final ContractRegister contracts;
    private final PriceRegister prices;

    MyPackagesResource(SecurityIdentity identity, ContractRegister contracts, PriceRegister prices) {
        this.identity = identity;
        this.contracts = contracts;
        this.prices = prices;
    }

    @GET
    @Operation(summary = "Packages that one has or has had, newest first")
    public ContractList mine() {
        return contracts.list(user(), Contract.Kind.PACKAGE, 100);
    }

    @GET
    @Path("available")
    @Operation(summary = "Packages that are offered")
    public PlanList available() {
        return prices.plans(contracts.currency(user()), true);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Take a package; its first period is paid at once")
    @APIResponse(responseCode = "201", description = "Taken")
    @APIResponse(responseCode = "409", description = "One has it already, or the credit does not suffice")
    public RestResponse<ContractView> subscribe(@Valid @NotNull NewContract wanted) {
        return contracts.subscribe(user(), wanted);
    }

    @PATCH
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Renew a package automatically, or no more")
    public ContractView renewing(@PathParam("id") UUID id, @Valid @NotNull Renewing renewing) {
        return contracts.tell(id, user(), renewing.renews() ? Input.RENEW : Input.CANCEL, user());
    }

    private String user() {
        return identity.getPrincipal().getName();
    }
}
