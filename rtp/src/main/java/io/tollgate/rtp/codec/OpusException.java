package io.tollgate.rtp.codec;

/** The Opus library refused what it should have taken: out of memory, or an internal error. Ends the call concerned. */
public final class OpusException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    OpusException(String doing, int code) {
        super(doing + " failed: " + name(code));
        this.code = code;
    }

    OpusException(String doing, Throwable cause) {
        super(doing + " failed: " + cause.getMessage(), cause);
        this.code = 0;
    }

    /** The negative error code of libopus, 0 when there was none. */
    public int code() {
        return code;
    }

    private static String name(int code) {
        return switch (code) {
            case -1 -> "bad argument (-1)";
            case -2 -> "buffer too small (-2)";
            case -3 -> "internal error (-3)";
            case -4 -> "invalid packet (-4)";
            case -5 -> "not implemented (-5)";
            case -6 -> "invalid state (-6)";
            case -7 -> "out of memory (-7)";
            default -> "code " + code;
        };
    }
}
