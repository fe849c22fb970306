package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every Opus must do, whoever made it. One class for each kind runs it. */
abstract class OpusContract {
    private static final int SPEECH_MS = 2_000;
    private static final OpusSettings CLEAN = new OpusSettings(24_000, 5, false, 0, false);
    private static final OpusSettings SAFE = new OpusSettings(24_000, 5, true, 20, false);

    abstract OpusLibrary library();

    /** What becomes of the frame behind a lost packet. */
    private enum Repair {
        CONCEAL,
        RESTORE
    }

    /** All of a sound through encoder and decoder, in frames of 20 ms; every {@code lossEvery}th packet is lost. */
    private short[] transmit(
            short[] pcm, int fromRate, int toRate, OpusSettings settings, int lossEvery, Repair repair) {
        int in = fromRate / 50;
        int out = toRate / 50;
        int frames = pcm.length / in;
        short[] heard = new short[frames * out];
        byte[] packet = new byte[1500];
        boolean lost = false;
        try (OpusEncoder encoder = library().newEncoder(fromRate, settings);
                OpusDecoder decoder = library().newDecoder(toRate)) {
            for (int frame = 0; frame < frames; frame++) {
                int length = encoder.encode(pcm, frame * in, in, packet, 3, 1400);
                assertThat(length).isBetween(1, 1275);
                assertThat(OpusPacket.samples(packet, 3, length, toRate)).isEqualTo(out);
                if (lossEvery > 0 && frame % lossEvery == lossEvery - 1) {
                    lost = true;
                    continue;
                }
                if (lost) {
                    int repaired = repair == Repair.RESTORE
                            ? decoder.decodeFec(packet, 3, length, heard, (frame - 1) * out, out)
                            : decoder.conceal(heard, (frame - 1) * out, out);
                    assertThat(repaired).isEqualTo(out);
                    lost = false;
                }
                assertThat(decoder.decode(packet, 3, length, heard, frame * out, out))
                        .isEqualTo(out);
            }
        }
        return heard;
    }

    /** The speech of a telephone's band at both rates. Concentus reaches 10.4 to 13.3 dB, libopus 11.3 to 13.8. */
    @ParameterizedTest
    @CsvSource({"8000, 8000", "16000, 16000", "48000, 48000", "8000, 48000", "48000, 8000", "16000, 8000"})
    void speechIsUnderstoodAtTheOtherEnd(int from, int to) {
        short[] heard = transmit(Signals.speech(from, SPEECH_MS, 3_400), from, to, CLEAN, 0, Repair.CONCEAL);
        Signals.Match match = Signals.match(Signals.speech(48_000, SPEECH_MS, 3_400), heard, to, 25);
        assertThat(match.snrDb()).as("%s", match).isGreaterThan(9);
        assertThat(match.lagMs()).as("%s", match).isBetween(2.5, 15.0);
    }

    @Test
    void restoringALostFrameIsBetterThanConcealingIt() {
        short[] spoken = Signals.speech(8_000, 2 * SPEECH_MS, 3_400);
        double concealed = snrAtTenPercentLoss(spoken, Repair.CONCEAL);
        double restored = snrAtTenPercentLoss(spoken, Repair.RESTORE);
        assertThat(restored)
                .as("in-band FEC, against %.1f dB of concealment", concealed)
                .isGreaterThan(concealed + 2);
    }

    private double snrAtTenPercentLoss(short[] spoken, Repair repair) {
        short[] heard = transmit(spoken, 8_000, 8_000, SAFE, 10, repair);
        return Signals.match(Signals.speech(48_000, 2 * SPEECH_MS, 3_400), heard, 8_000, 25)
                .snrDb();
    }

    @Test
    void packetsSayWhetherTheyCarryACopyOfTheFrameBefore() {
        short[] spoken = Signals.speech(8_000, SPEECH_MS, 3_500);
        assertThat(packetsWithFec(spoken, SAFE)).isGreaterThan(spoken.length / 160 / 3);
        assertThat(packetsWithFec(spoken, CLEAN)).isZero();
    }

