package io.tollgate.overlay.identity;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.P256;
import java.security.SecureRandom;

/**
 * A device's two P-256 key pairs, private halves included. Never logged: {@link #toString} names the device only.
 *
 * @param signing the ES256 pair, whose public half names the device
 * @param agreement the ECDH-ES pair
 */
public record DeviceKeys(ECKey signing, ECKey agreement) {

    /** Refuses public halves alone. */
    public DeviceKeys {
        if (!signing.isPrivate() || !agreement.isPrivate()) {
            throw new IllegalArgumentException("a device holds its private keys");
        }
    }

    /** A new device. */
    public static DeviceKeys generate(SecureRandom random) {
        return new DeviceKeys(P256.generate(random), P256.generate(random));
    }

    /** The device's name. */
    public DeviceId id() {
        return DeviceId.of(signing);
    }

    /** The RFC 7638 thumbprint of the public signing key: the text of {@link #id()}. */
    public String thumbprint() {
        return id().value();
    }

    /** The public halves. */
    public PublicDevice publicDevice() {
        return new PublicDevice(signing.toPublicJWK(), agreement.toPublicJWK());
    }

    @Override
    public String toString() {
        return "DeviceKeys[" + id() + "]";
    }
}
