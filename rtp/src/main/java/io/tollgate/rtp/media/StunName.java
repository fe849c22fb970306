package io.tollgate.rtp.media;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the receiver's part of the USERNAME in a STUN packet, which is all that sorting the shared port needs. */
final class StunName {
    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112_A442;
    private static final int USERNAME = 0x0006;
    /** RFC 8489 section 14.3: less than 509 bytes. */
    private static final int MAX_NAME = 508;

    private StunName() {}

    /** The text before the colon (RFC 8445 section 7.2.2), or null when there is none. Nothing is authenticated here. */
    static @Nullable String localUfrag(byte[] buf, int off, int len) {
        if (len < HEADER || int32(buf, off + 4) != MAGIC_COOKIE || HEADER + int16(buf, off + 2) > len) {
            return null;
        }
        int end = off + HEADER + int16(buf, off + 2);
        int at = off + HEADER;
        while (at + 4 <= end) {
            int length = int16(buf, at + 2);
            if (at + 4 + length > end) {
                return null;
            }
            if (int16(buf, at) == USERNAME) {
                return length > MAX_NAME ? null : beforeColon(buf, at + 4, length);
            }
            at += 4 + ((length + 3) & ~3);
        }
        return null;
    }

    private static @Nullable String beforeColon(byte[] buf, int off, int len) {
        for (int i = 0; i < len; i++) {
            if (buf[off + i] == ':') {
                return new String(buf, off, i, StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    private static int int16(byte[] buf, int at) {
        return (buf[at] & 0xFF) << 8 | (buf[at + 1] & 0xFF);
    }

    private static int int32(byte[] buf, int at) {
        return int16(buf, at) << 16 | int16(buf, at + 2);
    }
}
