package io.tollgate.overlay.identity;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.jose.P256;
import java.util.Optional;

/**
 * The name of a device: the RFC 7638 SHA-256 thumbprint of its public signing key.
 *
 * @param value 43 characters of base64url
 */
public record DeviceId(String value) {

    private static final int CHARS = 43;

    /** Checks the form. */
    public DeviceId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("a device id has 43 characters of base64url");
        }
    }

    /** The id that a stranger wrote, or empty when it cannot be one. */
    public static Optional<DeviceId> parse(String value) {
        return isWellFormed(value) ? Optional.of(new DeviceId(value)) : Optional.empty();
    }

    /** The id of the device with this signing key. */
    public static DeviceId of(ECKey signingKey) {
        return new DeviceId(P256.thumbprint(signingKey));
    }

    private static boolean isWellFormed(String value) {
        return value.length() == CHARS && Base64Url.decode(value) != null;
    }

    @Override
    public String toString() {
        return value;
    }
}
