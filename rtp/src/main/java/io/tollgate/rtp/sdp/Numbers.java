package io.tollgate.rtp.sdp;

/** Reads the decimal numbers of a description without exceptions: they come from the network. */
final class Numbers {
    private Numbers() {}

    /** The value of a plain decimal number between 0 and {@code max}, or -1 when it is anything else. */
    static int decimal(String text, int max) {
        long value = decimalLong(text);
        return value > max ? -1 : (int) value;
    }

    /** The value of a plain decimal number of at most 18 digits, or -1. */
    static long decimalLong(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
