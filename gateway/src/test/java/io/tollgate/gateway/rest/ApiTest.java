package io.tollgate.gateway.rest;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.tollgate.gateway.overlay.Issuer;
import io.tollgate.gateway.security.AdminToken;
import io.tollgate.overlay.identity.DeviceKeys;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The running application, an operator and users. One application and one database serve all classes. */
@QuarkusTestResource(RealDatabase.class)
abstract class ApiTest {
    private static final DeviceKeys DEVICE = DeviceKeys.generate(new SecureRandom());

    @TestHTTPResource("/")
    @SuppressWarnings("NullAway.Init") // the test framework fills it
    URI base;

    @Inject
    AdminToken adminToken;

    @Inject
    Issuer issuer;

    Api nobody() {
        return new Api(base, null);
    }

    Api admin() {
        return new Api(base, adminToken.value());
    }

    /** A user with a credential as the login server gives it. */
    Api user(String name) {
        return new Api(
                base,
                issuer.issuer()
                        .issueToPeer(
                                name,
                                DEVICE.publicDevice(),
                                Instant.now(),
                                Duration.ofHours(1),
                                UUID.randomUUID().toString())
                        .token());
    }

    /** Opens an account with a name of its own and gives the name. */
    String account() {
        String name = "user-" + UUID.randomUUID();
        admin().post("/api/v1/accounts", account(name)).is(201);
        return name;
    }

    static String account(String name) {
        return """
                {"username":"%s","password":"correct horse","currency":"EUR","home_country":"GB"}""".formatted(name);
    }
}
