package io.tollgate.gateway.system;

import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Speech at 8 kHz, put together from the voices in the demo carrier's jar. */
final class Voices {
    private static final String PLACE = "io/tollgate/carrier/voices/";
    private static final int RATE = 8000;
    private static final List<String> OURS = List.of("unrecognised", "8", "3", "early", "star", "5");

    private Voices() {}

    /** What the demo carrier says in a loop. */
    static WavFile carriers() {
        return join("main");
    }

    /** What our side says: some six seconds of other sentences. */
    static WavFile ours() {
        return join(OURS.toArray(String[]::new));
    }

    /** Voices one after the other. */
    static WavFile join(String... names) {
        return new WavFile(RATE, concat(Arrays.stream(names).map(Voices::load).toArray(short[][]::new)));
    }

    /** The beginning of a sound. */
    static WavFile first(WavFile sound, double seconds) {
        int samples = (int) Math.min(sound.mono().length, seconds * sound.sampleRate());
        return new WavFile(sound.sampleRate(), Arrays.copyOf(sound.mono(), samples));
    }

    private static short[] concat(short[]... parts) {
        short[] all =
                new short[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (short[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    private static short[] load(String name) {
        try (ZipFile jar = new ZipFile(Carrier.jar().toFile())) {
            ZipEntry entry = jar.getEntry(PLACE + name + ".wav");
            if (entry == null) {
                throw new AssertionError("the demo carrier has no voice " + name);
            }
            try (InputStream in = jar.getInputStream(entry)) {
                WavFile voice = WavFile.parse(in.readAllBytes());
                if (voice.sampleRate() != RATE) {
                    throw new AssertionError(name + " is at " + voice.sampleRate() + " Hz");
                }
                return voice.mono();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
