package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G711Test {
    /**
     * Table 2a of the Recommendation, positive values: decision value, code word before and at it, and the value decoded at
     * the far end, for the first interval of each segment. Values are of 14 bits there, times four here.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 11111111, 0",
        "1, 11111110, 2",
        "31, 11101111, 33",
        "95, 11011111, 99",
        "223, 11001111, 231",
        "479, 10111111, 495",
        "991, 10101111, 1023",
        "2015, 10011111, 2079",
        "4063, 10001111, 4191",
        "7903, 10000000, 8031"
    })
    void ulawSegmentsBeginWhereTheRecommendationSays(int decision14, String code, int decoded14) {
        byte expected = (byte) Integer.parseInt(code, 2);
        assertThat(G711.encodeUlaw((short) (4 * decision14))).isEqualTo(expected);
        assertThat(G711.decodeUlaw(expected)).isEqualTo((short) (4 * decoded14));
        if (decision14 > 0) {
            assertThat(G711.encodeUlaw((short) (4 * decision14 - 1))).isEqualTo((byte) (expected + 1));
        }
    }

    /** Table 1a, likewise; values of 13 bits there, times eight here. Code words are sent with even bits inverted. */
    @ParameterizedTest
    @CsvSource({
        "0, 10000000, 1",
        "2, 10000001, 3",
        "32, 10010000, 33",
        "64, 10100000, 66",
        "128, 10110000, 132",
        "256, 11000000, 264",
        "512, 11010000, 528",
        "1024, 11100000, 1056",
        "2048, 11110000, 2112",
        "3968, 11111111, 4032"
    })
    void alawSegmentsBeginWhereTheRecommendationSays(int decision13, String code, int decoded13) {
        byte expected = (byte) (Integer.parseInt(code, 2) ^ 0x55);
        assertThat(G711.encodeAlaw((short) (8 * decision13))).isEqualTo(expected);
        assertThat(G711.decodeAlaw(expected)).isEqualTo((short) (8 * decoded13));
        if (decision13 > 0) {
            assertThat(G711.encodeAlaw((short) (8 * decision13 - 1)))
                    .isEqualTo((byte) ((Integer.parseInt(code, 2) - 1) ^ 0x55));
        }
    }

    /**
     * Tables 5 and 6: the periodic sequences that stand for 1 kHz at 0 dBm0. Decoded they are a sine whose level lies 3.17 dB
     * (µ-law) and 3.14 dB (A-law) below full scale.
     */
    @Test
    void theDigitalMilliwattHasItsLevel() {
        byte[] ulaw = {0x1e, 0x0b, 0x0b, 0x1e, (byte) 0x9e, (byte) 0x8b, (byte) 0x8b, (byte) 0x9e};
        byte[] alaw = {0x34, 0x21, 0x21, 0x34, (byte) 0xb4, (byte) 0xa1, (byte) 0xa1, (byte) 0xb4};
        short[] fromUlaw = new short[8];
        short[] fromAlaw = new short[8];
        G711.decodeUlaw(ulaw, 0, 8, fromUlaw, 0);
        G711.decodeAlaw(alaw, 0, 8, fromAlaw, 0);
        double full = 32_768 / Math.sqrt(2);
        assertThat(20 * Math.log10(Signals.rms(fromUlaw, 0, 8) / full)).isBetween(-3.3, -3.1);
        assertThat(20 * Math.log10(Signals.rms(fromAlaw, 0, 8) / full)).isBetween(-3.2, -3.05);
    }

    /** The JDK's sound system has decoders of its own. */
    @Test
    void everyCodeDecodesAsTheJdkDecodesIt() throws IOException {
        byte[] codes = new byte[256];
        for (int i = 0; i < 256; i++) {
            codes[i] = (byte) i;
        }
        short[] ulaw = new short[256];
        short[] alaw = new short[256];
        G711.decodeUlaw(codes, 0, 256, ulaw, 0);
        G711.decodeAlaw(codes, 0, 256, alaw, 0);
        assertThat(ulaw).isEqualTo(decodedByTheJdk(AudioFormat.Encoding.ULAW, codes));
        assertThat(alaw).isEqualTo(decodedByTheJdk(AudioFormat.Encoding.ALAW, codes));
    }

    private static short[] decodedByTheJdk(AudioFormat.Encoding encoding, byte[] codes) throws IOException {
        AudioFormat format = new AudioFormat(encoding, 8_000, 8, 1, 1, 8_000, false);
        AudioFormat linear = new AudioFormat(8_000, 16, 1, true, true);
        try (AudioInputStream in = new AudioInputStream(new ByteArrayInputStream(codes), format, codes.length);
                AudioInputStream out = AudioSystem.getAudioInputStream(linear, in)) {
            short[] samples = new short[codes.length];
            ByteBuffer.wrap(out.readAllBytes()).asShortBuffer().get(samples);
            return samples;
        }
    }

    @Test
    void everyCodeComesBackThroughItsSample() {
        for (int code = 0; code < 256; code++) {
            byte expected = (byte) code;
            assertThat(G711.encodeAlaw(G711.decodeAlaw(expected)))
                    .as("A-law %d", code)
                    .isEqualTo(expected);
            byte ulaw = code == 0x7f ? (byte) 0xff : expected;
            assertThat(G711.encodeUlaw(G711.decodeUlaw(expected)))
                    .as("µ-law %d, of whose two zeros the positive one is sent", code)
                    .isEqualTo(ulaw);
        }
    }

    /** Half a step of the segment that a sample lies in, and the clipping at the end of the range. */
    @Test
    void noSampleIsOffByMoreThanHalfItsStep() {
        for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
            int magnitude = Math.abs(sample);
            int ulawError = Math.abs(G711.decodeUlaw(G711.encodeUlaw((short) sample)) - sample);
            int ulawStep = Integer.highestOneBit(Math.min(magnitude, 32_635) + 132) >> 4;
            assertThat(ulawError)
                    .as("µ-law %d", sample)
                    .isLessThanOrEqualTo(Math.max(ulawStep / 2, magnitude - 32_124));
            int alawError = Math.abs(G711.decodeAlaw(G711.encodeAlaw((short) sample)) - sample);
            int alawStep = Math.max(16, Integer.highestOneBit(Math.min(magnitude, 32_767)) >> 4);
            assertThat(alawError).as("A-law %d", sample).isLessThanOrEqualTo(alawStep / 2);
        }
    }

    @Test
    void louderNeverDecodesAsQuieter() {
        for (int sample = Short.MIN_VALUE + 1; sample <= Short.MAX_VALUE; sample++) {
            assertThat(G711.decodeUlaw(G711.encodeUlaw((short) sample)))
                    .isGreaterThanOrEqualTo(G711.decodeUlaw(G711.encodeUlaw((short) (sample - 1))));
            assertThat(G711.decodeAlaw(G711.encodeAlaw((short) sample)))
                    .isGreaterThanOrEqualTo(G711.decodeAlaw(G711.encodeAlaw((short) (sample - 1))));
        }
    }

    @Test
    void theLoudestSamplesStayLoud() {
        for (int sample = 32_600; sample <= Short.MAX_VALUE; sample++) {
            assertThat(G711.decodeUlaw(G711.encodeUlaw((short) sample))).isEqualTo((short) 32_124);
        }
        assertThat(G711.decodeUlaw(G711.encodeUlaw(Short.MIN_VALUE))).isEqualTo((short) -32_124);
        assertThat(G711.decodeAlaw(G711.encodeAlaw(Short.MIN_VALUE))).isEqualTo((short) -32_256);
    }

    @Test
    void silenceIsSilence() {
        assertThat(G711.encodeUlaw((short) 0)).isEqualTo(G711.ULAW_SILENCE);
        assertThat(G711.encodeAlaw((short) 0)).isEqualTo(G711.ALAW_SILENCE);
        assertThat(G711.decodeUlaw(G711.ULAW_SILENCE)).isZero();
        assertThat(G711.decodeAlaw(G711.ALAW_SILENCE)).isEqualTo((short) 8);
    }

    @Test
    void rangesAreTranscodedInPlace() {
        short[] pcm = Signals.noise(32_767, 200, 1);
        byte[] ulaw = new byte[170];
        byte[] alaw = new byte[170];
        G711.encodeUlaw(pcm, 20, 160, ulaw, 5);
        G711.encodeAlaw(pcm, 20, 160, alaw, 5);
        short[] back = new short[165];
        for (int i = 0; i < 160; i++) {
            assertThat(ulaw[5 + i]).isEqualTo(G711.encodeUlaw(pcm[20 + i]));
            assertThat(alaw[5 + i]).isEqualTo(G711.encodeAlaw(pcm[20 + i]));
        }
        G711.decodeUlaw(ulaw, 5, 160, back, 3);
        assertThat(back[3]).isEqualTo(G711.decodeUlaw(ulaw[5]));
        G711.decodeAlaw(alaw, 5, 160, back, 3);
        assertThat(back[162]).isEqualTo(G711.decodeAlaw(alaw[164]));
        assertThat(ulaw[4]).isZero();
        assertThat(ulaw[165]).isZero();
    }

    @Test
    void rangesOutsideAreRefusedBeforeAnythingIsWritten() {
        byte[] out = new byte[10];
        assertThatThrownBy(() -> G711.encodeUlaw(new short[20], 0, 11, out, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(out).containsOnly(0);
        assertThatThrownBy(() -> G711.decodeAlaw(new byte[5], 1, 5, new short[9], 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
