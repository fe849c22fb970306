package io.tollgate.rtp;

import java.util.HexFormat;

/** Bytes as they are printed in RFCs: hexadecimal, with white space where it helps the eye. */
public final class Hex {
    private Hex() {}

    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    public static String text(byte[] bytes, int off, int len) {
        return HexFormat.of().formatHex(bytes, off, off + len);
    }
}
