package io.tollgate.overlay.login;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.json.JsonFields;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What the login server answers. */
public sealed interface LoginAnswer {

    /** The HTTP status. */
    int status();

    /** The media type of the body. */
    String mediaType();

    /** The body. */
    String body();

    /** A credential was issued. */
    record Issued(Credential credential, IssuerKeys issuerKeys, List<URI> supernodes) implements LoginAnswer {
        @Override
        public int status() {
            return 200;
        }

        @Override
        public String mediaType() {
            return "application/json";
        }

        @Override
        public String body() {
            ObjectNode json = JsonFields.object()
                    .put("credential", credential.token())
                    .put("expires_at", credential.expiresAt().toString());
            json.set("issuer_keys", issuerKeys.toJson());
            ArrayNode urls = json.putArray("supernodes");
            supernodes.forEach(supernode -> urls.add(supernode.toString()));
            return new String(JsonFields.write(json), StandardCharsets.UTF_8);
        }
    }

    /**
     * Refused; the body is a problem document (RFC 9457).
     *
     * @param retryAfter for the {@code Retry-After} header; zero when trying again does not help
     */
    record Refused(LoginRefusal reason, Duration retryAfter) implements LoginAnswer {
        @Override
        public int status() {
            return reason.status();
        }

        @Override
        public String mediaType() {
            return "application/problem+json";
        }

        @Override
        public String body() {
            ObjectNode json = JsonFields.object()
                    .put("type", "about:blank")
                    .put("title", reason.title())
                    .put("status", reason.status())
                    .put("detail", reason.words());
            return new String(JsonFields.write(json), StandardCharsets.UTF_8);
        }
    }
}
