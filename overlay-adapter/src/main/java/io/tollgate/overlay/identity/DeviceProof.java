package io.tollgate.overlay.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.overlay.jose.CompactJws;
import io.tollgate.overlay.json.JsonFields;
import java.time.Duration;
import java.time.Instant;

/**
 * The proof that a device holds the signing key of its credential: a JWS over a nonce that the other side chose and a
 * purpose, so that a proof for one purpose serves no other.
 */
public final class DeviceProof {

    private static final String TYPE = "tollgate-hello+jws";
    private static final int MAX_CHARS = 1024;
    private static final int MAX_NONCE_CHARS = 64;

    private DeviceProof() {}

    /** What a proof is good for. */
    public enum Purpose {
        /** Opening a connection to a supernode; the nonce is the Challenge's, base64url. */
        SUPERNODE("supernode"),
        /** Renewing a credential; the nonce is the old credential's {@code jti}. */
        RENEW("renew");

        private final String audience;

        Purpose(String audience) {
            this.audience = audience;
        }
    }

    /** Makes a proof. */
    public static String create(DeviceKeys keys, Purpose purpose, String nonce, Instant now) {
        ObjectNode payload = JsonFields.object()
                .put("nonce", nonce)
                .put("aud", purpose.audience)
                .put("iat", now.getEpochSecond());
        return CompactJws.sign(JsonFields.write(payload), TYPE, null, keys.signing());
    }

    /**
     * Whether the proof is by the device of this credential, for this purpose and nonce, and made within
     * {@link CredentialVerifier#SKEW} of now.
     */
    public static boolean verify(String proof, Credential credential, Purpose purpose, String nonce, Instant now) {
        return CompactJws.parse(proof, TYPE, MAX_CHARS) instanceof CompactJws.Parsed parsed
                && parsed.jws().isSignedBy(credential.device().signingKey())
                && says(parsed.jws().payload(), purpose, nonce, now);
    }

    private static boolean says(byte[] payload, Purpose purpose, String nonce, Instant now) {
        JsonFields fields = JsonFields.parse(payload, MAX_CHARS);
        String provenNonce = fields.text("nonce", MAX_NONCE_CHARS);
        String audience = fields.text("aud", 16);
        Instant madeAt = Instant.ofEpochSecond(fields.whole("iat", 0, Integer.MAX_VALUE * 2L));
        return fields.fault() == null
                && provenNonce.equals(nonce)
                && audience.equals(purpose.audience)
                && Duration.between(madeAt, now).abs().compareTo(CredentialVerifier.SKEW) <= 0;
    }
}
