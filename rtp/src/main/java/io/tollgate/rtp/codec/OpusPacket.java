package io.tollgate.rtp.codec;

import java.util.Objects;

/** What an Opus packet tells without being decoded (RFC 6716 section 3.1). Pure, bounded, never throws on content. */
public final class OpusPacket {
    private OpusPacket() {}

    /**
     * The sound that a packet holds, in samples at a rate that 400 divides, for instance 48000 for its RTP clock.
     *
     * @return samples, or -1 when the bytes are no Opus packet or claim more than 120 ms
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public static int samples(byte[] buf, int off, int len, int sampleRate) {
        Objects.checkFromIndexSize(off, len, buf.length);
        int frames = frameCount(buf, off, len);
        if (frames <= 0) {
            return -1;
        }
        int units = frames * frameUnits(buf[off] & 0xff);
        return units <= 48 ? units * (sampleRate / 400) : -1;
    }

    /**
     * Whether the packet carries a coarse copy of the frame before it (RFC 6716 section 4.2.4, the LBRR flag), so that
     * {@link OpusDecoder#decodeFec} restores rather than conceals.
     *
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public static boolean hasFec(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (frameCount(buf, off, len) <= 0) {
            return false;
        }
        int toc = buf[off] & 0xff;
        if ((toc & 0x80) != 0) {
            return false;
        }
        int first = firstFrame(buf, off, len);
        if (first < 0) {
            return false;
        }
        int silkFrames = Math.max(1, frameUnits(toc) / 8);
        int flags = buf[off + first] & 0xff;
        boolean mid = (flags >> (7 - silkFrames) & 1) != 0;
        boolean stereo = (toc & 0x04) != 0;
        boolean side = stereo && (flags >> (6 - 2 * silkFrames) & 1) != 0;
        return mid || side;
    }

    /** Frames in the packet by its code, 1 to 48, or -1. */
    private static int frameCount(byte[] buf, int off, int len) {
        if (len < 1) {
            return -1;
        }
        return switch (buf[off] & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> len < 2 ? -1 : (buf[off + 1] & 0x3f) == 0 ? -1 : buf[off + 1] & 0x3f;
        };
    }

    /** Length of one frame in 2.5 ms, by the configuration number in the first byte (RFC 6716 table 2). */
    private static int frameUnits(int toc) {
        int config = toc >> 3;
        if (config >= 16) {
            return 1 << (config & 3);
        }
        if (config >= 12) {
            return 4 << (config & 1);
        }
        int step = config & 3;
        return step == 3 ? 24 : 4 << step;
    }

    /** Where the first frame's data begins, relative to the packet, or -1 when that frame is empty or does not fit. */
    private static int firstFrame(byte[] buf, int off, int len) {
        int at;
        switch (buf[off] & 3) {
            case 0, 1 -> at = 1;
            case 2 -> at = 1 + sizeBytes(buf, off + 1, off + len);
            default -> {
                at = 2;
                int flags = buf[off + 1] & 0xff;
                if ((flags & 0x40) != 0) {
                    while (at < len && (buf[off + at] & 0xff) == 255) {
                        at++;
                    }
                    at++;
                }
                if ((flags & 0x80) != 0) {
                    for (int i = 1; i < (flags & 0x3f) && at < len; i++) {
                        at += sizeBytes(buf, off + at, off + len);
                    }
                }
            }
        }
        return at < len ? at : -1;
    }

    /** Bytes that a frame length takes (RFC 6716 section 3.2.1). */
    private static int sizeBytes(byte[] buf, int at, int end) {
        return at < end && (buf[at] & 0xff) >= 252 ? 2 : 1;
    }
}
