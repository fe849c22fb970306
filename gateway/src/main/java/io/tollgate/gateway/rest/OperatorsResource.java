package io.tollgate.gateway.rest;

import io.quarkus.security.identity.SecurityIdentity;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.security.Operators;
import io.tollgate.gateway.security.Roles;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

/** Operators by name, so that it is known who ordered and who approved. */
@Path("/api/v1/operators")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ADMIN)
@SecurityRequirement(name = ApiDescription.BEARER)
@Tag(name = "operators", description = "Who administers; only the admin token adds and removes")
public class OperatorsResource {
    private static final String ROOT = "admin";

    private final SecurityIdentity identity;
    private final Operators operators;

    OperatorsResource(SecurityIdentity identity, Operators operators) {
        this.identity = identity;
        this.operators = operators;
    }

    /** An operator to be added. */
    public record NewOperator(
            @NotNull
            @Pattern(
                    regexp = "(?!(admin|system)$)[a-z0-9][a-z0-9._-]{0,63}",
                    message = "must be 1 to 64 of a-z 0-9 . _ - and neither admin nor system")
            String name) {}

    /** An operator's token, which is not shown again. */
    public record NewToken(String name, String token) {}

    /** An operator. */
    public record OperatorView(String name, Instant createdAt, String createdBy) {}

    /** Operators by name. */
    public record OperatorList(List<OperatorView> operators) {}

    @GET
    @Operation(summary = "Operators by name")
    public OperatorList list() {
        return new OperatorList(operators.all().stream()
                .map(operator -> new OperatorView(operator.name(), operator.createdAt(), operator.createdBy()))
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add an operator; the answer holds the token, once")
    @APIResponse(responseCode = "201", description = "Added")
    @APIResponse(responseCode = "403", description = "Only the admin token may")
    public RestResponse<NewToken> add(@Valid @NotNull NewOperator operator) {
        requireRoot();
        String token = operators
                .add(operator.name(), ROOT)
                .orElseThrow(
                        () -> ProblemException.conflict("There is an operator named " + operator.name() + " already."));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, new NewToken(operator.name(), token))
                .build();
    }

    @DELETE
    @Path("{name}")
    @Operation(summary = "Remove an operator; the token is worthless from then on")
    public void remove(@PathParam("name") String name) {
        requireRoot();
        if (!Texts.isName(name) || !operators.remove(name)) {
            throw ProblemException.notFound("There is no such operator.");
        }
    }

    /** An operator who could add operators could approve their own orders. */
    private void requireRoot() {
        if (!identity.getPrincipal().getName().equals(ROOT)) {
            throw new ProblemException(Problem.of(
                    403, "forbidden", "Not allowed", "Only the holder of the admin token adds and removes operators."));
        }
    }
}
