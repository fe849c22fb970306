package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.IssuerKeys;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/** What became of a login or a renewal. */
public sealed interface LoginResult {

    /**
     * Logged in.
     *
     * @param credential the compact JWS
     * @param expiresAt when it ends
     * @param issuerKeys verify other devices' credentials
     * @param supernodes where to connect
     */
    record LoggedIn(String credential, Instant expiresAt, IssuerKeys issuerKeys, List<URI> supernodes)
            implements LoginResult {}

    /**
     * The login server said no.
     *
     * @param status the HTTP status
     * @param words one sentence for the user
     */
    record Refused(int status, String words) implements LoginResult {}

    /**
     * There was no answer, or none that makes sense.
     *
     * @param words one sentence for the user
     */
    record Unreachable(String words) implements LoginResult {}
}
