package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

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
    void comfortNoiseWasNotAgreedOn() {
        G729Payloads payloads = new G729Payloads();
        assertThat(payloads.samples(2)).isEqualTo(AudioDecoder.MALFORMED);
        assertThat(payloads.samples(22)).isEqualTo(AudioDecoder.MALFORMED);
        assertThat(payloads.samples(20)).isEqualTo(160);
    }
}
