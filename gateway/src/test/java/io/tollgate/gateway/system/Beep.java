package io.tollgate.gateway.system;

import io.tollgate.rtp.audio.WavFile;
import java.util.ArrayList;
import java.util.List;

/** Finds the warning tone, 400 ms of 1400 Hz, in whatever else is heard. */
final class Beep {
    private static final double HZ = 1400;
    private static final int WINDOW_MS = 50;
    /** So many windows in a row that are hardly anything but the tone. */
    private static final int WINDOWS = 4;

    private static final double SHARE = 0.4;
    private static final double AUDIBLE = 200;

    private Beep() {}

    /** When each begins, ms from the start. */
    static List<Long> starts(WavFile sound) {
        short[] pcm = sound.mono();
        int window = sound.sampleRate() * WINDOW_MS / 1000;
        List<Long> starts = new ArrayList<>();
        int run = 0;
        for (int i = 0; (i + 1) * window <= pcm.length; i++) {
            run = isTone(pcm, i * window, window, sound.sampleRate()) ? run + 1 : 0;
            if (run == WINDOWS) {
                starts.add((i + 1L - WINDOWS) * WINDOW_MS);
            }
        }
        return starts;
    }

    private static boolean isTone(short[] pcm, int from, int length, int rate) {
        double energy = 0;
        double re = 0;
        double im = 0;
        for (int i = 0; i < length; i++) {
            double angle = 2 * Math.PI * HZ * i / rate;
            double sample = pcm[from + i];
            energy += sample * sample;
            re += sample * Math.cos(angle);
            im += sample * Math.sin(angle);
        }
        double tone = 2 * (re * re + im * im) / length;
        return Math.sqrt(energy / length) > AUDIBLE && tone / energy > SHARE;
    }
}
