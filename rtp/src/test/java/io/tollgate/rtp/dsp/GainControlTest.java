package io.tollgate.rtp.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.dsp.Speech.Noise;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GainControlTest {
    @ParameterizedTest
    @CsvSource({"8000, -40", "8000, -30", "8000, -26", "8000, -15", "16000, -38", "16000, -12"})
    void bringsSpeechToItsLevel(int rate, int levelDbov) {
        short[] pcm = repeated(Speech.spoken(rate, levelDbov), 4);
        control(new GainControl(rate), new SpeechDetector(rate), pcm, rate);
        short[] last = last(pcm, pcm.length / 4);
        assertThat(Speech.active(last, rate)).isCloseTo(GainControl.DEFAULT_TARGET_DBOV, within(2.5));
    }

    @Test
    void theGainHasItsLimit() {
        short[] pcm = repeated(Speech.spoken(8_000, -50), 4);
        GainControl control = new GainControl(8_000, -20, 12);
        control(control, new SpeechDetector(8_000), pcm, 8_000);
        assertThat(Speech.active(last(pcm, pcm.length / 4), 8_000)).isCloseTo(-38, within(1.5));
        assertThat(control.gainDb()).isLessThanOrEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, -45, -35})
    void noiseIsNeverMadeLouder(int levelDbov) {
        short[] noise = Speech.noise(Noise.CAR, 8_000, 80_000, levelDbov, 2);
        short[] pcm = noise.clone();
        GainControl control = new GainControl(8_000);
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            control.process(pcm, at, 160, false);
        }
        assertThat(pcm).isEqualTo(noise);
    }

    @Test
    void afterSoftSpeechThePauseIsAsQuietAsBefore() {
        short[] spoken = repeated(Speech.spoken(8_000, -40), 2);
        short[] noise = Speech.noise(Noise.WHITE, 8_000, spoken.length + 24_000, -65, 2);
        short[] pcm = Speech.mixed(noise, spoken);
        GainControl control = new GainControl(8_000);
        control(control, new SpeechDetector(8_000), pcm, 8_000);
        assertThat(control.gainDb()).as("for the next word").isGreaterThan(8);
        assertThat(Speech.levelDbov(pcm, pcm.length - 8_000, 8_000)).isCloseTo(-65, within(1.0));
    }

    /** A shout after whispers: nothing reaches the ceiling, and no two samples beside each other are pressed flat. */
    @Test
    void theLimiterNeverClips() {
        short[] pcm = Speech.spoken(8_000, -42);
        short[] shout = Signals.sine(300, 32_000, 8_000, 4_000);
        int start = pcm.length / 160 * 160;
        short[] both = new short[start + shout.length];
        System.arraycopy(pcm, 0, both, 0, start);
        System.arraycopy(shout, 0, both, start, shout.length);
        GainControl control = new GainControl(8_000);
        for (int at = 0; at + 160 <= both.length; at += 160) {
            control.process(both, at, 160, true);
        }
        int flat = 0;
        int loudest = 0;
        for (int i = 1; i < both.length; i++) {
            loudest = Math.max(loudest, Math.abs(both[i]));
            flat += Math.abs(both[i]) > 25_000 && both[i] == both[i - 1] ? 1 : 0;
        }
        assertThat(loudest).isLessThanOrEqualTo(29_201);
        assertThat(flat).as("samples at the top that equal their neighbours").isLessThan(40);
    }

    @Test
    void aStepInLevelIsFollowedSlowlyUpAndFasterDown() {
        GainControl control = new GainControl(8_000);
        assertThat(secondsUntil(control, 400, 10)).as("up").isBetween(2.0, 6.0);
        assertThat(secondsUntil(control, 15_000, 0)).as("down").isBetween(0.1, 1.5);
    }

    private static double secondsUntil(GainControl control, int amplitude, double gainDb) {
        boolean up = control.gainDb() < gainDb;
        int frames = 0;
        while (up ? control.gainDb() < gainDb : control.gainDb() > gainDb) {
            short[] frame = Signals.sine(500, amplitude, 8_000, 160);
            control.process(frame, 0, 160, true);
            frames++;
        }
        return frames / 50.0;
    }

    @Test
    void anythingStaysWithinTheCeiling() {
        SplittableRandom random = new SplittableRandom(4);
        GainControl control = new GainControl(16_000, -9, 40);
        short[] pcm = new short[400];
        for (int f = 0; f < 5_000; f++) {
            int amplitude = 1 << random.nextInt(1, 16);
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) Math.clamp(random.nextInt(-amplitude, amplitude + 1), -32_768, 32_767);
            }
            int samples = random.nextInt(pcm.length + 1);
            control.process(pcm, 0, samples, random.nextInt(3) > 0);
            for (int i = 0; i < samples; i++) {
                assertThat(Math.abs(pcm[i])).isLessThanOrEqualTo(29_201);
            }
        }
        control.reset();
        assertThat(control.gainDb()).isZero();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new GainControl(8_000, -60, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GainControl(8_000, Double.NaN, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GainControl(8_000, -20, 41)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new GainControl(12_000)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void control(GainControl control, SpeechDetector detector, short[] pcm, int rate) {
        int frame = rate / 50;
        for (int at = 0; at + frame <= pcm.length; at += frame) {
            control.process(pcm, at, frame, detector.speech(pcm, at, frame));
        }
    }

    private static short[] repeated(short[] pcm, int times) {
        short[] out = new short[times * pcm.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(pcm, 0, out, i * pcm.length, pcm.length);
        }
        return out;
    }

    private static short[] last(short[] pcm, int samples) {
        short[] out = new short[samples];
        System.arraycopy(pcm, pcm.length - samples, out, 0, samples);
        return out;
    }
}
