package io.tollgate.rtp.sdp;

/** What one description may cost us. Chromium's offers are about 6 KB with 150 lines, so these leave ample room. */
public final class SdpLimits {
    /** Characters in the whole description. */
    public static final int MAX_CHARS = 64 * 1024;
    /** Lines in the whole description. */
    public static final int MAX_LINES = 1_000;
    /** Characters in one line. */
    public static final int MAX_LINE_CHARS = 2_048;
    /** Media sections. */
    public static final int MAX_MEDIA = 16;
    /** Formats on one {@code m=} line. */
    public static final int MAX_FORMATS = 64;

    private SdpLimits() {}
}
