package io.tollgate.sip.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a call knows about proving itself: the trunk's credentials, its client nonce, and the carrier's last challenge,
 * so that later requests of the call (BYE, re-INVITE) carry proof without being asked again.
 *
 * @param credentials the trunk's, or null when the carrier knows us by address
 * @param cnonce client nonce, random text of the edge, quotable
 * @param challenge the last one, or null before the first
 * @param count how many requests used its nonce
 */
public record DigestSession(
        @Nullable SipCredentials credentials,
        String cnonce,
        @Nullable DigestChallenge challenge,
        int count) {

    /** A session that has not been challenged. */
    public static DigestSession fresh(@Nullable SipCredentials credentials, String cnonce) {
        return new DigestSession(credentials, cnonce, null, 0);
    }

    /**
     * Takes a challenge.
     *
     * @return the session to answer with, or empty if there are no credentials, or these were refused: a second
     *     challenge is only answered when the carrier says that the nonce was stale
     */
    public Optional<DigestSession> challenged(DigestChallenge next) {
        boolean again = challenge != null
                && challenge.proxy() == next.proxy()
                && challenge.realm().equals(next.realm());
        if (credentials == null || (again && !next.stale())) {
            return Optional.empty();
        }
        return Optional.of(new DigestSession(credentials, cnonce, next, 0));
    }

    /** The session after one more request. */
    public DigestSession used() {
        return challenge == null ? this : new DigestSession(credentials, cnonce, challenge, count + 1);
    }

    /**
     * The proof for a request.
     *
     * @param method the request's method
     * @param uri its Request-URI, exactly as it stands in the first line
     * @return header name and value, or empty while nobody asked
     */
    public Optional<Proof> prove(String method, String uri) {
        if (credentials == null || challenge == null) {
            return Optional.empty();
        }
        String name = challenge.proxy() ? "Proxy-Authorization" : "Authorization";
        return Optional.of(new Proof(name, value(credentials, challenge, method, uri)));
    }

    /** An Authorization or Proxy-Authorization header. */
    public record Proof(String headerName, String value) {}

    private String value(SipCredentials who, DigestChallenge what, String method, String uri) {
        String nc = String.format("%08x", count + 1);
        String ha1 = hash(what, who.username() + ":" + what.realm() + ":" + who.password());
        String ha2 = hash(what, method + ":" + uri);
        String response = what.qopAuth()
                ? hash(what, ha1 + ":" + what.nonce() + ":" + nc + ":" + cnonce + ":auth:" + ha2)
                : hash(what, ha1 + ":" + what.nonce() + ":" + ha2);
        StringBuilder out = new StringBuilder("Digest username=\"").append(who.username());
        out.append("\", realm=\"").append(what.realm());
        out.append("\", nonce=\"").append(what.nonce());
        out.append("\", uri=\"").append(uri);
        out.append("\", response=\"").append(response).append('"');
        if (what.algorithmNamed()) {
            out.append(", algorithm=").append(what.algorithm().wireName());
        }
        if (what.qopAuth()) {
            out.append(", cnonce=\"").append(cnonce).append("\", qop=auth, nc=").append(nc);
        }
        if (what.opaque() != null) {
            out.append(", opaque=\"").append(what.opaque()).append('"');
        }
        return out.toString();
    }

    private static String hash(DigestChallenge challenge, String text) {
        try {
            MessageDigest digest =
                    MessageDigest.getInstance(challenge.algorithm().wireName());
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5 and SHA-256", e);
        }
    }
}
