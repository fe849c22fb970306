package io.tollgate.rtp.sdp;

import java.util.List;
import java.util.Optional;

/**
 * A security description (RFC 4568 section 9.1): keys in the clear inside the SDP, for trunks over TLS.
 *
 * @param tag 0 to 999999999, the name by which an answer chooses this line
 * @param suite such as {@code AES_CM_128_HMAC_SHA1_80}
 * @param keyParams such as {@code inline:…}
 * @param sessionParams such as {@code KDR=1}, in their order
 */
public record CryptoLine(int tag, String suite, String keyParams, List<String> sessionParams) {
    public CryptoLine {
        sessionParams = List.copyOf(sessionParams);
    }

    /** A line without session parameters. */
    public CryptoLine(int tag, String suite, String keyParams) {
        this(tag, suite, keyParams, List.of());
    }

    static Optional<CryptoLine> parse(String value) {
        String[] parts = value.strip().split("[ \t]+");
        int tag = Numbers.decimal(parts[0], 999_999_999);
        if (parts.length < 3 || tag < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new CryptoLine(tag, parts[1], parts[2], List.of(parts).subList(3, parts.length)));
    }

    Attribute attribute() {
        String tail = sessionParams.isEmpty() ? "" : " " + String.join(" ", sessionParams);
        return Attribute.of("crypto", tag + " " + suite + " " + keyParams + tail);
    }

    /** Keys must not get into logs by way of a string. */
    @Override
    public String toString() {
        return "CryptoLine[tag=" + tag + ", suite=" + suite + ", keyParams=hidden]";
    }
}
