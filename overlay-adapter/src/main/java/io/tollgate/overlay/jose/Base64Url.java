package io.tollgate.overlay.jose;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding (RFC 7515 section 2), canonical form only. */
public final class Base64Url {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private Base64Url() {}

    /** Encodes without padding. */
    public static String encode(byte[] octets) {
        return ENCODER.encodeToString(octets);
    }

    /** Decodes, or gives null for anything that {@link #encode} would not have written. */
    public static byte @Nullable [] decode(String text) {
        try {
            byte[] octets = DECODER.decode(text);
            return encode(octets).equals(text) ? octets : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
