package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bit by bit against another implementation; see the README beside the reference vectors. */
class G722Test {
    private static byte[] encode(short[] pcm) {
        byte[] bytes = new byte[pcm.length / 2];
        assertThat(new G722Encoder().encode(pcm, 0, pcm.length, bytes, 0)).isEqualTo(bytes.length);
        return bytes;
    }

    private static short[] decode(byte[] bytes) {
        short[] pcm = new short[2 * bytes.length];
        new G722Payloads().decode(bytes, 0, bytes.length, pcm, 0);
        return pcm;
    }

    @Test
    void speechIsEncodedBitByBitAsElsewhere() {
        assertThat(encode(Reference.pcm("speech16.pcm"))).isEqualTo(Reference.bytes("speech16.g722"));
    }

    @Test
    void extremeSoundIsEncodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(encode(Reference.torture(16_000))))
                .isEqualTo("562c438815e162b4a1a622007dd505b2e43efaabec52a60951921d0f98f46886");
    }

    @Test
    void speechIsDecodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(decode(Reference.bytes("speech16.g722"))))
                .isEqualTo("0db99d203d421ac15089ebc82f52d00d1309fccfadc313ead1d79e1071ba2261");
    }

    @Test
    void extremeSoundIsDecodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(decode(encode(Reference.torture(16_000)))))
                .isEqualTo("11debff777c09bc366362e35579cfc26756f310452ac6244a92ff532016302b7");
    }

    @Test
    void anyBytesAreDecodedBitByBitAsElsewhere() {
        byte[] noise = new byte[8_000];
        System.arraycopy(Reference.noise(16_500), 0, noise, 0, noise.length);
        assertThat(Reference.sha256(decode(noise)))
                .isEqualTo("c1343919ec536d429f752a066c7aef88b27a27fbf838337d932f4f63fa5ab3f2");
    }

    /** G.722 section 2.4: the response is flat from 50 Hz to 6.4 kHz, so that both bands and their seam are in it. */
    @ParameterizedTest
    @ValueSource(ints = {100, 440, 1_000, 3_000, 3_900, 4_100, 5_000, 6_400})
    void tonesOfBothBandsComeThroughAtTheirLevel(int hz) {
        short[] tone = Signals.sine(hz, 8_000, 16_000, 8_000);
        short[] heard = decode(encode(tone));
        assertThat(Signals.amplitude(heard, 2_000, 8_000, hz, 16_000)).isBetween(7_000.0, 9_000.0);
    }

    @Test
    void packetsOfAnyLengthAreOneStream() {
        short[] pcm = Reference.pcm("speech16.pcm");
        byte[] whole = Reference.bytes("speech16.g722");
        byte[] pieces = new byte[whole.length];
        G722Encoder encoder = new G722Encoder();
        int at = 0;
        for (int samples = 2; at + samples <= pcm.length; samples += 2) {
            encoder.encode(pcm, at, samples, pieces, at / 2);
            at += samples;
        }
        assertThat(at).isGreaterThan(15_000);
        assertThat(pieces).startsWith(Arrays.copyOf(whole, at / 2));
    }
}
