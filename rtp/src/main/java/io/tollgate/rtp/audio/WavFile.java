package io.tollgate.rtp.audio;

import io.tollgate.rtp.codec.G711;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A recording in memory, mono. Immutable only as far as its owner leaves the array alone: it is not copied, recordings
 * are long.
 *
 * @param sampleRate in Hz
 * @param mono 16-bit samples
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record WavFile(int sampleRate, short[] mono) {
    /** Larger files are refused: this is for prompts and recordings of calls. */
    public static final long MAX_BYTES = 512L << 20;

    private static final int PCM = 1;
    private static final int ALAW = 6;
    private static final int ULAW = 7;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int MAX_RATE = 192_000;

    /** The sound's length. */
    public long durationMs() {
        return mono.length * 1000L / sampleRate;
    }

    /** The same sound at another rate; see {@link Resampler}. */
    public WavFile at(int rate) {
        return rate == sampleRate ? this : new WavFile(rate, Resampler.resample(mono, sampleRate, rate));
    }

    /**
     * Reads a WAV file of 16-bit PCM, A-law or µ-law, mono or stereo (mixed down), any rate up to 192 kHz. A file whose
     * recorder was killed, with lengths of zero or beyond the end, is read as far as it goes.
     *
     * @throws IOException when it cannot be read, or is something else, with the reason in words
     */
    public static WavFile read(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException(path + " is larger than " + (MAX_BYTES >> 20) + " MB");
        }
        try {
            return parse(Files.readAllBytes(path));
        } catch (IllegalArgumentException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a WAV file that is in memory.
     *
     * @throws IllegalArgumentException when it is something else, with the reason in words
     */
    public static WavFile parse(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        if (file.length < 12 || in.getInt(0) != tag("RIFF") || in.getInt(8) != tag("WAVE")) {
            throw new IllegalArgumentException("not a WAV file");
        }
        Format format = null;
        long at = 12;
        while (at + 8 <= file.length) {
            int id = in.getInt((int) at);
            long size = in.getInt((int) at + 4) & 0xffff_ffffL;
            int body = (int) at + 8;
            if (id == tag("fmt ")) {
                format = format(in, body, size);
            } else if (id == tag("data")) {
                if (format == null) {
                    throw new IllegalArgumentException("WAV file without a format before its data");
                }
                int rest = file.length - body;
                return new WavFile(
                        format.rate, samples(file, body, (int) (size == 0 ? rest : Math.min(size, rest)), format));
            }
            at = body + size + (size & 1);
        }
        throw new IllegalArgumentException("WAV file without data");
    }

    private record Format(int coding, int channels, int rate) {
        int bytesPerSample() {
            return coding == PCM ? 2 : 1;
        }
    }

    private static Format format(ByteBuffer in, int at, long size) {
        if (size < 16 || at + 16 > in.limit()) {
            throw new IllegalArgumentException("WAV format chunk is too short");
        }
        int coding = in.getShort(at) & 0xffff;
        int channels = in.getShort(at + 2) & 0xffff;
        int rate = in.getInt(at + 4);
        int bits = in.getShort(at + 14) & 0xffff;
        if (coding == EXTENSIBLE && size >= 26 && at + 26 <= in.limit()) {
            coding = in.getShort(at + 24) & 0xffff;
        }
        if (!(coding == PCM && bits == 16) && !((coding == ALAW || coding == ULAW) && bits == 8)) {
            throw new IllegalArgumentException(
                    "WAV coding " + coding + " with " + bits + " bits; 16-bit PCM, A-law and µ-law are read");
        }
        if (channels < 1 || channels > 2) {
            throw new IllegalArgumentException("WAV file with " + channels + " channels; one or two are read");
        }
        if (rate < 1 || rate > MAX_RATE) {
            throw new IllegalArgumentException("WAV file with " + rate + " samples per second");
        }
        return new Format(coding, channels, rate);
    }

    private static short[] samples(byte[] file, int at, int length, Format format) {
        int frame = format.bytesPerSample() * format.channels();
        short[] mono = new short[length / frame];
        for (int i = 0; i < mono.length; i++) {
            int sum = 0;
            for (int channel = 0; channel < format.channels(); channel++) {
                sum += sample(file, at + i * frame + channel * format.bytesPerSample(), format.coding());
            }
            mono[i] = (short) (format.channels() == 1 ? sum : sum >> 1);
        }
        return mono;
    }

    private static int sample(byte[] file, int at, int coding) {
        return switch (coding) {
            case ALAW -> G711.decodeAlaw(file[at]);
            case ULAW -> G711.decodeUlaw(file[at]);
            default -> (file[at] & 0xff) | file[at + 1] << 8;
        };
    }

    /** Four characters as they stand in the file, least significant first. */
    static int tag(String text) {
        return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
    }

    /**
     * Writes a mono WAV file of 16-bit PCM, replacing what is there.
     *
     * @throws IOException when it cannot be written
     */
    public static void write(Path path, int sampleRate, short[] mono) throws IOException {
        try (WavWriter writer = new WavWriter(path, sampleRate)) {
            writer.write(mono, 0, mono.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WavFile file && sampleRate == file.sampleRate && Arrays.equals(mono, file.mono);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mono) + sampleRate;
    }

    @Override
    public String toString() {
        return "WavFile[" + sampleRate + " Hz, " + durationMs() + " ms]";
    }
}
