package io.tollgate.rtp.jitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At both rates that telephones have; lengths are in samples of the rate. */
class ConcealmentTest {
    private static short[] voice(int rate, int from, int samples) {
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            double t = (double) (from + i) / rate;
            pcm[i] = (short) (6_000 * Math.sin(2 * Math.PI * 125 * t) + 3_000 * Math.sin(2 * Math.PI * 250 * t + 1));
        }
        return pcm;
    }

    private static Concealment afterSpeech(int rate) {
        Concealment concealment = new Concealment(rate);
        int frame = rate / 50;
        for (int i = 0; i < 10; i++) {
            concealment.good(voice(rate, i * frame, frame), 0, frame);
        }
        return concealment;
    }

    private static double rms(short[] pcm) {
        return Signals.rms(pcm, 0, pcm.length);
    }

    private static int largestStep(short[] pcm) {
        int largest = 0;
        for (int i = 1; i < pcm.length; i++) {
            largest = Math.max(largest, Math.abs(pcm[i] - pcm[i - 1]));
        }
        return largest;
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void aLostFrameOfAPeriodicSoundIsContinuedInItsPeriod(int rate) {
        int frame = rate / 50;
        short[] made = new short[frame];
        afterSpeech(rate).conceal(made, 0, frame);
        short[] truth = voice(rate, 10 * frame, frame);
        double error = 0;
        double energy = 0;
        for (int i = 0; i < frame / 2; i++) {
            error += Math.pow(made[i] - truth[i], 2);
            energy += Math.pow(truth[i], 2);
        }
        assertThat(10 * Math.log10(energy / error))
                .as("SNR of the first 10 ms, dB")
                .isGreaterThan(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void theSoundFadesToSilenceWithinSixtyMilliseconds(int rate) {
        Concealment concealment = afterSpeech(rate);
        double before = Double.MAX_VALUE;
        short[] made = new short[rate / 50];
        for (int i = 0; i < 3; i++) {
            concealment.conceal(made, 0, made.length);
            assertThat(rms(made)).isLessThan(before).isPositive();
            before = rms(made);
        }
        concealment.conceal(made, 0, made.length);
        assertThat(made).containsOnly((short) 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void neitherTheLossNorTheReturnClicks(int rate) {
        int frame = rate / 50;
        Concealment concealment = afterSpeech(rate);
        short[] all = new short[4 * frame];
        System.arraycopy(voice(rate, 9 * frame, frame), 0, all, 0, frame);
        concealment.conceal(all, frame, frame);
        concealment.conceal(all, 2 * frame, frame);
        short[] back = voice(rate, 12 * frame, frame);
        concealment.good(back, 0, frame);
        System.arraycopy(back, 0, all, 3 * frame, frame);
        int undamaged = largestStep(voice(rate, 0, 10 * frame));
        assertThat(largestStep(all)).isLessThan(undamaged * 3 / 2);
    }

    /** A voice that changes its pitch or its loudness does not fit its own last period: the seam is levelled out. */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void aChangingVoiceDoesNotClickEither(int rate) {
        int frame = rate / 50;
        short[] spoken = Signals.speech(rate, 2_000, 3_400);
        int undamaged = largestStep(spoken);
        for (int lost = 4; lost < 80; lost++) {
            Concealment concealment = new Concealment(rate);
            short[] heard = Arrays.copyOf(spoken, (lost + 4) * frame);
            for (int i = 0; i < lost + 4; i++) {
                if (i >= lost && i < lost + 2) {
                    concealment.conceal(heard, i * frame, frame);
                } else {
                    concealment.good(heard, i * frame, frame);
                }
            }
            assertThat(largestStep(heard)).as("frame %d lost", lost).isLessThan(undamaged * 5 / 4);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void aLossInPiecesSoundsLikeALossAtOnce(int rate) {
        short[] whole = new short[rate / 1_000 * 60];
        afterSpeech(rate).conceal(whole, 0, whole.length);
        short[] pieces = new short[whole.length];
        Concealment concealment = afterSpeech(rate);
        for (int at = 0; at < pieces.length; at += rate / 200) {
            concealment.conceal(pieces, at, rate / 200);
        }
        assertThat(pieces).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void silenceIsConcealedBySilence(int rate) {
        Concealment concealment = new Concealment(rate);
        short[] made = new short[rate / 50];
        concealment.conceal(made, 0, made.length);
        assertThat(made).containsOnly((short) 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void theLoudestSoundDoesNotOverflowTheSearch(int rate) {
        int frame = rate / 50;
        int half = rate / 200;
        Concealment concealment = new Concealment(rate);
        short[] square = new short[5 * frame];
        for (int i = 0; i < square.length; i++) {
            square[i] = i / half % 2 == 0 ? Short.MIN_VALUE : Short.MAX_VALUE;
        }
        concealment.good(square, 0, square.length);
        short[] made = new short[half];
        concealment.conceal(made, 0, half);
        assertThat(made).as("the next half period").containsOnly(square[0]);
    }

    @Test
    void otherRatesAreRefused() {
        assertThatThrownBy(() -> new Concealment(800)).hasMessageContaining("not at 800");
    }
}
