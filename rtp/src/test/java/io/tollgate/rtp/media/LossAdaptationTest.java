package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.codec.OpusSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whether copies are really in the packets, not only asked for. */
class LossAdaptationTest {
    private final OpusEncoder encoder = OpusLibrary.load().newEncoder(8_000, OpusSettings.TELEPHONE);
    private final LossAdaptation adaptation = new LossAdaptation(OpusSettings.TELEPHONE, true);
    private long sample;

    @AfterEach
    void close() {
        encoder.close();
    }

    private void seconds(int count, double lossPct) {
        for (int i = 0; i < count; i++) {
            adaptation.everySecond(lossPct, encoder);
        }
    }

    /** How many of the packets of a second of changing sound carry a copy of the one before. */
    private int copies() {
        int copies = 0;
        short[] pcm = new short[160];
        byte[] packet = new byte[1_000];
        for (int i = 0; i < 50; i++) {
            Listening.tone(pcm, pcm.length, sample, 8_000, 180 + 40 * (i % 9));
            sample += pcm.length;
            int length = encoder.encode(pcm, 0, pcm.length, packet, 0, packet.length);
            copies += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
        }
        return copies;
    }

    /** Configurations 16 and above of RFC 6716, table 2, are the transform layer. */
    private int transformed() {
        int transformed = 0;
        short[] pcm = new short[160];
        byte[] packet = new byte[1_000];
        for (int i = 0; i < 50; i++) {
            Listening.tone(pcm, pcm.length, sample, 8_000, 180 + 40 * (i % 9));
            sample += pcm.length;
            int length = encoder.encode(pcm, 0, pcm.length, packet, 0, packet.length);
            transformed += length > 0 && (packet[0] & 0xff) >>> 3 >= 16 ? 1 : 0;
        }
        return transformed;
    }

    @Test
    void theTransformLayerCodesUntilLossesNeedTheOtherOne() {
        adaptation.begin(encoder);
        assertThat(transformed()).isEqualTo(50);
        seconds(1, 10);
        assertThat(transformed()).as("but for the one that was under way").isLessThanOrEqualTo(1);
        seconds(90, 0);
        assertThat(transformed()).isGreaterThanOrEqualTo(48);
    }

    @Test
    void lowRatesSilenceLeftOutAndWidebandKeepTheLayerForSpeech() {
        OpusSettings usual = OpusSettings.TELEPHONE;
        new LossAdaptation(new OpusSettings(24_000, 5, false, 0, false), true).begin(encoder);
        assertThat(transformed()).as("at a low bit rate").isZero();
        new LossAdaptation(new OpusSettings(usual.bitrate(), 5, false, 0, true), true).begin(encoder);
        assertThat(transformed()).as("with DTX").isZero();
        try (OpusEncoder wide = OpusLibrary.load().newEncoder(16_000, usual)) {
            new LossAdaptation(usual, true).begin(wide);
            byte[] packet = new byte[1_000];
            short[] pcm = new short[320];
            Listening.tone(pcm, pcm.length, 0, 16_000, 300);
            assertThat(wide.encode(pcm, 0, pcm.length, packet, 0, packet.length))
                    .isPositive();
            assertThat((packet[0] & 0xff) >>> 3).as("at 16 kHz").isLessThan(16);
        }
    }

    @Test
    void withoutLossNoBitsAreSpentOnCopies() {
        Assumptions.assumeTrue(OpusLibrary.load().kind() != OpusLibrary.Kind.JAVA);
        seconds(10, -1);
        seconds(60, 0);
        assertThat(copies()).isZero();
        assertThat(adaptation.on()).isFalse();
    }

    @Test
    void theFirstReportOfLossBringsCopiesAndTheyStayWhileItIsQuietForALittle() {
        Assumptions.assumeTrue(OpusLibrary.load().kind() != OpusLibrary.Kind.JAVA);
        seconds(5, 0);
        seconds(1, 10);
        assertThat(copies()).isGreaterThan(25);
        seconds(10, 0);
        assertThat(adaptation.on()).isTrue();
        seconds(60, 0);
        assertThat(adaptation.on()).isFalse();
        assertThat(copies()).as("but for the one that was under way").isLessThanOrEqualTo(1);
    }
}
