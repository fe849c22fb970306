package io.tollgate.rtp.media;

/** Loudness of the last second, in dB below full scale (a square wave of full amplitude is 0). */
final class LevelMeter {
    private static final int FRAMES = 50;
    private final double[] energies = new double[FRAMES];
    private int at;
    private double lastRms;

    void frame(short[] pcm, int samples) {
        long sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += (long) pcm[i] * pcm[i];
        }
        double energy = samples == 0 ? 0 : (double) sum / samples;
        energies[at] = energy;
        at = (at + 1) % FRAMES;
        lastRms = Math.sqrt(energy);
    }

    double lastRms() {
        return lastRms;
    }

    double dbov() {
        double sum = 0;
        for (double energy : energies) {
            sum += energy;
        }
        double mean = sum / FRAMES;
        return mean < 1 ? -127 : Math.max(-127, 10 * Math.log10(mean / (32_768.0 * 32_768.0)));
    }
}
