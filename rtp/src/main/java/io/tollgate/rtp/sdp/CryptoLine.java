package io.tollgate.rtp.sdp;

import java.util.Optional;

/**
 * A security description (RFC 4568 section 9.1): keys in the clear inside the SDP, for trunks over TLS.
 *
 * @param suite such as {@code AES_CM_128_HMAC_SHA1_80}
 * @param keyParams such as {@code inline:…}
 */
public record CryptoLine(int tag, String suite, String keyParams) {
    static Optional<CryptoLine> parse(String value) {
        String[] parts = value.strip().split(" +", 4);
        int tag = Numbers.decimal(parts[0], 999_999_999);
        return parts.length < 3 || tag < 0 ? Optional.empty() : Optional.of(new CryptoLine(tag, parts[1], parts[2]));
    }

    /** Keys must not get into logs by way of a string. */
    @Override
    public String toString() {
        return "CryptoLine[tag=" + tag + ", suite=" + suite + ", keyParams=hidden]";
    }
}
