package io.tollgate.sip.auth;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's demand for proof: one WWW-Authenticate (401) or Proxy-Authenticate (407) header.
 *
 * @param proxy whether it came as Proxy-Authenticate and wants Proxy-Authorization
 * @param realm the carrier's realm, as it stands between the quotes
 * @param nonce the carrier's nonce
 * @param opaque to be returned unchanged, or null
 * @param algorithm what to hash with
 * @param algorithmNamed whether the carrier wrote the algorithm, and so shall we
 * @param qopAuth whether {@code qop} with {@code auth} among its values was offered
 * @param stale whether only the nonce was too old
 */
public record DigestChallenge(
        boolean proxy,
        String realm,
        String nonce,
        @Nullable String opaque,
        Algorithm algorithm,
        boolean algorithmNamed,
        boolean qopAuth,
        boolean stale) {

    /** Hashes that we answer with, weakest first. */
    public enum Algorithm {
        /** RFC 3261's. */
        MD5("MD5"),
        /** RFC 8760's. */
        SHA_256("SHA-256");

        private final String wireName;

        Algorithm(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire, which Java's MessageDigest shares. */
        public String wireName() {
            return wireName;
        }
    }

    private static final Pattern PARAMETER =
            Pattern.compile("([A-Za-z0-9_-]{1,32})\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^\\s,\"]++))");
    private static final int MAX_LENGTH = 2048;

    /**
     * Reads a header's value.
     *
     * @return the challenge, or empty if it is no digest, asks for a hash or protection that we do not have, or cannot
     *     be read
     */
    public static Optional<DigestChallenge> parse(String headerValue, boolean proxy) {
        String value = headerValue.strip();
        if (value.length() > MAX_LENGTH || !value.regionMatches(true, 0, "Digest ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(value.substring(7));
        while (matcher.find()) {
            String text = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
            parameters.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), text);
        }
        String realm = parameters.get("realm");
        String nonce = parameters.get("nonce");
        Algorithm algorithm = algorithmOf(parameters.getOrDefault("algorithm", "MD5"));
        String qop = parameters.get("qop");
        boolean auth = qop != null
                && List.of(qop.toLowerCase(Locale.ROOT).split("\\s*,\\s*")).contains("auth");
        if (realm == null || nonce == null || algorithm == null || (qop != null && !auth)) {
            return Optional.empty();
        }
        boolean stale = parameters.getOrDefault("stale", "false").equalsIgnoreCase("true");
        return Optional.of(new DigestChallenge(
                proxy,
                realm,
                nonce,
                parameters.get("opaque"),
                algorithm,
                parameters.containsKey("algorithm"),
                auth,
                stale));
    }

    /** The strongest of several challenges (RFC 8760 section 2.4 lets us choose), or empty. */
    public static Optional<DigestChallenge> strongest(List<DigestChallenge> challenges) {
        return challenges.stream().max(Comparator.comparing(DigestChallenge::algorithm));
    }

    private static @Nullable Algorithm algorithmOf(String name) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (algorithm.wireName().equalsIgnoreCase(name)) {
                return algorithm;
            }
        }
        return null;
    }
}
