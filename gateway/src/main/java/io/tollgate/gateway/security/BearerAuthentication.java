package io.tollgate.gateway.security;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.tollgate.gateway.overlay.Issuer;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.Role;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** {@code Authorization: Bearer} with the admin token, an operator's token or a peer's credential. */
@ApplicationScoped
public class BearerAuthentication implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";

    private final AdminToken adminToken;
    private final Issuer issuer;
    private final Operators operators;

    BearerAuthentication(AdminToken adminToken, Issuer issuer, Operators operators) {
        this.adminToken = adminToken;
        this.issuer = issuer;
        this.operators = operators;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager providers) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        String token = header.substring(SCHEME.length()).strip();
        if (adminToken.matches(token)) {
            return Uni.createFrom().item(identity("admin", Roles.ADMIN));
        }
        if (token.startsWith(Operators.PREFIX)) {
            return operator(token);
        }
        if (issuer.verifier().verify(token, Instant.now()) instanceof CredentialResult.Valid(Credential credential)
                && credential.role() == Role.PEER) {
            return Uni.createFrom().item(identity(credential.user(), Roles.USER));
        }
        return Uni.createFrom().failure(new AuthenticationFailedException());
    }

    /** The database is asked on a worker: this runs on an event loop. */
    private Uni<SecurityIdentity> operator(String token) {
        return Uni.createFrom()
                .item(() -> operators
                        .nameOf(token)
                        .map(name -> identity(name, Roles.ADMIN))
                        .orElseThrow(AuthenticationFailedException::new))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private static SecurityIdentity identity(String name, String role) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .addRole(role)
                .build();
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer realm=\"tollgate\""));
    }
}
