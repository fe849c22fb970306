package io.tollgate.rtp.codec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** The files in {@code reference}, whose README says how they were made, and the sounds they were made from. */
final class Reference {
    private Reference() {}

    static byte[] bytes(String name) {
        try (InputStream in = Reference.class.getResourceAsStream("reference/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no reference " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** 16 bits, little-endian. */
    static short[] pcm(String name) {
        byte[] bytes = bytes(name);
        short[] pcm = new short[bytes.length / 2];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(pcm);
        return pcm;
    }

    /** SHA-256 of samples as they stand in a little-endian file. */
    static String sha256(short[] pcm) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(pcm);
        return sha256(bytes.array());
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What no microphone gives: full-scale noise, silence, squares that clip, a whisper, three-level noise. */
    static short[] torture(int samples) {
        SplittableRandom random = new SplittableRandom(722);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short)
                    switch (5 * i / samples) {
                        case 0 -> random.nextInt(Short.MIN_VALUE, Short.MAX_VALUE + 1);
                        case 1 -> 0;
                        case 2 -> i / 37 % 2 == 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
                        case 3 -> random.nextInt(-3, 4);
                        default -> 32_767 * random.nextInt(-1, 2);
                    };
        }
        return pcm;
    }

    /** Bytes at random, the same for every run. */
    static byte[] noise(int count) {
        byte[] bytes = new byte[count];
        new SplittableRandom(711).nextBytes(bytes);
        return bytes;
    }
}
