package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.billing.policy.jdbc.PostgresPolicies;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What accounts of a class may do. */
@Path("/api/v1/policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "policies", description = "Limits of classes of accounts and of single accounts")
public class PoliciesResource {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");

    private final SecurityIdentity identity;
    private final PostgresPolicies policies;

    PoliciesResource(SecurityIdentity identity, PostgresPolicies policies) {
        this.identity = identity;
        this.policies = policies;
    }

    /** A class and its limits. */
    public record PolicyView(String name, LimitsView limits, Instant changedAt, String changedBy) {
        static PolicyView of(PostgresPolicies.NamedClass named) {
            return new PolicyView(named.name(), LimitsView.of(named.limits()), named.changedAt(), named.changedBy());
        }
    }

    /** All classes by name. */
    public record PolicyList(List<PolicyView> policies) {}

    @GET
    @Operation(summary = "Classes of accounts and their limits")
    public PolicyList list() {
        return new PolicyList(policies.classes().stream().map(PolicyView::of).toList());
    }

    @GET
    @Path("{name}")
    @Operation(summary = "One class")
    public PolicyView one(@PathParam("name") String name) {
        return found(name);
    }

    @PUT
    @Path("{name}")
    @Operation(
            summary = "Make a class, or replace all of its limits",
            description = "New calls are held against it at once. An absent field is no limit.")
    public PolicyView put(@PathParam("name") String name, @Valid @NotNull LimitsView limits) {
        if (!NAME.matcher(name).matches()) {
            throw Texts.fault("name", "must be 1 to 32 of a-z 0-9 -");
        }
        policies.putClass(name, limits.limits(), identity.getPrincipal().getName());
        return found(name);
    }

    private PolicyView found(String name) {
        return (NAME.matcher(name).matches() ? policies.ofName(name) : Optional.<PostgresPolicies.NamedClass>empty())
                .map(PolicyView::of)
                .orElseThrow(() -> ProblemException.notFound("There is no such class of accounts."));
    }
}
