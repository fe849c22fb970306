package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.sdp.AudioCodec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IlbcTest {
    @BeforeAll
    static void thereIsALibrary() {
        Assumptions.assumeTrue(
                AudioCodecs.available().contains(AudioCodec.ILBC), "libjitsi was left out or has changed");
    }

    /**
     * Ours enhances the pitch and is later by 5 and 10 ms for it (RFC 3951 section 4.6), FFmpeg's does not: measured 16.7 and
     * 17.2 dB. Its first frames are left out: they overflow there.
     */
    @ParameterizedTest
    @CsvSource({"20, 40", "30, 80"})
    void speechSoundsAsItDoesElsewhere(int mode, int laterBy) {
        byte[] bytes = Reference.bytes("speech8.ilbc" + mode);
        short[] elsewhere = Reference.pcm("speech8.ilbc" + mode + ".pcm");
        int frame = IlbcMode.of(mode).bytes();
        int samples = IlbcMode.of(mode).samples();
        short[] heard = new short[bytes.length / frame * samples];
        IlbcPayloads payloads = new IlbcPayloads();
        for (int i = 0; i < bytes.length / frame; i++) {
            assertThat(payloads.decode(bytes, i * frame, frame, heard, i * samples))
                    .isTrue();
        }
        double energy = 0;
        double error = 0;
        for (int i = 2 * samples; i < elsewhere.length - laterBy; i++) {
            energy += (double) elsewhere[i] * elsewhere[i];
            error += Math.pow(heard[i + laterBy] - elsewhere[i], 2);
        }
        assertThat(10 * Math.log10(energy / error)).as("SNR in dB").isGreaterThan(15);
    }

    @Test
    void aPeerThatSendsTheOtherModeIsUnderstood() {
        short[] pcm = new short[480];
        try (AudioDecoder decoder = AudioCodecs.decoder(AudioCodec.ILBC, 30)) {
            assertThat(decoder.decode(Reference.bytes("speech8.ilbc20"), 0, 38, pcm, 0, 480))
                    .isEqualTo(160);
            assertThat(decoder.decode(Reference.bytes("speech8.ilbc30"), 0, 100, pcm, 0, 480))
                    .isEqualTo(480);
            assertThat(decoder.decode(Reference.bytes("speech8.ilbc20"), 38, 114, pcm, 0, 480))
                    .isEqualTo(480);
        }
    }
}
