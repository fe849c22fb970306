package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.audio.WavFile;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ears are worth nothing unless they can hear that something is wrong. */
class AudioMatchTest {
    private static final int RATE = 8000;
    private static final long SEED = 20261121;

    @Test
    void theSameVoiceLaterQuieterAndNoisyIsTheSame() {
        WavFile voice = voice(1, 8);
        WavFile heard = new WavFile(RATE, late(noisy(voice.mono(), 0.5, 10), RATE / 3));

        AudioMatch match = AudioMatch.of(voice, heard);

        assertThat(match.same()).as(match.toString()).isTrue();
        assertThat(match.delayMs()).isEqualTo(333);
    }

    @Test
    void theSameVoiceAtAnotherRateIsTheSame() {
        WavFile voice = voice(1, 8);
        double[] finer = Resample.to(48_000, RATE, voice.mono());

        AudioMatch match = AudioMatch.of(voice, new WavFile(48_000, Resample.toShorts(finer)));

        assertThat(match.same()).as(match.toString()).isTrue();
        assertThat(match.matched()).isCloseTo(1, within(0.01));
    }

    @Test
    void anotherVoiceIsNotTheSame() {
        AudioMatch match = AudioMatch.of(voice(1, 8), voice(2, 8));

        assertThat(match.same()).as(match.toString()).isFalse();
        assertThat(match.matched()).isLessThan(0.5);
    }

    @Test
    void silenceAndNothingAreNotTheSame() {
        WavFile voice = voice(1, 8);

        assertThat(AudioMatch.of(voice, new WavFile(RATE, new short[8 * RATE])).same())
                .isFalse();
        assertThat(AudioMatch.of(voice, new WavFile(RATE, new short[0])).same()).isFalse();
    }

    @Test
    void noiseIsNotTheSame() {
        short[] nothing = new short[8 * RATE];

        AudioMatch match = AudioMatch.of(voice(1, 8), new WavFile(RATE, noisy(nothing, 1, 8000)));

        assertThat(match.same()).as(match.toString()).isFalse();
    }

    @Test
    void halfOfTheVoiceIsNotTheSame() {
        WavFile voice = voice(1, 8);
        WavFile half = new WavFile(RATE, Arrays.copyOf(voice.mono(), 4 * RATE));

        AudioMatch match = AudioMatch.of(voice, half);

        assertThat(match.matched()).as(match.toString()).isCloseTo(0.5, within(0.13));
        assertThat(match.same()).isFalse();
    }

    @Test
    void aVoiceWithHolesIsFoundOnlyWhereItIs() {
        WavFile voice = voice(1, 8);
        short[] broken = voice.mono().clone();
        for (int at = 0; at < broken.length; at += RATE) {
            Arrays.fill(broken, at, at + RATE / 2, (short) 0);
        }

        AudioMatch match = AudioMatch.of(voice, new WavFile(RATE, broken));

        assertThat(match.same()).as(match.toString()).isFalse();
    }

    @Test
    void aDelayThatSettlesInSmallStepsIsFollowed() {
        WavFile voice = voice(1, 8);
        short[] settling = without(without(voice.mono(), 4 * RATE, RATE / 25), 2 * RATE, RATE / 25);

        AudioMatch match = AudioMatch.of(voice, new WavFile(RATE, settling));

        assertThat(match.same()).as(match.toString()).isTrue();
    }

    @Test
    void aDelayThatJumpsAtOnceIsNotFollowed() {
        WavFile voice = voice(1, 8);
        short[] jumping = without(voice.mono(), 4 * RATE, RATE / 8);

        AudioMatch match = AudioMatch.of(voice, new WavFile(RATE, jumping));

        assertThat(match.same()).as(match.toString()).isFalse();
    }

    @Test
    void theTransformFindsATone() {
        double[] re = new double[64];
        double[] im = new double[64];
        for (int i = 0; i < re.length; i++) {
            re[i] = Math.cos(2 * Math.PI * 5 * i / 64);
        }

        Fft.forward(re, im);

        assertThat(re[5]).isCloseTo(32, within(1e-9));
        assertThat(re[59]).isCloseTo(32, within(1e-9));
        assertThat(Math.hypot(re[6], im[6])).isCloseTo(0, within(1e-9));
    }

    /** Syllables of wandering pitch and colour: as much like speech as the ears need. */
    private static WavFile voice(int number, int seconds) {
        SplittableRandom random = new SplittableRandom(SEED + number);
        short[] out = new short[seconds * RATE];
        int at = 0;
        while (at < out.length) {
            int length = Math.min(out.length - at, random.nextInt(RATE / 10, RATE / 4));
            double pitch = random.nextDouble(90, 240);
            double colour = random.nextDouble(400, 2800);
            for (int i = 0; i < length; i++) {
                double envelope = Math.sin(Math.PI * i / length);
                double sum = 0;
                for (int k = 1; k * pitch < 3500; k++) {
                    sum += Math.exp(-Math.abs(k * pitch - colour) / 300) * Math.sin(2 * Math.PI * k * pitch * i / RATE);
                }
                out[at + i] = (short) (4000 * envelope * sum / 2);
            }
            at += length + random.nextInt(RATE / 50, RATE / 10);
        }
        return new WavFile(RATE, out);
    }

    private static short[] noisy(short[] sound, double gain, int noise) {
        SplittableRandom random = new SplittableRandom(SEED);
        short[] out = new short[sound.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (short) (sound[i] * gain + random.nextInt(-noise, noise));
        }
        return out;
    }

    private static short[] without(short[] sound, int from, int samples) {
        short[] out = Arrays.copyOf(sound, sound.length - samples);
        System.arraycopy(sound, from + samples, out, from, out.length - from);
        return out;
    }

    private static short[] late(short[] sound, int samples) {
        short[] out = new short[sound.length + samples];
        System.arraycopy(sound, 0, out, samples, sound.length);
        return out;
    }
}
