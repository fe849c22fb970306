package io.tollgate.rtp.srtp;

import static io.tollgate.rtp.srtp.SrtpReceiver.AUTH_FAILED;
import static io.tollgate.rtp.srtp.SrtpReceiver.MALFORMED;
import static io.tollgate.rtp.srtp.SrtpReceiver.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SrtpTest {
    private final SplittableRandom random = new SplittableRandom(3711);

    /** A sender's packet as it lies on the wire. */
    private byte[] sent(SrtpSender sender, int ssrc, int sequence) {
        byte[] clear = Packets.rtp(ssrc, sequence, 60, random);
        byte[] buffer = Packets.roomy(clear, 0);
        return Arrays.copyOf(buffer, sender.protect(buffer, 0, clear.length));
    }

    private byte[] sentRtcp(SrtpSender sender, int ssrc) {
        byte[] clear = Packets.rtcp(ssrc, 30);
        byte[] buffer = Packets.roomy(clear, 0);
        return Arrays.copyOf(buffer, sender.protectRtcp(buffer, 0, clear.length));
    }

    private static int receive(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotect(packet.clone(), 0, packet.length);
    }

    private static int receiveRtcp(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotectRtcp(packet.clone(), 0, packet.length);
    }

    @ParameterizedTest
    @EnumSource
    void everyBitOfAPacketIsAuthenticated(SrtpProfile profile) {
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] packet = sent(new SrtpSender(keys), 1, 1);
        for (int bit = 0; bit < 8 * packet.length; bit++) {
            byte[] forged = packet.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(receive(receiver, forged)).as("bit %d turned", bit).isIn(AUTH_FAILED, MALFORMED);
        }
        assertThat(receive(receiver, packet)).as("the untouched one").isEqualTo(72);
    }

    @ParameterizedTest
    @EnumSource
    void everyBitOfACompoundIsAuthenticated(SrtpProfile profile) {
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] packet = sentRtcp(new SrtpSender(keys), 1);
        for (int bit = 0; bit < 8 * packet.length; bit++) {
            byte[] forged = packet.clone();
            forged[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(receiveRtcp(receiver, forged)).as("bit %d turned", bit).isIn(AUTH_FAILED, MALFORMED);
        }
        assertThat(receiveRtcp(receiver, packet)).as("the untouched one").isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void aPacketIsTakenOnce(SrtpProfile profile) {
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        List<byte[]> packets = new ArrayList<>();
        for (int sequence = 100; sequence < 400; sequence++) {
            packets.add(sent(sender, 7, sequence));
        }
        for (int i = 0; i + 1 < packets.size(); i += 2) {
            assertThat(receive(receiver, packets.get(i + 1))).isPositive();
            assertThat(receive(receiver, packets.get(i))).as("late, but new").isPositive();
        }
        for (byte[] packet : packets) {
            assertThat(receive(receiver, packet)).isEqualTo(REPLAYED);
        }
        byte[] report = sentRtcp(sender, 7);
        assertThat(receiveRtcp(receiver, report)).isPositive();
        assertThat(receiveRtcp(receiver, report)).isEqualTo(REPLAYED);
    }

    @Test
    void theRollOverIsFollowedThroughLossAndDisorder() {
        SrtpKeys keys = Packets.keys(SrtpProfile.AEAD_AES_256_GCM, random);
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        int delivered = 0;
        byte[] held = null;
        for (int i = 0; i < 9_000; i++) {
            byte[] packet = sent(sender, 7, 20_000 + i * 37);
            if (random.nextInt(10) == 0) {
                continue;
            }
            if (held == null && random.nextInt(5) == 0) {
                held = packet;
                continue;
            }
            assertThat(receive(receiver, packet)).as("packet %d", i).isEqualTo(72);
            delivered++;
            if (held != null && random.nextInt(3) == 0) {
                assertThat(receive(receiver, held))
                        .as("held back before packet %d", i)
                        .isIn(72, REPLAYED);
                held = null;
            }
        }
        assertThat(delivered).isGreaterThan(5_000);
    }

    /** RFC 3711 section 3.3.1's own pseudocode, compared with ours for every distance but the ambiguous half turn. */
    @Test
    void theIndexGuessedIsTheRfcs() {
        StreamTable table = new StreamTable();
        for (long highest : new long[] {1L << 16 | 5, 1L << 16 | 32_767, 1L << 16 | 32_768, 3L << 16 | 65_535}) {
            StreamTable.Stream stream = table.use(null, (int) highest);
            stream.window.record(highest);
            for (int sequence = 0; sequence < 65_536; sequence++) {
                int last = (int) highest & 0xffff;
                long roc = highest >>> 16;
                if (Math.abs(sequence - last) == 32_768) {
                    continue;
                }
                long guess = last < 32_768
                        ? (sequence - last > 32_768 ? roc - 1 : roc)
                        : (last - 32_768 > sequence ? roc + 1 : roc);
                assertThat(StreamTable.guessIndex(stream, sequence)).isEqualTo(guess << 16 | sequence);
            }
        }
    }

    /** Either it is a sender's leap of nearly a turn, which its tag proves, or it is nothing. */
    @Test
    void whatLooksLikeBeforeTheFirstRoundIsTriedAsFarAhead() {
        SrtpKeys keys = Packets.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, random);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        assertThat(receive(receiver, sent(new SrtpSender(keys), 7, 3))).isPositive();
        assertThat(receive(receiver, Packets.rtp(7, 65_000, 60, random))).isEqualTo(REPLAYED);
        byte[] ahead = sent(new SrtpSender(keys), 7, 65_000);
        assertThat(receive(receiver, ahead)).isPositive();
        assertThat(receive(receiver, ahead)).isEqualTo(REPLAYED);
    }

    @ParameterizedTest
    @EnumSource
    void forgeriesMoveNothing(SrtpProfile profile) {
        SrtpKeys keys = Packets.keys(profile, random);
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        SrtpSender stranger = new SrtpSender(Packets.keys(profile, random));
        assertThat(receive(receiver, sent(sender, 7, 1_000))).isPositive();
        for (int sequence = 0; sequence < 30_000; sequence += 1_000) {
            assertThat(receive(receiver, sent(stranger, 7, sequence + 1_001))).isEqualTo(AUTH_FAILED);
            receive(receiver, sent(new SrtpSender(Packets.keys(profile, random)), 1_000 + sequence, 5));
            assertThat(receiveRtcp(receiver, sentRtcp(stranger, 7))).isEqualTo(AUTH_FAILED);
        }
        assertThat(receive(receiver, sent(sender, 7, 1_001)))
                .as("the stream goes on")
                .isPositive();
        assertThat(receiveRtcp(receiver, sentRtcp(sender, 7))).isPositive();
    }

    @Test
    void sixteenStreamsAreRememberedAndTheIdlestGivesWay() {
        SrtpKeys keys = Packets.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, random);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        List<byte[]> first = new ArrayList<>();
        for (int ssrc = 0; ssrc < 16; ssrc++) {
            byte[] packet = sent(new SrtpSender(keys), ssrc, 20_000);
            first.add(packet);
            assertThat(receive(receiver, packet)).isPositive();
        }
        assertThat(receive(receiver, sent(new SrtpSender(keys), 0, 20_001)))
                .as("stream 0 is not idle")
                .isPositive();
        SrtpSender seventeenth = new SrtpSender(keys);
        assertThat(receive(receiver, sent(seventeenth, 99, 10)))
                .as("a 17th stream")
                .isPositive();
        assertThat(receive(receiver, sent(seventeenth, 99, 11)))
                .as("which inherits nothing")
                .isPositive();
        assertThat(receive(receiver, first.get(0))).isEqualTo(REPLAYED);
        assertThat(receive(receiver, first.get(2))).isEqualTo(REPLAYED);
        assertThat(receive(receiver, first.get(1)))
                .as("stream 1 was the idlest")
                .isPositive();
    }

    @Test
    void aSenderRefusesToUseAKeystreamTwice() {
        SrtpSender sender = new SrtpSender(Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random));
        byte[] clear = Packets.rtp(7, 10, 60, random);
        assertThat(sender.protect(Packets.roomy(clear, 0), 0, clear.length)).isEqualTo(88);
        byte[] again = Packets.roomy(clear, 0);
        assertThat(sender.protect(again, 0, clear.length)).isEqualTo(SrtpSender.REPEATED);
        assertThat(Arrays.copyOf(again, clear.length)).as("left as it was").isEqualTo(clear);
        for (int ssrc = 100; ssrc < 115; ssrc++) {
            byte[] other = Packets.rtp(ssrc, 10, 60, random);
            assertThat(sender.protect(Packets.roomy(other, 0), 0, other.length)).isPositive();
        }
        byte[] tooMany = Packets.rtp(999, 10, 60, random);
        assertThatThrownBy(() -> sender.protect(Packets.roomy(tooMany, 0), 0, tooMany.length))
                .hasMessageContaining("16 streams");
    }

    @Test
    void roomForTheTagIsAskedFor() {
        SrtpSender sender = new SrtpSender(Packets.keys(SrtpProfile.AEAD_AES_128_GCM, random));
        byte[] tight = Packets.rtp(7, 10, 60, random);
        assertThatThrownBy(() -> sender.protect(tight, 0, tight.length)).isInstanceOf(IndexOutOfBoundsException.class);
        byte[] report = Packets.rtcp(7, 10);
        assertThatThrownBy(() -> sender.protectRtcp(report, 0, report.length))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @ParameterizedTest
    @EnumSource
    void rtcpInTheClearIsRefused(SrtpProfile profile) {
        SrtpKeys keys = Packets.keys(profile, random);
        byte[] report = sentRtcp(new SrtpSender(keys), 7);
        report[report.length - (profile.isAead() ? 4 : 14)] &= 0x7f;
        assertThat(receiveRtcp(new SrtpReceiver(keys), report)).isEqualTo(MALFORMED);
        byte[] clear = Arrays.copyOf(Packets.rtcp(7, 10), 60);
        assertThat(receiveRtcp(new SrtpReceiver(keys), clear)).isEqualTo(MALFORMED);
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatArrivesThrows(SrtpProfile profile) {
        long seed = 1_000;
        SplittableRandom bytes = new SplittableRandom(seed);
        SrtpKeys keys = Packets.keys(profile, bytes);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] authentic = sent(new SrtpSender(keys), 7, 30);
        for (int round = 0; round < 15_000; round++) {
            byte[] garbage = Packets.bytes(bytes.nextInt(100), bytes);
            if (garbage.length > 0) {
                garbage[0] = (byte) (0x80 | (garbage[0] & 0x3f));
            }
            try {
                assertThat(receiver.unprotect(garbage.clone(), 0, garbage.length))
                        .isIn(AUTH_FAILED, MALFORMED);
                assertThat(receiver.unprotectRtcp(garbage, 0, garbage.length)).isIn(AUTH_FAILED, MALFORMED);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        for (int length = 0; length < authentic.length; length++) {
            assertThat(receiver.unprotect(authentic.clone(), 0, length)).isIn(AUTH_FAILED, MALFORMED);
        }
        assertThat(receive(receiver, authentic)).isEqualTo(72);
    }

    @Test
    void emptyPayloadsPass() {
        for (SrtpProfile profile : SrtpProfile.values()) {
            SrtpKeys keys = Packets.keys(profile, random);
            byte[] buffer = Packets.roomy(Packets.rtp(7, 1, 0, random), 0);
            int length = new SrtpSender(keys).protect(buffer, 0, 12);
            assertThat(new SrtpReceiver(keys).unprotect(buffer, 0, length)).isEqualTo(12);
        }
    }
}
