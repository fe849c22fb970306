package io.tollgate.overlay.identity;

import com.nimbusds.jose.jwk.ECKey;

/**
 * What the world knows of a device.
 *
 * @param signingKey verifies what it signs (ES256)
 * @param agreementKey encrypts to it (ECDH-ES)
 */
public record PublicDevice(ECKey signingKey, ECKey agreementKey) {

    /** Refuses private halves. */
    public PublicDevice {
        if (signingKey.isPrivate() || agreementKey.isPrivate()) {
            throw new IllegalArgumentException("private keys must stay with their device");
        }
    }

    /** The device's name. */
    public DeviceId id() {
        return DeviceId.of(signingKey);
    }
}
