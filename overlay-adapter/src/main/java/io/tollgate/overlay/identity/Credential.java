package io.tollgate.overlay.identity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential whose signature and claims have been verified; only {@link CredentialVerifier} and
 * {@link CredentialIssuer} make one.
 */
public final class Credential {

    private final String token;
    private final String issuer;
    private final String user;
    private final Role role;
    private final PublicDevice device;
    private final DeviceId deviceId;
    private final @Nullable String region;
    private final Instant issuedAt;
    private final Instant expiresAt;
    private final String id;

    Credential(String token, CredentialClaims claims) {
        this.token = token;
        this.issuer = claims.issuer();
        this.user = claims.user();
        this.role = claims.role();
        this.device = claims.device();
        this.deviceId = claims.device().id();
        this.region = claims.region();
        this.issuedAt = claims.issuedAt();
        this.expiresAt = claims.expiresAt();
        this.id = claims.id();
    }

    /** The compact JWS, as it travels. */
    public String token() {
        return token;
    }

    /** The login server's name ({@code iss}). */
    public String issuer() {
        return issuer;
    }

    /** The user's name ({@code sub}); gateways: {@code gateway/<name>}. */
    public String user() {
        return user;
    }

    /** The {@code role}. */
    public Role role() {
        return role;
    }

    /** The device's public keys ({@code cnf.jwk} and {@code enc}). */
    public PublicDevice device() {
        return device;
    }

    /** The device's name. */
    public DeviceId deviceId() {
        return deviceId;
    }

    /** A gateway's region, else null. */
    public @Nullable String region() {
        return region;
    }

    /** {@code iat}. */
    public Instant issuedAt() {
        return issuedAt;
    }

    /** {@code exp}. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** {@code jti}. */
    public String id() {
        return id;
    }

    /** From here on it should be renewed. */
    public Instant halfLife() {
        return issuedAt.plus(Duration.between(issuedAt, expiresAt).dividedBy(2));
    }

    @Override
    public String toString() {
        return "Credential[" + role.claim() + " " + user + ", device " + deviceId + ", until " + expiresAt + "]";
    }
}
