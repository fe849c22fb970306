package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against other implementations; the Recommendation leaves the last bits to the arithmetic, which is floating here. */
class G729Test {
    private static short[] decode(byte[] bytes) {
        short[] pcm = new short[bytes.length / G729Frame.BYTES * G729Frame.SAMPLES];
        assertThat(new G729Payloads().decode(bytes, 0, bytes.length, pcm, 0)).isTrue();
        return pcm;
    }

    /** Measured 37 dB; a decoder that forgets its post-filter or mistakes a parameter has less than 20. */
    @Test
    void aStrangersSpeechSoundsAsItDoesElsewhere() {
        short[] heard = decode(Reference.bytes("speech8.g729"));
        short[] elsewhere = Reference.pcm("speech8.g729.pcm");
        double energy = 0;
        double error = 0;
        for (int i = 0; i < elsewhere.length; i++) {
            energy += (double) elsewhere[i] * elsewhere[i];
            error += Math.pow(heard[i] - elsewhere[i], 2);
        }
        assertThat(10 * Math.log10(energy / error)).as("SNR in dB").isGreaterThan(30);
    }

    @Test
    void whatItReadsItWritesTheSame() {
        byte[] speech = Reference.bytes("speech8.g729");
        byte[] written = new byte[speech.length];
        int[] parameters = new int[1 + G729Frame.PARAMETERS];
        for (int at = 0; at < speech.length; at += G729Frame.BYTES) {
            G729Frame.read(speech, at, parameters, 1);
            G729Frame.write(Arrays.copyOfRange(parameters, 1, parameters.length), written, at);
        }
        assertThat(written).isEqualTo(speech);
    }

    @Test
    void aPayloadMayEndWithAFrameOfSilence() {
        G729Payloads payloads = new G729Payloads();
        assertThat(payloads.samples(2)).isEqualTo(80);
        assertThat(payloads.samples(22)).isEqualTo(240);
        assertThat(payloads.samples(20)).isEqualTo(160);
        assertThat(payloads.samples(4)).isEqualTo(AudioDecoder.MALFORMED);
    }

    /**
     * Six frames of speech and one of silence by bcg729 1.1.1, and level and first correlation of what its decoder made of
     * it in the half second and more that followed, in which now and then speech was found again. The noise was white with an rms of 40 and 200, and coloured towards low and high frequencies.
     */
    @ParameterizedTest
    @CsvSource({
        "78ca7ae9ef78d71b8b92f810f6742de60ad33014f826bb4f3dc24be7164052fae8f52d78143588fbf817f375d1fa8b72927e789b19c760ee4e347b7e,"
                + " 3456, -58.4, -0.03",
        "f852904b61b7d727fa78644061fba9f695f36df2f82b8d9bab505dfe8b36526af19bc8b0daca8734f8d83ca7ed86d116148670cb736ca6261ef7b200,"
                + " 0064, -44.4, -0.13",
        "38e0dfda9ea9183d5bf87917e9c9ec16d28a2ec202e2b20757284959c6fbe0fa2a8c2a285140a2be60683b0c901fdcbb80443430f66bd4e85d5f7d74,"
                + " 255e, -42.9, 0.94",
        "c062f3bba626dd4bcace4042f6bc83ee850a443c7893f198b87fd07cb7c270f473a5739e9718987b40a2fd83c9a011e8d6724042d2a6761fd43bee80,"
                + " 34de, -48.7, -0.75"
    })
    void silenceSoundsAsItDoesElsewhere(String speech, String silence, double levelDbov, double correlation) {
        G729Payloads payloads = new G729Payloads();
        byte[] all = HexFormat.of().parseHex(speech + silence);
        short[] pcm = new short[payloads.samples(all.length)];
        assertThat(payloads.decode(all, 0, all.length, pcm, 0)).isTrue();
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 1);
        assertThat(payloads.describeSilence(generator)).isTrue();
        short[] heard = new short[16_000];
        generator.play(heard, 0, heard.length);
        double energy = 0;
        double next = 0;
        for (int i = 1; i < heard.length; i++) {
            energy += (double) heard[i] * heard[i];
            next += (double) heard[i] * heard[i - 1];
        }
        assertThat(10 * Math.log10(energy / heard.length / 32_768 / 32_768)).isCloseTo(levelDbov, within(2.5));
        assertThat(next / energy).isCloseTo(correlation, within(0.2));
    }

    @Test
    void afterASilenceSpeechIsNoSilence() {
        G729Payloads payloads = new G729Payloads();
        byte[] speech = Arrays.copyOf(Reference.bytes("speech8.g729"), 10);
        short[] pcm = new short[80];
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 1);
        payloads.decode(new byte[] {0x34, 0x56}, 0, 2, pcm, 0);
        assertThat(payloads.describeSilence(generator)).isTrue();
        payloads.decode(speech, 0, 10, pcm, 0);
        assertThat(payloads.describeSilence(generator)).isFalse();
    }
}
