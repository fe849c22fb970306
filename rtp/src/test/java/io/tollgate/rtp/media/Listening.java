package io.tollgate.rtp.media;

/** Ears of the tests: how much of a sound is a tone. */
final class Listening {
    private Listening() {}

    /** Share of the energy that lies at a frequency (Goertzel), 0 to 1, over {@code samples} of {@code pcm}. */
    static double share(short[] pcm, int off, int samples, int rate, double hz) {
        double w = 2 * Math.PI * hz / rate;
        double cos = 2 * Math.cos(w);
        double s1 = 0;
        double s2 = 0;
        double energy = 0;
        for (int i = off; i < off + samples; i++) {
            double s0 = pcm[i] + cos * s1 - s2;
            s2 = s1;
            s1 = s0;
            energy += (double) pcm[i] * pcm[i];
        }
        double power = s1 * s1 + s2 * s2 - cos * s1 * s2;
        return energy < 1 ? 0 : 2 * power / (samples * energy);
    }

    /** A sine of so many samples that begins at a sample of the stream. */
    static void tone(short[] pcm, int samples, long from, int rate, double hz) {
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.round(8_000 * Math.sin(2 * Math.PI * hz * (from + i) / rate));
        }
    }
}
