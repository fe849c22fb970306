package io.tollgate.rtp.media;

import io.tollgate.rtp.dsp.ComfortNoise;
import io.tollgate.rtp.dsp.SpeechDetector;

/**
 * Decides which packets need not be sent because nobody speaks, and describes the noise in their place (RFC 3389): when the
 * silence begins, when its noise has changed, and every few seconds in case a description was lost. Owned by the worker,
 * allocates nothing per packet.
 */
final class SilenceSuppression {
    private static final int ORDER = 6;
    private static final int LEAST_MS = 200;
    private static final int MOST_MS = 2_000;

    private final SpeechDetector detector;
    private final ComfortNoise noise;
    private final int sampleRate;
    private boolean silent;
    private int sinceMs;

    SilenceSuppression(int sampleRate) {
        this.sampleRate = sampleRate;
        detector = new SpeechDetector(sampleRate);
        noise = new ComfortNoise(sampleRate, ORDER);
    }

    /** Whether these samples must be sent as they are. */
    boolean speech(short[] pcm, int off, int samples) {
        boolean speech = detector.speech(pcm, off, samples);
        if (speech) {
            silent = false;
            return true;
        }
        if (!silent) {
            silent = true;
            noise.reset();
            sinceMs = MOST_MS;
        }
        noise.analyse(pcm, off, samples);
        sinceMs += samples * 1_000 / sampleRate;
        return false;
    }

    /** Writes a description of the noise when one is due; returns its length, 0 when none is. */
    int describe(byte[] out, int off) {
        boolean due = sinceMs >= MOST_MS || (sinceMs >= LEAST_MS && noise.changed());
        if (!due || !noise.known()) {
            return 0;
        }
        sinceMs = 0;
        return noise.payload(out, off);
    }
}
