package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Bit by bit against libgsm; see the README beside the reference vectors. */
class GsmTest {
    private static byte[] encode(short[] pcm) {
        byte[] bytes = new byte[pcm.length / GsmFrame.SAMPLES * GsmFrame.BYTES];
        assertThat(new GsmEncoder().encode(pcm, 0, pcm.length, bytes, 0)).isEqualTo(bytes.length);
        return bytes;
    }

    private static short[] decode(byte[] bytes) {
        short[] pcm = new short[bytes.length / GsmFrame.BYTES * GsmFrame.SAMPLES];
        assertThat(new GsmPayloads().decode(bytes, 0, bytes.length, pcm, 0)).isTrue();
        return pcm;
    }

    @Test
    void speechIsEncodedBitByBitAsElsewhere() {
        assertThat(encode(Reference.pcm("speech8.pcm"))).isEqualTo(Reference.bytes("speech8.gsm"));
    }

    @Test
    void extremeSoundIsEncodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(encode(Reference.torture(8_000))))
                .isEqualTo("df7bc285a5731d5c4d0f54036f08b1dcc3b5705478f959c265a8e2e8fa6d437c");
    }

    @Test
    void speechIsDecodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(decode(Reference.bytes("speech8.gsm"))))
                .isEqualTo("e1ecb043c4d0d6c1657a107c9f8476ba72cd71b19b9f05c496433f0e0b5e9160");
    }

    @Test
    void extremeSoundIsDecodedBitByBitAsElsewhere() {
        assertThat(Reference.sha256(decode(encode(Reference.torture(8_000)))))
                .isEqualTo("7f33319be44880dcf870b7912813e63cbc7b9a668e8647511aa9248905d89bef");
    }

    @Test
    void anyBytesUnderTheSignatureAreDecodedBitByBitAsElsewhere() {
        byte[] noise = Reference.noise(16_500);
        for (int at = 0; at < noise.length; at += GsmFrame.BYTES) {
            noise[at] = (byte) (0xd0 | (noise[at] & 0x0f));
        }
        assertThat(Reference.sha256(decode(noise)))
                .isEqualTo("cc0972539aacb78415502a5b0adae38242886749f72d5647b94e596b21dbdde4");
    }

    @Test
    void whatItReadsItWritesTheSame() {
        byte[] speech = Reference.bytes("speech8.gsm");
        byte[] written = new byte[speech.length];
        GsmFrame frame = new GsmFrame();
        for (int at = 0; at < speech.length; at += GsmFrame.BYTES) {
            frame.read(speech, at);
            frame.write(written, at);
        }
        assertThat(written).isEqualTo(speech);
    }

    @Test
    void aPacketWithAFrameWithoutSignatureIsMalformedAsAWhole() {
        byte[] packet = Arrays.copyOf(Reference.bytes("speech8.gsm"), 2 * GsmFrame.BYTES);
        packet[GsmFrame.BYTES] = (byte) 0xc0;
        short[] pcm = new short[2 * GsmFrame.SAMPLES];
        try (AudioDecoder decoder = new ConcealingDecoder(new GsmPayloads())) {
            assertThat(decoder.decode(packet, 0, packet.length, pcm, 0, pcm.length))
                    .isEqualTo(AudioDecoder.MALFORMED);
            assertThat(pcm).containsOnly(0);
            assertThat(decoder.decode(packet, 0, GsmFrame.BYTES, pcm, 0, pcm.length))
                    .isEqualTo(GsmFrame.SAMPLES);
        }
    }
}