    private int packetsWithFec(short[] pcm, OpusSettings settings) {
        byte[] packet = new byte[1275];
        int count = 0;
        try (OpusEncoder encoder = library().newEncoder(8_000, settings)) {
            for (int at = 0; at + 160 <= pcm.length; at += 160) {
                int length = encoder.encode(pcm, at, 160, packet, 0, packet.length);
                count += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void concealmentFadesAway() {
        short[] spoken = Signals.speech(8_000, 1_000, 3_500);
        byte[] packet = new byte[1275];
        short[] heard = new short[160];
        try (OpusEncoder encoder = library().newEncoder(8_000, CLEAN);
                OpusDecoder decoder = library().newDecoder(8_000)) {
            for (int at = 0; at + 160 <= 4_800; at += 160) {
                int length = encoder.encode(spoken, at, 160, packet, 0, packet.length);
                decoder.decode(packet, 0, length, heard, 0, 160);
            }
            assertThat(decoder.conceal(heard, 0, 160)).isEqualTo(160);
            double first = Signals.rms(heard, 0, 160);
            for (int i = 0; i < 30; i++) {
                decoder.conceal(heard, 0, 160);
            }
            assertThat(first).isGreaterThan(100);
            assertThat(Signals.rms(heard, 0, 160)).isLessThan(first / 4);
        }
    }

    @Test
    void silentDecodersConcealSilence() {
        try (OpusDecoder decoder = library().newDecoder(48_000)) {
            short[] heard = Signals.noise(100, 960, 1);
            assertThat(decoder.conceal(heard, 0, 960)).isEqualTo(960);
            assertThat(heard).containsOnly(0);
        }
    }

    @Test
    void bitrateCanBeChangedInACall() {
        short[] spoken = Signals.speech(16_000, SPEECH_MS, 7_000);
        byte[] packet = new byte[1275];
        int[] bytes = new int[2];
        try (OpusEncoder encoder = library().newEncoder(16_000, CLEAN)) {
            int frames = spoken.length / 320;
            for (int frame = 0; frame < frames; frame++) {
                if (frame == frames / 2) {
                    encoder.bitrate(10_000);
                    encoder.complexity(2);
                    encoder.expectedLoss(30);
                }
                bytes[frame < frames / 2 ? 0 : 1] += encoder.encode(spoken, frame * 320, 320, packet, 0, packet.length);
            }
        }
        assertThat(bytes[1]).isLessThan(bytes[0] * 2 / 3);
    }

    @Test
    void dtxSendsNextToNothingInSilence() {
        byte[] packet = new byte[1275];
        int tiny = 0;
        try (OpusEncoder encoder = library().newEncoder(8_000, new OpusSettings(24_000, 5, false, 0, true))) {
            for (int frame = 0; frame < 100; frame++) {
                tiny += encoder.encode(new short[160], 0, 160, packet, 0, packet.length) <= 2 ? 1 : 0;
            }
        }
        assertThat(tiny).isGreaterThan(50);
    }

    /** Half a second with, half a second without, twice: what the network asks for may change back. */
    @Test
    void fecCanBeSwitchedInACall() {
        short[] spoken = Signals.speech(8_000, SPEECH_MS, 3_500);
        byte[] packet = new byte[1275];
        int[] copies = new int[4];
        try (OpusEncoder encoder = library().newEncoder(8_000, SAFE)) {
            for (int frame = 0; frame < 100; frame++) {
                encoder.fec(frame / 25 % 2 == 0);
                int length = encoder.encode(spoken, frame * 160, 160, packet, 0, packet.length);
                copies[frame / 25] += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
            }
        }
        assertThat(copies[0]).isGreaterThan(5);
        assertThat(copies[1]).as("one packet may still be decided").isLessThan(2);
        assertThat(copies[2]).isGreaterThan(5);
        assertThat(copies[3]).isLessThan(2);
    }

    @Test
    void dtxCanBeSwitchedInACall() {
        byte[] packet = new byte[1275];
        int[] tiny = new int[3];
        try (OpusEncoder encoder = library().newEncoder(8_000, CLEAN)) {
            for (int frame = 0; frame < 300; frame++) {
                encoder.dtx(frame / 100 == 1);
                int length = encoder.encode(new short[160], 0, 160, packet, 0, packet.length);
                tiny[frame / 100] += length <= 2 ? 1 : 0;
            }
        }
        assertThat(tiny[0]).isZero();
        assertThat(tiny[1]).isGreaterThan(50);
        assertThat(tiny[2]).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 80, 160, 320, 480})
    void everyFrameLengthOfOpusIsTaken(int samples) {
        byte[] packet = new byte[1275];
        short[] heard = new short[2_880];
        try (OpusEncoder encoder = library().newEncoder(8_000, OpusSettings.TELEPHONE);
                OpusDecoder decoder = library().newDecoder(48_000)) {
            short[] spoken = Signals.speech(8_000, 500, 3_500);
            for (int at = 0; at + samples <= spoken.length; at += samples) {
                int length = encoder.encode(spoken, at, samples, packet, 0, packet.length);
                assertThat(decoder.decode(packet, 0, length, heard, 0, heard.length))
                        .isEqualTo(6 * samples);
            }
        }
    }

    @Test
    void wrongSizesAreToldInWords() {
        try (OpusEncoder encoder = library().newEncoder(8_000, OpusSettings.TELEPHONE);
                OpusDecoder decoder = library().newDecoder(8_000)) {
            short[] pcm = new short[960];
            byte[] packet = new byte[1275];
            assertThatThrownBy(() -> encoder.encode(pcm, 0, 150, packet, 0, 1275))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2.5, 5, 10, 20, 40 or 60 ms")
                    .hasMessageContaining("160 samples, not 150");
            assertThatThrownBy(() -> encoder.encode(pcm, 900, 160, packet, 0, 1275))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> encoder.encode(pcm, 0, 160, packet, 1000, 1275))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> encoder.encode(pcm, 0, 160, packet, 0, 1))
                    .hasMessageContaining("room for 2 bytes");
            assertThatThrownBy(() -> decoder.conceal(pcm, 0, 150)).hasMessageContaining("multiple of 2.5 ms");
            assertThatThrownBy(() -> decoder.conceal(pcm, 0, 980)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> decoder.decodeFec(packet, 0, 10, pcm, 0, 7))
                    .hasMessageContaining("not 7 samples");
            assertThatThrownBy(() -> decoder.decode(packet, 0, 1276, pcm, 0, 960))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThatThrownBy(() -> library().newEncoder(44_100, OpusSettings.TELEPHONE))
                .hasMessageContaining("44100");
        assertThatThrownBy(() -> library().newDecoder(11_025)).hasMessageContaining("11025");
    }

    @Test
    void whatAPeerSendsWronglyIsAValue() {
        try (OpusEncoder encoder = library().newEncoder(8_000, OpusSettings.TELEPHONE);
                OpusDecoder decoder = library().newDecoder(8_000)) {
            byte[] packet = new byte[2_000];
            short[] pcm = new short[960];
            int length = encoder.encode(Signals.speech(8_000, 60, 3_500), 0, 480, packet, 0, 1275);
            assertThat(decoder.decode(packet, 0, 0, pcm, 0, 960)).isEqualTo(OpusDecoder.MALFORMED);
            assertThat(decoder.decode(new byte[] {3}, 0, 1, pcm, 0, 960)).isEqualTo(OpusDecoder.MALFORMED);
            assertThat(decoder.decode(packet, 0, 1_501, pcm, 0, 960)).isEqualTo(OpusDecoder.MALFORMED);
            assertThat(decoder.decode(packet, 0, length, pcm, 0, 160)).isEqualTo(OpusDecoder.TOO_LONG);
            assertThat(decoder.decode(packet, 0, length, pcm, 0, 0)).isEqualTo(OpusDecoder.TOO_LONG);
            assertThat(decoder.decodeFec(packet, 0, 0, pcm, 0, 160)).isEqualTo(OpusDecoder.MALFORMED);
            assertThat(decoder.decode(packet, 0, length, pcm, 0, 960))
                    .as("the decoder goes on")
                    .isEqualTo(480);
        }
    }

    @Test
    void garbageNeitherThrowsNorWritesOutside() {
        long seed = 6716;
        SplittableRandom random = new SplittableRandom(seed);
        short[] pcm = new short[1_200];
        byte[] bytes = new byte[200];
        int decoded = 0;
        try (OpusDecoder decoder = library().newDecoder(8_000)) {
            for (int round = 0; round < 2_000; round++) {
                random.nextBytes(bytes);
                Arrays.fill(pcm, (short) 12_345);
                int length = random.nextInt(bytes.length);
                boolean fec = random.nextInt(5) == 0;
                int result = fec
                        ? decoder.decodeFec(bytes, 0, length, pcm, 100, 160)
                        : decoder.decode(bytes, 0, length, pcm, 100, 960);
                if (result > 0 && !fec) {
                    assertThat(OpusPacket.samples(bytes, 0, length, 8_000)).isEqualTo(result);
                }
                assertThat(result).as("seed %d, round %d", seed, round).isBetween(-2, 960);
                decoded += result > 0 ? 1 : 0;
                assertThat(pcm[99]).isEqualTo((short) 12_345);
                assertThat(pcm[100 + Math.max(0, result)]).isEqualTo((short) 12_345);
            }
        }
        assertThat(decoded).as("random packets that had a sound").isGreaterThan(100);
    }

    @Test
    void afterClosingNothingWorksAndClosingAgainIsHarmless() {
        OpusEncoder encoder = library().newEncoder(8_000, OpusSettings.TELEPHONE);
        OpusDecoder decoder = library().newDecoder(8_000);
        encoder.close();
        encoder.close();
        decoder.close();
        decoder.close();
        assertThatThrownBy(() -> encoder.encode(new short[160], 0, 160, new byte[100], 0, 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> encoder.bitrate(20_000)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.fec(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> encoder.dtx(true)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> decoder.conceal(new short[160], 0, 160)).hasMessageContaining("closed");
        assertThatThrownBy(() -> decoder.decode(new byte[9], 0, 9, new short[160], 0, 160))
                .hasMessageContaining("closed");
    }
}
