package io.tollgate.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Hex;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
    /** Two CSRCs, an extension of one word (RFC 8285 one-byte form), four bytes of payload and four of padding. */
    private static final byte[] EVERYTHING = Hex.bytes("""
            b2 ef 1234 89abcdef cafebabe
            11111111 22222222
            bede 0001 10ff0000
            01020304 00000004
            """);

    private final RtpPacket packet = new RtpPacket();

    @Test
    void readsEveryFieldOfAFullHeader() {
        assertThat(packet.wrap(EVERYTHING, 0, EVERYTHING.length)).isTrue();
        assertThat(packet.isValid()).isTrue();
        assertThat(packet.version()).isEqualTo(2);
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(111);
        assertThat(packet.sequence()).isEqualTo(0x1234);
        assertThat(packet.timestamp()).isEqualTo(0x89abcdef);
        assertThat(packet.ssrc()).isEqualTo(0xcafebabe);
        assertThat(packet.csrcCount()).isEqualTo(2);
        assertThat(packet.csrc(1)).isEqualTo(0x22222222);
        assertThat(packet.hasExtension()).isTrue();
        assertThat(packet.extensionProfile()).isEqualTo(0xbede);
        assertThat(packet.extensionOffset()).isEqualTo(24);
        assertThat(packet.extensionLength()).isEqualTo(4);
        assertThat(packet.headerLength()).isEqualTo(28);
        assertThat(packet.payloadOffset()).isEqualTo(28);
        assertThat(packet.payloadLength()).isEqualTo(4);
        assertThat(packet.paddingLength()).isEqualTo(4);
    }

    @Test
    void readsTheSameInTheMiddleOfABuffer() {
        byte[] buffer = new byte[EVERYTHING.length + 200];
        System.arraycopy(EVERYTHING, 0, buffer, 100, EVERYTHING.length);
        assertThat(packet.wrap(buffer, 100, EVERYTHING.length)).isTrue();
        assertThat(packet.ssrc()).isEqualTo(0xcafebabe);
        assertThat(packet.payloadOffset()).isEqualTo(128);
        assertThat(packet.payloadLength()).isEqualTo(4);
    }

    @Test
    void aPacketCutAnywhereInItsHeaderIsRefused() {
        for (int length = 0; length < 28; length++) {
            byte[] cut = Arrays.copyOf(EVERYTHING, length);
            assertThat(packet.wrap(cut, 0, length))
                    .as("cut to %d bytes", length)
                    .isFalse();
        }
    }

    @Test
    void aRefusedPacketShowsNothing() {
        packet.wrap(EVERYTHING, 0, EVERYTHING.length);
        assertThat(packet.wrap(EVERYTHING, 0, 5)).isFalse();
        assertThat(packet.isValid()).isFalse();
        assertThat(packet.version()).isZero();
        assertThat(packet.ssrc()).isZero();
        assertThat(packet.payloadLength()).isZero();
        assertThat(packet.extensionProfile()).isEqualTo(-1);
    }

    @Test
    void otherVersionsAreRefused() {
        for (int version : new int[] {0, 1, 3}) {
            byte[] other = EVERYTHING.clone();
            other[0] = (byte) ((other[0] & 0x3f) | version << 6);
            assertThat(packet.wrap(other, 0, other.length))
                    .as("version %d", version)
                    .isFalse();
        }
    }

    @Test
    void paddingMustCountItselfAndStayBehindTheHeader() {
        byte[] padded = new byte[16];
        padded[0] = (byte) 0xa0;
        padded[15] = 4;
        assertThat(packet.wrap(padded, 0, 16)).isTrue();
        assertThat(packet.payloadLength()).isZero();
        padded[15] = 5;
        assertThat(packet.wrap(padded, 0, 16)).isFalse();
        padded[15] = 0;
        assertThat(packet.wrap(padded, 0, 16)).isFalse();
        padded[15] = (byte) 0xff;
        assertThat(packet.wrap(padded, 0, 16)).isFalse();
        assertThat(packet.wrap(padded, 0, 12))
                .as("padding bit without a byte behind the header")
                .isFalse();
    }

    @Test
    void anExtensionLongerThanThePacketIsRefused() {
        byte[] extended = Hex.bytes("90 00 0001 00000000 00000001 bede ffff 00000000");
        assertThat(packet.wrap(extended, 0, extended.length)).isFalse();
    }

    @Test
    void aWrittenHeaderIsReadBack() {
        byte[] buffer = new byte[20];
        Arrays.fill(buffer, (byte) 0x55);
        assertThat(RtpPacket.writeHeader(buffer, 3, true, 101, 0x1_fffe, 0x80000001, 0xdeadbeef))
                .isEqualTo(12);
        assertThat(packet.wrap(buffer, 3, 12)).isTrue();
        assertThat(packet.marker()).isTrue();
        assertThat(packet.payloadType()).isEqualTo(101);
        assertThat(packet.sequence()).isEqualTo(0xfffe);
        assertThat(packet.timestamp()).isEqualTo(0x80000001);
        assertThat(packet.ssrc()).isEqualTo(0xdeadbeef);
        assertThat(packet.csrcCount()).isZero();
        assertThat(packet.payloadLength()).isZero();
        assertThat(buffer[2]).isEqualTo((byte) 0x55);
        assertThat(buffer[15]).isEqualTo((byte) 0x55);
    }

    @Test
    void ourOwnMistakesAreExceptions() {
        assertThatThrownBy(() -> packet.wrap(EVERYTHING, 30, 20)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packet.wrap(EVERYTHING, -1, 20)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RtpPacket.writeHeader(new byte[11], 0, false, 0, 0, 0, 0))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> RtpPacket.writeHeader(new byte[12], 0, false, 128, 0, 0, 0))
                .hasMessageContaining("128");
        packet.wrap(EVERYTHING, 0, EVERYTHING.length);
        assertThatThrownBy(() -> packet.csrc(2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whateverArrivesAllPartsLieInsideThePacket() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        int valid = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(4) > 0) {
                bytes[0] = (byte) (0x80 | (bytes[0] & 0x3f));
            }
            if (packet.wrap(bytes, 0, bytes.length)) {
                valid++;
                assertConsistent(packet, bytes.length, "seed " + seed + " round " + round);
            }
        }
        assertThat(valid).as("random packets that were valid").isGreaterThan(1_000);
    }

    static void assertConsistent(RtpPacket packet, int length, String of) {
        assertThat(packet.headerLength() + packet.payloadLength() + packet.paddingLength())
                .as(of)
                .isEqualTo(length);
        assertThat(packet.payloadLength()).as(of).isNotNegative();
        assertThat(packet.extensionOffset() + packet.extensionLength()).as(of).isEqualTo(packet.payloadOffset());
        for (int i = 0; i < packet.csrcCount(); i++) {
            packet.csrc(i);
        }
    }
}
