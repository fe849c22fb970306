package io.tollgate.rtp.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConcealmentTest {
    private static final int FRAME = 160;

    private static short[] voice(int from, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            double t = (from + i) / 8_000.0;
            pcm[i] = (short) (6_000 * Math.sin(2 * Math.PI * 125 * t) + 3_000 * Math.sin(2 * Math.PI * 250 * t + 1));
        }
        return pcm;
    }

    private static double rms(short[] pcm) {
        double sum = 0;
        for (short s : pcm) {
            sum += (double) s * s;
        }
        return Math.sqrt(sum / pcm.length);
    }

    private static Concealment afterSpeech() {
        Concealment concealment = new Concealment(8_000);
        for (int i = 0; i < 10; i++) {
            concealment.good(voice(i * FRAME, FRAME), 0, FRAME);
        }
        return concealment;
    }

    @Test
    void aLostFrameOfAPeriodicSoundIsContinuedInItsPeriod() {
        short[] made = new short[FRAME];
        afterSpeech().conceal(made, 0, FRAME);
        short[] truth = voice(10 * FRAME, FRAME);
        double error = 0;
        double energy = 0;
        for (int i = 0; i < FRAME / 2; i++) {
            error += Math.pow(made[i] - truth[i], 2);
            energy += Math.pow(truth[i], 2);
        }
        assertThat(10 * Math.log10(energy / error))
                .as("SNR of the first 10 ms, dB")
                .isGreaterThan(20);
    }

    @Test
    void theSoundFadesToSilenceWithinSixtyMilliseconds() {
        Concealment concealment = afterSpeech();
        double before = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            short[] made = new short[FRAME];
            concealment.conceal(made, 0, FRAME);
            assertThat(rms(made)).isLessThan(before).isPositive();
            before = rms(made);
        }
        short[] fourth = new short[FRAME];
        concealment.conceal(fourth, 0, FRAME);
        assertThat(fourth).containsOnly((short) 0);
    }

    @Test
    void neitherTheLossNorTheReturnClicks() {
        Concealment concealment = afterSpeech();
        short[] all = new short[4 * FRAME];
        System.arraycopy(voice(9 * FRAME, FRAME), 0, all, 0, FRAME);
        concealment.conceal(all, FRAME, FRAME);
        concealment.conceal(all, 2 * FRAME, FRAME);
        short[] back = voice(12 * FRAME, FRAME);
        concealment.good(back, 0, FRAME);
        System.arraycopy(back, 0, all, 3 * FRAME, FRAME);
        int largestStep = 0;
        for (int i = 1; i < all.length; i++) {
            largestStep = Math.max(largestStep, Math.abs(all[i] - all[i - 1]));
        }
        assertThat(largestStep)
                .as("the undamaged sound itself steps by about 1100")
                .isLessThan(2_200);
    }

    @Test
    void silenceIsConcealedBySilence() {
        Concealment concealment = new Concealment(8_000);
        short[] made = new short[FRAME];
        concealment.conceal(made, 0, FRAME);
        assertThat(made).containsOnly((short) 0);
    }
}
