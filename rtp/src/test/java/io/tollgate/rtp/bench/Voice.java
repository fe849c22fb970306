package io.tollgate.rtp.bench;

import java.util.SplittableRandom;

/**
 * Sound with the traits that cost a speech codec its time: a gliding pitch, moving formants, hiss and pauses. A seed gives
 * the same sound always; it says nothing.
 */
final class Voice {
    private static final double[][] VOWELS_HZ = {
        {730, 1_090, 2_440, 3_400},
        {270, 2_290, 3_010, 3_700},
        {300, 870, 2_240, 3_300},
        {530, 1_840, 2_480, 3_500},
        {570, 840, 2_410, 3_300},
        {440, 1_020, 2_240, 3_400},
        {660, 1_720, 2_410, 3_600}
    };
    private static final double BANDWIDTH_HZ = 90;
    private static final double LEVEL = 3_000;

    private final int rate;
    private final SplittableRandom random;
    private final double[] formants = VOWELS_HZ[0].clone();
    private final double[] y1 = new double[formants.length];
    private final double[] y2 = new double[formants.length];
    private double phase;

    private Voice(int rate, long seed) {
        this.rate = rate;
        this.random = new SplittableRandom(seed);
    }

    /**
     * @param rate of the samples in Hz
     * @param seconds how long
     */
    static short[] speak(int rate, int seconds, long seed) {
        Voice voice = new Voice(rate, seed);
        double[] sound = new double[rate * seconds];
        int at = 0;
        while (at < sound.length) {
            at = voice.syllable(sound, at);
        }
        return voice.levelled(sound);
    }

    private int syllable(double[] sound, int at) {
        double[] vowel = VOWELS_HZ[random.nextInt(VOWELS_HZ.length)];
        double pitch = random.nextDouble(95, 150);
        double hiss = random.nextInt(3) == 0 ? random.nextDouble(0.1, 0.6) : 0.02;
        int length = (int) (rate * random.nextDouble(0.12, 0.3));
        int end = Math.min(at + length, sound.length);
        for (int i = at; i < end; i++) {
            double part = (double) (i - at) / length;
            double loudness = Math.sin(Math.PI * part);
            phase += pitch * (1 - 0.15 * part) / rate;
            double pulse = phase >= 1 ? 1 : 0;
            phase -= pulse;
            sound[i] = loudness * resonate(pulse + hiss * (1 - part) * random.nextDouble(-0.3, 0.3), vowel);
        }
        boolean pause = random.nextInt(6) == 0;
        return end + (pause ? (int) (rate * random.nextDouble(0.2, 0.9)) : 0);
    }

    private double resonate(double in, double[] target) {
        double out = 0.05 * in;
        double decay = Math.exp(-Math.PI * BANDWIDTH_HZ / rate);
        for (int f = 0; f < formants.length; f++) {
            formants[f] += (target[f] - formants[f]) * 40 / rate;
            double y = in + 2 * decay * Math.cos(2 * Math.PI * formants[f] / rate) * y1[f] - decay * decay * y2[f];
            y2[f] = y1[f];
            y1[f] = y;
            out += y / (f + 1);
        }
        return out;
    }

    private short[] levelled(double[] sound) {
        double power = 0;
        for (double each : sound) {
            power += each * each;
        }
        double gain = LEVEL / Math.sqrt(power / sound.length);
        short[] pcm = new short[sound.length];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(sound[i] * gain, -32_000, 32_000);
        }
        return pcm;
    }
}
