package io.tollgate.gateway.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns whatever a request ends with into a problem document; nothing reaches a client as a stack trace. */
public final class ProblemMappers {
    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);
    private static final SnakeCaseStrategy SNAKE_CASE = new SnakeCaseStrategy();

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        return respond(e.problem());
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException e) {
        return challenge();
    }

    @ServerExceptionMapper
    public Response unauthenticated(AuthenticationFailedException e) {
        return challenge();
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException e) {
        return respond(Problem.of(
                403, "forbidden", "Not allowed", "This credential does not carry the role that the request needs."));
    }

    @ServerExceptionMapper
    public Response invalid(ConstraintViolationException e) {
        List<Problem.Fault> faults = e.getConstraintViolations().stream()
                .map(v -> new Problem.Fault(place(v), v.getMessage()))
                .toList();
        String detail = faults.stream().map(f -> f.where() + " " + f.detail()).collect(Collectors.joining("; "));
        return respond(
                Problem.withFaults(400, "invalid-field", "A field is missing or out of range", detail + ".", faults));
    }

    private static String place(ConstraintViolation<?> violation) {
        String path = violation.getPropertyPath().toString();
        return SNAKE_CASE.translate(path.substring(path.lastIndexOf('.') + 1));
    }

    @ServerExceptionMapper
    public Response badJson(JsonProcessingException e) {
        String where = e instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
                        .collect(Collectors.joining("/", "/", ""))
                : "/";
        int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
        return respond(Problem.of(
                400,
                "malformed",
                "The body is not the JSON that was expected",
                e instanceof UnrecognizedPropertyException
                        ? "The body has a field that is not known here: " + where + ", line " + line + "."
                        : "The body is wrong at " + where + ", line " + line + "."));
    }

    /** The framework has a mapper of its own for this subclass, which would otherwise win. */
    @ServerExceptionMapper
    public Response mismatched(MismatchedInputException e) {
        return badJson(e);
    }

    @ServerExceptionMapper
    public Response http(WebApplicationException e) {
        if (e.getCause() instanceof JsonProcessingException json) {
            return badJson(json);
        }
        if (e instanceof NotFoundException && e.getCause() instanceof IllegalArgumentException) {
            return respond(Problem.of(
                    400,
                    "invalid-field",
                    "A field is missing or out of range",
                    "A parameter of the address is not of its kind, such as a number or an id."));
        }
        int status = e.getResponse().getStatus();
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "HTTP " + status : known.getReasonPhrase();
        return respond(Problem.of(status, "http-" + status, title, title + "."));
    }

    /** The outcome is unknown; every request that moves money may be repeated as it is. */
    @ServerExceptionMapper
    public Response ledgerUnavailable(LedgerUnavailableException e) {
        LOG.warnf("a request found no ledger: %s", e.getMessage());
        Problem problem = Problem.of(
                503,
                "ledger-unavailable",
                "The books do not answer",
                "Whether it was done is not known. Send the same request again, with the same id.");
        return Response.fromResponse(respond(problem))
                .header("Retry-After", "2")
                .build();
    }

    @ServerExceptionMapper
    public Response unforeseen(RuntimeException e) {
        UUID incident = UUID.randomUUID();
        LOG.errorf(e, "Request failed, incident %s", incident);
        return respond(Problem.of(
                500, "internal", "Something went wrong here", "The log describes this as incident " + incident + "."));
    }

    private static Response challenge() {
        Problem problem = Problem.of(
                401,
                "unauthenticated",
                "Sign in first",
                "Send 'Authorization: Bearer' with the admin token or a user's credential.");
        return Response.fromResponse(respond(problem))
                .header("WWW-Authenticate", "Bearer realm=\"tollgate\"")
                .build();
    }

    private static Response respond(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
