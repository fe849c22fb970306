package io.tollgate.carrier.audio;

import java.util.Arrays;

/** Immutable 8 kHz mono audio. */
public final class Recording {
    /** Samples per second of everything in this program. */
    public static final int RATE_HZ = 8000;

    private final short[] samples;

    private Recording(short[] samples) {
        this.samples = samples;
    }

    /** A recording of these samples (copied). */
    public static Recording of(short[] samples) {
        return new Recording(samples.clone());
    }

    /** Silence of the given length. */
    public static Recording silence(int durationMs) {
        return new Recording(new short[durationMs * (RATE_HZ / 1000)]);
    }

    /** This recording followed by another. */
    public Recording then(Recording next) {
        short[] joined = Arrays.copyOf(samples, samples.length + next.samples.length);
        System.arraycopy(next.samples, 0, joined, samples.length, next.samples.length);
        return new Recording(joined);
    }

    /** Number of samples. */
    public int length() {
        return samples.length;
    }

    /** The sample at an index below {@link #length()}. */
    public short at(int index) {
        return samples[index];
    }

    /** Length in milliseconds, rounded up. */
    public long durationMs() {
        return (samples.length * 1000L + RATE_HZ - 1) / RATE_HZ;
    }

    /** A copy of the samples. */
    public short[] toArray() {
        return samples.clone();
    }
}
