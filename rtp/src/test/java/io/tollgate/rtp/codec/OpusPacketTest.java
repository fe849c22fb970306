package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Hex;
import io.tollgate.rtp.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpusPacketTest {
    /** RFC 6716 table 2: the frame lengths of the configuration numbers, in samples at 48 kHz. */
    @ParameterizedTest
    @CsvSource({
        "0, 480",
        "1, 960",
        "2, 1920",
        "3, 2880",
        "7, 2880",
        "11, 2880",
        "12, 480",
        "13, 960",
        "14, 480",
        "15, 960",
        "16, 120",
        "17, 240",
        "18, 480",
        "19, 960",
        "28, 120",
        "31, 960"
    })
    void configurationNumbersHaveTheirFrameLength(int config, int samples) {
        byte[] packet = {(byte) (config << 3), 0};
        assertThat(OpusPacket.samples(packet, 0, 2, 48_000)).isEqualTo(samples);
        assertThat(OpusPacket.samples(packet, 0, 2, 8_000)).isEqualTo(samples / 6);
        packet[0] |= 1;
        int two = 2 * samples <= 5_760 ? 2 * samples : -1;
        assertThat(OpusPacket.samples(packet, 0, 2, 48_000)).as("two frames").isEqualTo(two);
    }

    @Test
    void aPacketOfManyFramesIsBoundedAt120Ms() {
        assertThat(OpusPacket.samples(Hex.bytes("83 30"), 0, 2, 48_000))
                .as("48 of 2.5 ms")
                .isEqualTo(5_760);
        assertThat(OpusPacket.samples(Hex.bytes("83 31"), 0, 2, 48_000))
                .as("49 of 2.5 ms")
                .isEqualTo(-1);
        assertThat(OpusPacket.samples(Hex.bytes("0b 06"), 0, 2, 48_000))
                .as("6 of 20 ms")
                .isEqualTo(5_760);
        assertThat(OpusPacket.samples(Hex.bytes("0b 07"), 0, 2, 48_000))
                .as("7 of 20 ms")
                .isEqualTo(-1);
        assertThat(OpusPacket.samples(Hex.bytes("0b 00"), 0, 2, 48_000))
                .as("no frame")
                .isEqualTo(-1);
        assertThat(OpusPacket.samples(Hex.bytes("0b"), 0, 1, 48_000))
                .as("no count")
                .isEqualTo(-1);
        assertThat(OpusPacket.samples(new byte[0], 0, 0, 48_000)).as("nothing").isEqualTo(-1);
    }

    /** The flag stands behind one voice flag for each 20 ms in the first frame (RFC 6716 section 4.2.3). */
    @ParameterizedTest
    @CsvSource({
        "08 40, true",
        "08 bf, false",
        "10 20, true",
        "10 df, false",
        "18 10, true",
        "18 ef, false",
        "0c 10, true",
        "0c 40, true",
        "0c af, false",
        "09 40 00, true",
        "0a 01 40 00, true",
        "0a fc01 40, true",
        "0b 01 40, true",
        "0b 82 01 40 00, true",
        "0b 41 02 40 0000, true",
        "0b 41 ff02 40 00, true",
        "f8 40, false",
        "80 40, false",
        "08, false",
        "0b 41 ff, false",
        "0a, false"
    })
    void theCopyOfTheFrameBeforeIsFound(String hex, boolean fec) {
        byte[] packet = Hex.bytes(hex);
        assertThat(OpusPacket.hasFec(packet, 0, packet.length)).isEqualTo(fec);
    }

    /** Frames of 40 and 60 ms put two and three voice flags before the one that counts here. */
    @ParameterizedTest
    @ValueSource(ints = {160, 320, 480})
    void libopusAgreesThatItWroteACopy(int samples) {
        short[] spoken = Signals.speech(8_000, 3_000, 3_400);
        byte[] packet = new byte[1275];
        int with = 0;
        int without = 0;
        OpusLibrary library = OpusLibrary.load();
        try (OpusEncoder fec = library.newEncoder(8_000, new OpusSettings(24_000, 5, true, 25, false));
                OpusEncoder plain = library.newEncoder(8_000, new OpusSettings(24_000, 5, false, 25, false))) {
            for (int at = 0; at + samples <= spoken.length; at += samples) {
                int length = fec.encode(spoken, at, samples, packet, 0, packet.length);
                with += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
                length = plain.encode(spoken, at, samples, packet, 0, packet.length);
                without += OpusPacket.hasFec(packet, 0, length) ? 1 : 0;
            }
        }
        assertThat(with).isGreaterThan(spoken.length / samples / 3);
        assertThat(without).isZero();
    }
}
