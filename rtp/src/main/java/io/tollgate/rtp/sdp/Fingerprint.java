package io.tollgate.rtp.sdp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The hash of the certificate that the other side will show in DTLS (RFC 8122 section 5).
 *
 * @param hash lower case, such as {@code sha-256}
 * @param value upper-case hexadecimal octets joined by colons
 */
public record Fingerprint(String hash, String value) {
    private static final Pattern OCTETS = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){0,63}");

    static Optional<Fingerprint> parse(String text) {
        String[] parts = text.strip().split(" +", 2);
        if (parts.length != 2) {
            return Optional.empty();
        }
        String value = parts[1].strip().toUpperCase(Locale.ROOT);
        return OCTETS.matcher(value).matches()
                ? Optional.of(new Fingerprint(parts[0].toLowerCase(Locale.ROOT), value))
                : Optional.empty();
    }

    Attribute attribute() {
        return Attribute.of("fingerprint", hash + " " + value);
    }
}
