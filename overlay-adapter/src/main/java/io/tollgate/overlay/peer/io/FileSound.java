package io.tollgate.overlay.peer.io;

import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.audio.WavWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Sound from and to WAV files, and none at all. */
public final class FileSound {
    /** The rate at which the peer encodes and decodes. */
    public static final int RATE = 48_000;

    /** Nothing but silence. */
    public static SoundSource silence() {
        return (pcm, samples) -> Arrays.fill(pcm, 0, samples, (short) 0);
    }

    /**
     * A file, played once, then silence.
     *
     * @throws IOException in plain words, when it cannot be read or is no WAV file
     */
    public static SoundSource play(Path file) throws IOException {
        return play(WavFile.read(file).at(RATE).mono());
    }

    /** Samples at {@link #RATE}, played once, then silence. */
    public static SoundSource play(short[] mono) {
        return new SoundSource() {
            private int at;

            @Override
            public void next(short[] pcm, int samples) {
                int count = Math.min(samples, mono.length - at);
                System.arraycopy(mono, at, pcm, 0, count);
                Arrays.fill(pcm, count, samples, (short) 0);
                at += count;
            }
        };
    }

    /**
     * A recording at {@link #RATE}; a file that is there is replaced.
     *
     * @throws IOException when it cannot be written
     */
    public static SoundSink record(Path file) throws IOException {
        WavWriter writer = new WavWriter(file, RATE);
        return new SoundSink() {
            @Override
            public void accept(short[] pcm, int samples) throws IOException {
                writer.write(pcm, 0, samples);
            }

            @Override
            public void close() throws IOException {
                writer.close();
            }
        };
    }

    private FileSound() {}
}
