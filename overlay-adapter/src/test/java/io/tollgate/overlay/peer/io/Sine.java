package io.tollgate.overlay.peer.io;

/** Tones and how to find them. */
final class Sine {
    /** A tone at 48 kHz, half of full scale. */
    static short[] of(double hertz, int milliseconds) {
        short[] pcm = new short[48 * milliseconds];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.round(16_000 * Math.sin(2 * Math.PI * hertz * i / 48_000));
        }
        return pcm;
    }

    /**
     * The share of the sound's energy that lies at the frequency, in the loudest second of the recording: 1 for a pure
     * tone, near 0 for noise, silence or speech.
     */
    static double loudestSecondOf(short[] pcm, double hertz) {
        int second = 48_000;
        double loudest = 0;
        double share = 0;
        for (int start = 0; start + second <= pcm.length; start += second / 4) {
            double energy = 0;
            double re = 0;
            double im = 0;
            for (int i = 0; i < second; i++) {
                double x = pcm[start + i];
                energy += x * x;
                re += x * Math.cos(2 * Math.PI * hertz * i / 48_000);
                im += x * Math.sin(2 * Math.PI * hertz * i / 48_000);
            }
            if (energy > loudest) {
                loudest = energy;
                share = 2 * (re * re + im * im) / (second * energy);
            }
        }
        return share;
    }

    private Sine() {}
}
