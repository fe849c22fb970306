package io.tollgate.overlay.dtls.io;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What SDP says about a certificate (RFC 8122 section 5).
 *
 * @param hash {@code sha-256}, {@code sha-384} or {@code sha-512}; weaker ones are not accepted
 * @param value upper-case hexadecimal octets with colons between them
 */
public record CertificateFingerprint(String hash, String value) {
    private static final Map<String, String> JCA_NAMES =
            Map.of("sha-256", "SHA-256", "sha-384", "SHA-384", "sha-512", "SHA-512");
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    /** @throws IllegalArgumentException when the hash is not one of the three or the value has another length */
    public CertificateFingerprint {
        hash = hash.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
        String jcaName = JCA_NAMES.get(hash);
        if (jcaName == null) {
            throw new IllegalArgumentException("fingerprints are sha-256, sha-384 or sha-512, not " + hash);
        }
        if (COLONS.parseHex(value).length != digest(jcaName, new byte[0]).length) {
            throw new IllegalArgumentException("a " + hash + " fingerprint has another length");
        }
    }

    /** The two parts of an {@code a=fingerprint} value that came from a peer; empty when we cannot accept them. */
    public static Optional<CertificateFingerprint> of(String hash, String value) {
        try {
            return Optional.of(new CertificateFingerprint(hash, value));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The sha-256 fingerprint of a DER certificate. */
    public static CertificateFingerprint sha256(byte[] certificate) {
        return new CertificateFingerprint("sha-256", COLONS.formatHex(digest("SHA-256", certificate)));
    }

    public boolean matches(byte[] certificate) {
        byte[] actual = digest(JCA_NAMES.getOrDefault(hash, "SHA-256"), certificate);
        return Arrays.equals(actual, COLONS.parseHex(value));
    }

    /** As SDP writes it: {@code sha-256 AB:CD:…}. */
    @Override
    public String toString() {
        return hash + " " + value;
    }

    private static byte[] digest(String jcaName, byte[] data) {
        try {
            return MessageDigest.getInstance(jcaName).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + jcaName, e);
        }
    }
}
