package io.tollgate.rtp.codec;

/** The two frames of iLBC (RFC 3951 section 2): 15.2 and 13.33 kbit/s. */
enum IlbcMode {
    MS_20(20, 38),
    MS_30(30, 50);

    private final int ms;
    private final int bytes;

    IlbcMode(int ms, int bytes) {
        this.ms = ms;
        this.bytes = bytes;
    }

    static IlbcMode of(int ms) {
        return ms == 30 ? MS_30 : MS_20;
    }

    int ms() {
        return ms;
    }

    int bytes() {
        return bytes;
    }

    int samples() {
        return 8 * ms;
    }
}
