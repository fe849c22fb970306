package io.tollgate.rtp.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.dsp.Speech.Noise;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpeechDetectorTest {
    /** What is spoken, three times with 1.5 s between: frames of 20 ms are words when they are loud enough to matter. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Material(short[] clean, boolean[] words, int frame) {
        static Material at(int rate) {
            short[] spoken = Speech.spoken(rate, -24);
            int pause = rate * 3 / 2;
            short[] clean = new short[3 * (spoken.length + pause)];
            for (int i = 0; i < 3; i++) {
                System.arraycopy(spoken, 0, clean, pause + i * (spoken.length + pause), spoken.length);
            }
            int frame = rate / 50;
            boolean[] words = new boolean[clean.length / frame];
            for (int f = 0; f < words.length; f++) {
                words[f] = Speech.levelDbov(clean, f * frame, frame) > -24 - 15;
            }
            return new Material(clean, words, frame);
        }
    }

    /** Shares of word frames missed, and of pauses (farther than 300 ms behind a word) taken for speech, after 3 s. */
    private record Figures(double missed, double falseAlarms, double sent) {
        static Figures of(Material material, short[] heard, int rate, SpeechDetector detector) {
            int words = 0;
            int missed = 0;
            int pauses = 0;
            int alarms = 0;
            int sent = 0;
            int lastWord = -1_000;
            for (int f = 0; f < material.words.length; f++) {
                boolean speech = detector.speech(heard, f * material.frame, material.frame);
                sent += speech ? 1 : 0;
                if (material.words[f]) {
                    lastWord = f;
                    words++;
                    missed += speech ? 0 : 1;
                } else if (f - lastWord > 15 && f * material.frame > 3 * rate && quiet(material, f)) {
                    pauses++;
                    alarms += speech ? 1 : 0;
                }
            }
            return new Figures(
                    (double) missed / words, (double) alarms / pauses, (double) sent / material.words.length);
        }

        private static boolean quiet(Material material, int f) {
            return Speech.levelDbov(material.clean, f * material.frame, material.frame) < -70;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "8000, WHITE, 30, 0.005, 0.02",
        "8000, WHITE, 20, 0.01, 0.02",
        "8000, WHITE, 10, 0.02, 0.02",
        "8000, CAR, 20, 0.01, 0.02",
        "8000, CAR, 10, 0.01, 0.02",
        "8000, BABBLE, 20, 0.005, 1",
        "16000, WHITE, 20, 0.01, 0.02",
        "16000, CAR, 10, 0.01, 0.02",
    })
    void findsWordsInNoise(int rate, Noise kind, double snrDb, double maxMissed, double maxAlarms) {
        Material material = Material.at(rate);
        short[] noise = Speech.noise(kind, rate, material.clean.length, -24 - snrDb, 7);
        short[] heard = Speech.mixed(material.clean, noise);
        Figures figures = Figures.of(material, heard, rate, new SpeechDetector(rate));
        assertThat(figures.missed).as("word frames missed").isLessThanOrEqualTo(maxMissed);
        assertThat(figures.falseAlarms).as("noise taken for speech").isLessThanOrEqualTo(maxAlarms);
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void cleanSpeechLosesNothing(int rate) {
        Material material = Material.at(rate);
        Figures figures = Figures.of(material, material.clean, rate, new SpeechDetector(rate));
        assertThat(figures.missed).isZero();
        assertThat(figures.falseAlarms).isZero();
        assertThat(figures.sent).as("share of frames sent").isLessThan(0.95);
    }

    @ParameterizedTest
    @ValueSource(ints = {-60, -40, -30, -20})
    void steadyNoiseIsSilenceOnceItIsKnown(int levelDbov) {
        SpeechDetector detector = new SpeechDetector(8_000);
        short[] noise = Speech.noise(Noise.CAR, 8_000, 10 * 8_000, levelDbov, 3);
        assertThat(sent(detector, noise, 2_000, 10_000)).isLessThanOrEqualTo(0.01);
        assertThat(detector.noiseDbov())
                .isGreaterThan(Math.max(levelDbov, -60) - 12)
                .isLessThan(levelDbov + 3);
    }

    @Test
    void louderNoiseIsLearntWithinThreeSeconds() {
        SpeechDetector detector = new SpeechDetector(8_000);
        sent(detector, Speech.noise(Noise.WHITE, 8_000, 5 * 8_000, -60, 3), 0, 5_000);
        short[] louder = Speech.noise(Noise.WHITE, 8_000, 6 * 8_000, -40, 4);
        assertThat(sent(detector, louder, 3_000, 6_000)).isZero();
    }

    @Test
    void tonesAreSpeechHoweverLong() {
        short[] dialTone = Signals.sine(425, 3_000, 8_000, 8 * 8_000);
        assertThat(sent(new SpeechDetector(8_000), dialTone, 0, 8_000)).isEqualTo(1);
        short[] busy = Tones.render(Tones.Plan.US, Tones.Tone.RINGBACK, 8_000);
        assertThat(sent(new SpeechDetector(8_000), busy, 0, 2_000)).isEqualTo(1);
        assertThat(sent(new SpeechDetector(8_000), busy, 3_000, 6_000)).isZero();
    }

    @Test
    void digitalSilenceIsSilentAndTheHangoverIsKept() {
        SpeechDetector detector = new SpeechDetector(8_000, 200);
        short[] silence = new short[160];
        for (int i = 0; i < 50; i++) {
            detector.speech(silence, 0, 160);
        }
        assertThat(detector.speech(silence, 0, 160)).isFalse();
        short[] word = Speech.noise(Noise.WHITE, 8_000, 8 * 160, -26, 9);
        for (int i = 0; i < 8; i++) {
            assertThat(detector.speech(word, i * 160, 160))
                    .as("frame %d of the word", i)
                    .isTrue();
        }
        int after = 0;
        while (detector.speech(silence, 0, 160)) {
            after++;
        }
        assertThat(after).as("frames of 20 ms").isBetween(10, 11);
    }

    @Test
    void framesOfAnyLengthGiveTheSameAnswer() {
        short[] heard = Speech.mixed(Speech.spoken(8_000, -26), Speech.noise(Noise.CAR, 8_000, 60_000, -46, 5));
        boolean[] tens = decisions(heard, 80);
        boolean[] thirties = decisions(heard, 240);
        for (int f = 0; f < thirties.length; f++) {
            assertThat(thirties[f]).isEqualTo(tens[3 * f] || tens[3 * f + 1] || tens[3 * f + 2]);
        }
    }

    private static boolean[] decisions(short[] heard, int frame) {
        SpeechDetector detector = new SpeechDetector(8_000);
        boolean[] speech = new boolean[heard.length / frame];
        for (int f = 0; f < speech.length; f++) {
            speech[f] = detector.speech(heard, f * frame, frame);
        }
        return speech;
    }

    @Test
    void anythingIsHeardWithoutHarm() {
        SplittableRandom random = new SplittableRandom(11);
        SpeechDetector detector = new SpeechDetector(16_000);
        short[] pcm = new short[960];
        for (int i = 0; i < 2_000; i++) {
            int amplitude = 1 << random.nextInt(15);
            for (int s = 0; s < pcm.length; s++) {
                pcm[s] = random.nextInt(50) == 0 ? Short.MIN_VALUE : (short) random.nextInt(-amplitude, amplitude);
            }
            int off = random.nextInt(100);
            detector.speech(pcm, off, random.nextInt(pcm.length - off));
            assertThat(detector.noiseDbov()).isBetween(-127.0, 3.0);
        }
        detector.reset();
        Arrays.fill(pcm, (short) 0);
        assertThat(detector.speech(pcm, 0, 1)).as("before anything is known").isTrue();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new SpeechDetector(48_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SpeechDetector(8_000, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Share of the 20 ms frames in a span of time that are called speech. */
    private static double sent(SpeechDetector detector, short[] pcm, int fromMs, int toMs) {
        int frames = 0;
        int speech = 0;
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            boolean is = detector.speech(pcm, at, 160);
            if (at >= fromMs * 8 && at < toMs * 8) {
                frames++;
                speech += is ? 1 : 0;
            }
        }
        return (double) speech / frames;
    }
}
