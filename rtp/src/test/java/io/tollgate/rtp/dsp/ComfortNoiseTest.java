package io.tollgate.rtp.dsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.dsp.Speech.Noise;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComfortNoiseTest {
    @Test
    void aLevelAloneIsOneOctet() {
        byte[] payload = new byte[3];
        assertThat(describe(Speech.noise(Noise.WHITE, 8_000, 8_000, -45, 1), 8_000, 0, payload))
                .isEqualTo(1);
        assertThat(payload).containsExactly(45, 0, 0);
    }

    @Test
    void silenceIsTheLowestLevelAndFlat() {
        byte[] payload = new byte[5];
        assertThat(describe(new short[1_600], 8_000, 4, payload)).isEqualTo(5);
        assertThat(payload).containsExactly(127, 127, 127, 127, 127);
    }

    /** A first-order process has one coefficient: the negative of its correlation over one sample. */
    @ParameterizedTest
    @ValueSource(doubles = {-0.9, -0.5, 0.0, 0.5, 0.9})
    void coefficientsAreThoseOfTheProcess(double pole) {
        SplittableRandom random = new SplittableRandom(4);
        short[] pcm = new short[80_000];
        double last = 0;
        for (int i = 0; i < pcm.length; i++) {
            last = pole * last + 200 * random.nextGaussian();
            pcm[i] = (short) last;
        }
        byte[] payload = new byte[5];
        describe(pcm, 8_000, 4, payload);
        assertThat(((payload[1] & 0xff) - 127) * 258 / 32_768.0).isCloseTo(-pole, within(0.06));
        assertThat(((payload[2] & 0xff) - 127) * 258 / 32_768.0).isCloseTo(0, within(0.12));
    }

    @ParameterizedTest
    @CsvSource({"8000, WHITE", "8000, CAR", "16000, WHITE", "16000, CAR", "8000, BABBLE"})
    void whatIsPlayedHasTheLevelAndTheTiltOfWhatWasHeard(int rate, Noise kind) {
        for (int level : new int[] {-30, -45, -60}) {
            short[] heard = Speech.noise(kind, rate, 2 * rate, level, 8);
            byte[] payload = new byte[11];
            ComfortNoise analyser = new ComfortNoise(rate, 10);
            // The average holds the last 200 ms, so these are what must be matched.
            int from = heard.length - rate / 5;
            analyser.analyse(heard, 0, heard.length);
            int length = analyser.payload(payload, 0);
            ComfortNoiseGenerator generator = new ComfortNoiseGenerator(rate, 3);
            assertThat(generator.payload(payload, 0, length)).isTrue();
            short[] played = new short[4 * rate];
            generator.play(played, 0, played.length);
            double expected = Speech.levelDbov(heard, from, rate / 5);
            assertThat(Speech.levelDbov(played, 0, played.length))
                    .as("%s at %d dBov", kind, level)
                    .isCloseTo(expected, within(1.0));
            if (level > -60) {
                assertThat(tilt(played, 0, played.length, rate))
                        .as("tilt of %s", kind)
                        .isCloseTo(tilt(heard, from, rate / 5, rate), within(2.0));
            }
        }
    }

    /** Power above a quarter of the band over power below, in dB. */
    private static double tilt(short[] pcm, int off, int samples, int rate) {
        RealFft fft = new RealFft(256);
        float[] block = new float[256];
        float[] re = new float[129];
        float[] im = new float[129];
        double low = 0;
        double high = 0;
        for (int at = off; at + 256 <= off + samples; at += 128) {
            for (int i = 0; i < 256; i++) {
                block[i] = (float) (pcm[at + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * (i + 0.5) / 256)));
            }
            fft.forward(block, 0, re, im);
            for (int k = 1; k < 129; k++) {
                double power = re[k] * re[k] + im[k] * im[k];
                low += k < 32 ? power : 0;
                high += k < 32 ? 0 : power;
            }
        }
        assertThat(rate).isPositive();
        return 10 * Math.log10(high / low);
    }

    @ParameterizedTest
    @CsvSource({"8000, 40", "16000, 40", "8000, 20", "8000, 70"})
    void everyLevelIsMetWithinOneDecibel(int rate, int level) {
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(rate, 77);
        assertThat(generator.payload(new byte[] {(byte) level}, 0, 1)).isTrue();
        short[] played = new short[2 * rate];
        generator.play(played, 0, played.length);
        assertThat(Speech.levelDbov(played, 0, played.length)).isCloseTo(-level, within(1.0));
        assertThat(Speech.levelDbov(played, 0, rate / 50))
                .as("from the first frame on")
                .isCloseTo(-level, within(2.0));
    }

    @Test
    void levelsGlideAndSilenceBecomesSilent() {
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 5);
        short[] frame = new short[160];
        generator.payload(new byte[] {60}, 0, 1);
        generator.play(frame, 0, 160);
        generator.payload(new byte[] {30}, 0, 1);
        double last = -60;
        int frames = 0;
        while (last < -31.5) {
            generator.play(frame, 0, 160);
            double level = Speech.levelDbov(frame, 0, 160);
            assertThat(level - last).as("rise in 20 ms").isLessThan(23);
            last = level;
            frames++;
        }
        assertThat(frames).as("frames of 20 ms until the new level").isBetween(2, 15);
        generator.payload(new byte[] {127}, 0, 1);
        for (int i = 0; i < 50; i++) {
            generator.play(frame, 0, 160);
        }
        assertThat(Speech.power(frame, 0, 160)).isZero();
    }

    @Test
    void withoutAPayloadThereIsAQuietFloor() {
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 5);
        short[] played = new short[16_000];
        generator.play(played, 0, played.length);
        assertThat(Speech.levelDbov(played, 0, played.length)).isCloseTo(ComfortNoiseGenerator.FLOOR_DBOV, within(1.0));
        generator.noiseFloor(-50);
        generator.play(played, 0, played.length);
        assertThat(Speech.levelDbov(played, 8_000, 8_000)).isCloseTo(-50, within(1.0));
        assertThat(tilt(played, 8_000, 8_000, 8_000))
                .as("falls towards high frequencies")
                .isLessThan(2);
    }

    @Test
    void theSameSeedPlaysTheSameNoise() {
        short[] one = new short[800];
        short[] other = new short[800];
        new ComfortNoiseGenerator(8_000, 12).play(one, 0, 800);
        new ComfortNoiseGenerator(8_000, 12).play(other, 0, 800);
        assertThat(other).isEqualTo(one);
        new ComfortNoiseGenerator(8_000, 13).play(other, 0, 800);
        assertThat(other).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "80", "ff", "2dff", "2d7f7fff", "aa7f7f"})
    void malformedPayloadsChangeNothing(String hex) {
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 12);
        ComfortNoiseGenerator untouched = new ComfortNoiseGenerator(8_000, 12);
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(generator.payload(bytes, 0, bytes.length)).isFalse();
        short[] one = new short[320];
        short[] other = new short[320];
        generator.play(one, 0, 320);
        untouched.play(other, 0, 320);
        assertThat(one).isEqualTo(other);
    }

    @Test
    void anyBytesArePlayedWithoutBursting() {
        SplittableRandom random = new SplittableRandom(99);
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 12);
        short[] frame = new short[160];
        for (int i = 0; i < 5_000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(40, 128);
            }
            generator.payload(bytes, 0, bytes.length);
            generator.play(frame, 0, 160);
            assertThat(Speech.levelDbov(frame, 0, 160))
                    .as("payload %s", Arrays.toString(bytes))
                    .isLessThan(-15);
        }
    }

    @Test
    void saysWhenTheNoiseHasChanged() {
        ComfortNoise analyser = new ComfortNoise(8_000, 6);
        assertThat(analyser.known()).isFalse();
        short[] quiet = Speech.noise(Noise.WHITE, 8_000, 4_000, -60, 2);
        analyser.analyse(quiet, 0, quiet.length);
        assertThat(analyser.known()).isTrue();
        assertThat(analyser.levelDbov()).isCloseTo(-60, within(0.5));
        assertThat(analyser.changed()).as("before the first payload").isTrue();
        analyser.payload(new byte[7], 0);
        assertThat(analyser.changed()).isFalse();
        short[] louder = Speech.noise(Noise.WHITE, 8_000, 4_000, -55, 2);
        analyser.analyse(louder, 0, louder.length);
        assertThat(analyser.changed()).as("5 dB louder").isTrue();
        analyser.payload(new byte[7], 0);
        short[] darker = Speech.noise(Noise.CAR, 8_000, 4_000, -55, 2);
        analyser.analyse(darker, 0, darker.length);
        assertThat(analyser.changed()).as("another colour").isTrue();
        analyser.reset();
        assertThat(analyser.known()).isFalse();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new ComfortNoise(8_000, 11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ComfortNoise(44_100, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ComfortNoiseGenerator(11_025, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ComfortNoise(8_000, 10).payload(new byte[10], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static int describe(short[] pcm, int rate, int order, byte[] payload) {
        ComfortNoise analyser = new ComfortNoise(rate, order);
        analyser.analyse(pcm, 0, pcm.length);
        return analyser.payload(payload, 0);
    }
}
