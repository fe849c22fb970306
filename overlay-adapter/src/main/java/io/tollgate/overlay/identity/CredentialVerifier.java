package io.tollgate.overlay.identity;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.CompactJws;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies credentials off-line, with the issuer's public keys and this node's revocation list. */
public final class CredentialVerifier {

    /** Longer texts are refused unread. */
    public static final int MAX_CHARS = 4096;

    /** How far two honest clocks may differ. */
    public static final Duration SKEW = Duration.ofSeconds(60);

    private final IssuerKeys keys;
    private final @Nullable String issuer;
    private final Revocations revocations;

    /**
     * A verifier.
     *
     * @param keys the issuer's public keys
     * @param issuer the only {@code iss} accepted, or null when the keys alone decide
     * @param revocations asked last
     */
    public CredentialVerifier(IssuerKeys keys, @Nullable String issuer, Revocations revocations) {
        this.keys = keys;
        this.issuer = issuer;
        this.revocations = revocations;
    }

    /** A verifier for those who were told nothing but the keys. */
    public CredentialVerifier(IssuerKeys keys) {
        this(keys, null, Revocations.NONE);
    }

    /** Verifies a compact JWS that somebody showed. */
    public CredentialResult verify(String token, Instant now) {
        return switch (CompactJws.parse(token, CredentialIssuer.TYPE, MAX_CHARS)) {
            case CompactJws.Refused refused ->
                refused(
                        switch (refused.fault()) {
                            case TOO_LARGE -> CredentialRefusal.TOO_LARGE;
                            case MALFORMED -> CredentialRefusal.MALFORMED;
                            case NOT_ALLOWED -> CredentialRefusal.NOT_ALLOWED;
                            case NOT_AUTHENTIC -> CredentialRefusal.BAD_SIGNATURE;
                        });
            case CompactJws.Parsed parsed -> verify(token, parsed.jws(), now);
        };
    }

    private CredentialResult verify(String token, CompactJws jws, Instant now) {
        String kid = jws.kid();
        ECKey key = kid == null ? null : keys.byKid().get(kid);
        if (key == null) {
            return refused(CredentialRefusal.UNKNOWN_KEY);
        }
        if (!jws.isSignedBy(key)) {
            return refused(CredentialRefusal.BAD_SIGNATURE);
        }
        Optional<CredentialClaims> claims = CredentialClaims.read(jws.payload());
        if (claims.isEmpty()) {
            return refused(CredentialRefusal.MALFORMED);
        }
        return verify(new Credential(token, claims.get()), now);
    }

    private CredentialResult verify(Credential credential, Instant now) {
        if (issuer != null && !credential.issuer().equals(issuer)) {
            return refused(CredentialRefusal.WRONG_ISSUER);
        }
        Duration life = Duration.between(credential.issuedAt(), credential.expiresAt());
        if (life.isNegative() || life.compareTo(CredentialIssuer.MAX_LIFE) > 0) {
            return refused(CredentialRefusal.TOO_LONG_LIVED);
        }
        if (credential.issuedAt().isAfter(now.plus(SKEW))) {
            return refused(CredentialRefusal.NOT_YET_VALID);
        }
        if (hasExpired(credential, now)) {
            return refused(CredentialRefusal.EXPIRED);
        }
        if (revocations.isRevoked(credential)) {
            return refused(CredentialRefusal.REVOKED);
        }
        return new CredentialResult.Valid(credential);
    }

    /** Whether a credential that was valid once is valid no more. */
    public Optional<CredentialRefusal> recheck(Credential credential, Instant now) {
        if (hasExpired(credential, now)) {
            return Optional.of(CredentialRefusal.EXPIRED);
        }
        return revocations.isRevoked(credential) ? Optional.of(CredentialRefusal.REVOKED) : Optional.empty();
    }

    private static boolean hasExpired(Credential credential, Instant now) {
        return !now.isBefore(credential.expiresAt().plus(SKEW));
    }

    private static CredentialResult refused(CredentialRefusal reason) {
        return new CredentialResult.Refused(reason);
    }
}
