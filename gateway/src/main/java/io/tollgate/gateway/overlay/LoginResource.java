package io.tollgate.gateway.overlay;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.gateway.config.EmergencyPolicy;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.login.Accounts;
import io.tollgate.overlay.login.LoginAnswer;
import io.tollgate.overlay.login.LoginCore;
import io.tollgate.overlay.login.LoginRequest;
import io.tollgate.overlay.login.LoginSettings;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The login server: passwords in, credentials out. docs/protocol.md section 1 is the contract. */
@Path("/")
@Singleton
@PermitAll
@Tag(name = "login", description = "Signs devices' keys for users who know their password")
public class LoginResource {
    private final LoginCore core;
    private final Issuer issuer;
    private final boolean played;

    LoginResource(
            Subscribers subscribers,
            Issuer issuer,
            TollgateConfig config,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.issuer = issuer;
        this.played = config.roles().contains(TollgateConfig.Role.LOGIN);
        // Where emergency calls pass whatever the account's state, whoever is suspended must be able to sign in for
        // them.
        boolean suspendedToo = config.emergency().policy() == EmergencyPolicy.PASS;
        Accounts accounts = user -> subscribers
                .find(user)
                .filter(subscriber -> subscriber.passwordVerifier() != null)
                .map(subscriber -> new Accounts.StoredUser(
                        subscriber.user(),
                        java.util.Objects.requireNonNull(subscriber.passwordVerifier()),
                        subscriber.active() || (suspendedToo && subscriber.suspended()),
                        io.tollgate.overlay.identity.Role.PEER,
                        null));
        core = new LoginCore(
                settings(config, httpPort), accounts, issuer.issuer(), credential -> issuer.isRevoked(credential));
    }

    private static LoginSettings settings(TollgateConfig config, int httpPort) {
        URI supernode = URI.create(config.overlay().supernode().orElse("ws://localhost:" + httpPort + "/overlay"));
        LoginSettings usual = LoginSettings.defaults(List.of(supernode));
        Duration life = config.overlay().credentialLifetime();
        return new LoginSettings(
                life,
                usual.supernodes(),
                usual.failuresPerUser(),
                usual.failuresPerSource(),
                usual.renewalsPerSource(),
                usual.rememberedKeys(),
                usual.passwordsAtOnce());
    }

    /** Checks a password and signs the device's keys. */
    @POST
    @Path("api/v1/login")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Sign in: a credential for this device's keys")
    public Response login(InputStream body, RoutingContext context) throws IOException {
        needRole();
        byte[] request = body.readNBytes(LoginRequest.MAX_BYTES + 1);
        return respond(core.login(request, source(context), Instant.now(), newId()));
    }

    /** Renews a credential on proof of the device key. */
    @POST
    @Path("api/v1/login/renew")
    @Consumes(MediaType.APPLICATION_JSON)
    @RunOnVirtualThread
    @Operation(summary = "Renew a credential that is still valid")
    public Response renew(InputStream body, RoutingContext context) throws IOException {
        needRole();
        byte[] request = body.readNBytes(LoginRequest.MAX_BYTES + 1);
        return respond(core.renew(request, source(context), Instant.now(), newId()));
    }

    /** The keys by which credentials are verified offline. */
    @GET
    @Path(".well-known/tollgate-issuer.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Public keys of the login server")
    public String keys() {
        return new String(JsonFields.write(issuer.issuer().keys().toJson()), StandardCharsets.UTF_8);
    }

    private static String source(RoutingContext context) {
        return context.request().remoteAddress().hostAddress();
    }

    private static String newId() {
        return UUID.randomUUID().toString();
    }

    private void needRole() {
        if (!played) {
            throw ProblemException.notFound("This process is no login server.");
        }
    }

    private static Response respond(LoginAnswer answer) {
        Response.ResponseBuilder response = Response.status(answer.status())
                .type(answer.mediaType())
                .header("Cache-Control", "no-store")
                .entity(answer.body());
        if (answer instanceof LoginAnswer.Refused refused
                && refused.retryAfter().isPositive()) {
            response.header("Retry-After", Math.max(1, refused.retryAfter().toSeconds()));
        }
        return response.build();
    }
}
