package io.tollgate.overlay.identity;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.CompactJws;
import io.tollgate.overlay.jose.P256;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The login server's pen: signs credentials. Whoever calls has checked the user. */
public final class CredentialIssuer {

    /** No credential lives longer. */
    public static final Duration MAX_LIFE = Duration.ofHours(24);

    static final String TYPE = "tollgate-credential+jwt";

    private final String name;
    private final ECKey key;
    private final String kid;

    /**
     * An issuer.
     *
     * @param name the {@code iss} claim
     * @param key the signing pair; its {@code kid} is its thumbprint
     */
    public CredentialIssuer(String name, ECKey key) {
        if (!key.isPrivate()) {
            throw new IllegalArgumentException("an issuer signs: the private key is needed");
        }
        this.name = name;
        this.key = key;
        this.kid = P256.thumbprint(key);
    }

    /** The {@code iss} claim. */
    public String name() {
        return name;
    }

    /** What verifiers need. */
    public IssuerKeys keys() {
        return IssuerKeys.of(key);
    }

    /**
     * Issues a credential to a peer's device.
     *
     * @param user the user's name, which must not start with {@code gateway/}
     * @param device the device's public keys
     * @param now the instant of issue, cut to seconds
     * @param life at most {@link #MAX_LIFE}
     * @param id the {@code jti}, never used before
     */
    public Credential issueToPeer(String user, PublicDevice device, Instant now, Duration life, String id) {
        return issue(user, Role.PEER, null, device, now, life, id);
    }

    /**
     * Issues a credential to a gateway.
     *
     * @param gateway the gateway's name; the subject becomes {@code gateway/<name>}
     * @param region e.g. {@code eu-west}
     */
    public Credential issueToGateway(
            String gateway, String region, PublicDevice device, Instant now, Duration life, String id) {
        return issue(CredentialClaims.GATEWAY_PREFIX + gateway, Role.GATEWAY, region, device, now, life, id);
    }

    /** Issues the same claims anew, to the same device, with a new life. */
    public Credential renew(Credential old, Instant now, Duration life, String id) {
        return issue(old.user(), old.role(), old.region(), old.device(), now, life, id);
    }

    private Credential issue(
            String subject,
            Role role,
            @Nullable String region,
            PublicDevice device,
            Instant now,
            Duration life,
            String id) {
        if (life.isNegative() || life.isZero() || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("a credential lives for up to 24 h");
        }
        Instant issuedAt = now.truncatedTo(ChronoUnit.SECONDS);
        CredentialClaims claims =
                new CredentialClaims(name, subject, role, device, region, issuedAt, issuedAt.plus(life), id);
        byte[] payload = claims.write();
        if (CredentialClaims.read(payload).isEmpty()) {
            throw new IllegalArgumentException("these claims are outside the limits that verifiers apply");
        }
        return new Credential(CompactJws.sign(payload, TYPE, kid, key), claims);
    }
}
