package io.tollgate.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LevelTrackerTest {
    private static final double FULL = 32_767;

    private static LevelTracker tracked(int rate, int ms, IntUnaryOperator sample) {
        LevelTracker level = new LevelTracker();
        feed(level, rate, 0, ms, sample);
        return level;
    }

    private static void feed(LevelTracker level, int rate, int fromMs, int ms, IntUnaryOperator sample) {
        int frame = rate / 50;
        short[] pcm = new short[frame + 3];
        for (int at = fromMs * (rate / 1_000); at < (fromMs + ms) * (rate / 1_000); at += frame) {
            for (int i = 0; i < frame; i++) {
                pcm[3 + i] = (short) sample.applyAsInt(at + i);
            }
            level.frame(pcm, 3, frame, rate);
        }
    }

    private static IntUnaryOperator sine(double amplitude, int rate) {
        return i -> (int) Math.round(amplitude * Math.sin(2 * Math.PI * 1_004 * i / rate));
    }

    /** Noise of this level, different for each sample and the same in each run. */
    private static IntUnaryOperator noise(double dbov) {
        double rms = 32_768 * Math.pow(10, dbov / 20);
        SplittableRandom random = new SplittableRandom(56);
        return i -> Math.clamp(Math.round(rms * random.nextGaussian()), -32_768, 32_767);
    }

    @ParameterizedTest
    @CsvSource({"8000, 1, -3.01", "8000, 0.1, -23.01", "16000, 0.5, -9.03", "48000, 0.01, -43.01"})
    void aSineHasItsLevel(int rate, double amplitude, double dbov) {
        LevelTracker level = tracked(rate, 5_000, sine(amplitude * FULL, rate));
        assertThat(level.levelDbov()).isCloseTo(dbov, within(0.05));
        assertThat(level.speechDbov()).isCloseTo(dbov, within(0.3));
        assertThat(level.peakDbov()).isCloseTo(dbov + 3.01, within(0.1));
        assertThat(level.speechPct()).isGreaterThan(98);
    }

    @Test
    void silenceIsSilence() {
        LevelTracker level = tracked(8_000, 3_000, i -> 0);
        assertThat(level.levelDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.speechDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.noiseDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.peakDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.sounding()).isFalse();
        assertThat(level.soundlessMs()).isEqualTo(3_000);
        assertThat(new LevelTracker().levelDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
    }

    @Test
    void theNoiseThatACoderMakesOfSilenceIsNoSound() {
        assertThat(tracked(8_000, 200, i -> i % 2 == 0 ? 8 : -8).sounding()).isFalse();
        assertThat(tracked(8_000, 200, noise(-60)).sounding()).isTrue();
    }

    /** P.56: the level of speech is that of the time in which there is speech, however long the pauses are. */
    @ParameterizedTest
    @CsvSource({"-20, -60, 50", "-26, -55, 30", "-30, -65, 20", "-15, -50, 70"})
    void speechAndTheNoiseBetweenAreToldApart(double speech, double noise, int sharePct) {
        IntUnaryOperator talker = noise(speech);
        IntUnaryOperator room = noise(noise);
        LevelTracker level = new LevelTracker();
        int talkMs = 4_000 * sharePct / 100 / 20 * 20;
        for (int i = 0; i < 10; i++) {
            feed(level, 8_000, 0, talkMs, talker);
            feed(level, 8_000, 0, 4_000 - talkMs, room);
        }
        assertThat(level.speechDbov()).isCloseTo(speech, within(1.5));
        assertThat(level.noiseDbov()).isCloseTo(noise, within(1.5));
        assertThat(level.speechPct()).isCloseTo(sharePct, within(12.0));
    }

    @Test
    void whatIsNeverLoudIsNoise() {
        LevelTracker level = tracked(8_000, 5_000, noise(-58));
        assertThat(level.speechDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.noiseDbov()).isCloseTo(-58, within(0.5));
    }

    @Test
    void theLevelIsThatOfTheLastSecond() {
        LevelTracker level = tracked(8_000, 5_000, sine(FULL, 8_000));
        feed(level, 8_000, 0, 500, i -> 0);
        assertThat(level.levelDbov()).isCloseTo(-6.02, within(0.1));
        feed(level, 8_000, 0, 500, i -> 0);
        assertThat(level.levelDbov()).isEqualTo(LevelTracker.SILENT_DBOV);
        assertThat(level.soundlessMs()).isEqualTo(1_000);
        feed(level, 8_000, 0, 20, sine(FULL, 8_000));
        assertThat(level.soundlessMs()).isZero();
        assertThat(level.lastFrameRms()).isCloseTo(FULL / Math.sqrt(2), within(50.0));
    }

    @Test
    void clippingIsCounted() {
        LevelTracker level = tracked(8_000, 1_000, i -> i % 10 == 0 ? 32_124 : i % 10 == 5 ? -32_768 : 1_000);
        assertThat(level.clippedPct()).isCloseTo(20, within(0.001));
        assertThat(level.peakDbov()).isCloseTo(0, within(0.001));
        assertThat(tracked(8_000, 1_000, sine(20_000, 8_000)).clippedPct()).isZero();
    }

    @Test
    void oddFramesDoNoHarm() {
        LevelTracker level = new LevelTracker();
        short[] pcm = new short[7];
        java.util.Arrays.fill(pcm, (short) 3_277);
        for (int i = 0; i < 5_000; i++) {
            level.frame(pcm, 0, 7, 8_000);
            level.frame(pcm, 0, 0, 8_000);
        }
        assertThat(level.levelDbov()).isCloseTo(-20, within(0.01));
    }
}
