package io.tollgate.carrier.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The one WAV form that the carrier reads and writes: RIFF, PCM, 8 kHz, 16 bit, mono. */
public final class Wav {
    /** Octets of the header that {@link #header} makes. */
    public static final int HEADER_BYTES = 44;

    private static final int FORMAT_PCM = 1;

    private Wav() {}

    /** What reading a file gave. */
    public sealed interface Result {
        /** The samples. */
        record Read(Recording recording) implements Result {}

        /** Not a file that the carrier can play, with the reason in words. */
        record Unusable(String why) implements Result {}
    }

    /** Reads a whole file from memory. Unknown chunks are skipped; a truncated data chunk counts as far as it goes. */
    public static Result parse(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || !tag(in, 0).equals("RIFF") || !tag(in, 8).equals("WAVE")) {
            return new Result.Unusable("not a RIFF/WAVE file");
        }
        boolean formatSeen = false;
        int at = 12;
        while (at + 8 <= file.length) {
            String name = tag(in, at);
            long size = Integer.toUnsignedLong(in.getInt(at + 4));
            int body = at + 8;
            if (name.equals("fmt ")) {
                if (size < 16 || body + 16 > file.length || !isOurFormat(in, body)) {
                    return new Result.Unusable("not 8 kHz, 16 bit, mono PCM");
                }
                formatSeen = true;
            } else if (name.equals("data")) {
                return formatSeen
                        ? new Result.Read(samples(in, body, (int) Math.min(size, file.length - body)))
                        : new Result.Unusable("data before the format");
            }
            long next = body + size + (size & 1);
            if (next > file.length) {
                break;
            }
            at = (int) next;
        }
        return new Result.Unusable("no data chunk");
    }

    /** The header for so many samples. */
    public static byte[] header(long samples) {
        int dataBytes = (int) Math.min(samples * 2, Integer.MAX_VALUE - HEADER_BYTES);
        return ByteBuffer.allocate(HEADER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(US_ASCII))
                .putInt(dataBytes + HEADER_BYTES - 8)
                .put("WAVEfmt ".getBytes(US_ASCII))
                .putInt(16)
                .putShort((short) FORMAT_PCM)
                .putShort((short) 1)
                .putInt(Recording.RATE_HZ)
                .putInt(Recording.RATE_HZ * 2)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(US_ASCII))
                .putInt(dataBytes)
                .array();
    }

    private static boolean isOurFormat(ByteBuffer in, int at) {
        return in.getShort(at) == FORMAT_PCM
                && in.getShort(at + 2) == 1
                && in.getInt(at + 4) == Recording.RATE_HZ
                && in.getShort(at + 14) == 16;
    }

    private static Recording samples(ByteBuffer in, int at, int bytes) {
        short[] pcm = new short[bytes / 2];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = in.getShort(at + 2 * i);
        }
        return Recording.of(pcm);
    }

    private static String tag(ByteBuffer in, int at) {
        byte[] four = new byte[4];
        in.get(at, four);
        return new String(four, US_ASCII);
    }
}
