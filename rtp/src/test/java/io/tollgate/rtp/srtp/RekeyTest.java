package io.tollgate.rtp.srtp;

import static io.tollgate.rtp.srtp.SrtpReceiver.AUTH_FAILED;
import static io.tollgate.rtp.srtp.SrtpReceiver.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that change in the middle of a stream. */
class RekeyTest {
    private static final int SSRC = 0x5eed;

    private final SplittableRandom random = new SplittableRandom(5764);
    private final SrtpKeys first = Packets.keys(SrtpProfile.AEAD_AES_256_GCM, random);
    private final SrtpKeys second = Packets.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, random);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(byte[] clear, byte[] wire) {}

    private Sent sent(SrtpSender sender, int sequence) {
        byte[] clear = Packets.rtp(SSRC, sequence & 0xffff, 40, random);
        byte[] buffer = Packets.roomy(clear, 0);
        return new Sent(clear, Arrays.copyOf(buffer, sender.protect(buffer, 0, clear.length)));
    }

    private static void expectTaken(SrtpReceiver receiver, Sent packet, String when) {
        byte[] buffer = packet.wire().clone();
        int length = receiver.unprotect(buffer, 0, buffer.length);
        assertThat(length).as(when).isEqualTo(packet.clear().length);
        assertThat(Arrays.copyOf(buffer, length)).as(when).isEqualTo(packet.clear());
    }

    private static int receive(SrtpReceiver receiver, Sent packet) {
        byte[] buffer = packet.wire().clone();
        int result = receiver.unprotect(buffer, 0, buffer.length);
        if (result < 0) {
            assertThat(buffer).as("a refused packet stays as it came").isEqualTo(packet.wire());
        }
        return result;
    }

    /** {@code start}: of the sequence numbers, so that the turn of the counter comes before, at or after the switch. */
    @ParameterizedTest
    @CsvSource({
        "1000, CONTINUES",
        "1000, RESTARTS",
        "64936, CONTINUES",
        "65136, CONTINUES",
        "65336, CONTINUES",
        "65236, CONTINUES",
        "64836, CONTINUES",
        "65336, RESTARTS",
        "65036, RESTARTS"
    })
    void aStreamThatSwitchesLosesNothingAndTakesNothingTwice(int start, Rollover rollover) {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        List<Sent> line = new ArrayList<>();
        List<Sent> taken = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            if (i == 250) {
                assertThat(receiver.rekey(second, 500)).isTrue();
            }
            if (i == 300) {
                assertThat(sender.rekey(second, rollover)).isTrue();
            }
            line.add(sent(sender, start + i));
            while (line.size() > 12 || (i == 599 && !line.isEmpty())) {
                Sent packet = line.remove(random.nextInt(line.size()));
                expectTaken(receiver, packet, "near packet " + i);
                taken.add(packet);
                Sent again = taken.get(random.nextInt(taken.size()));
                assertThat(receive(receiver, again))
                        .as("again, near packet %d", i)
                        .isEqualTo(REPLAYED);
            }
        }
        assertThat(taken).hasSize(600);
        for (Sent packet : taken) {
            assertThat(receive(receiver, packet)).isIn(REPLAYED, AUTH_FAILED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void longAfterTheFirstTurnBothReadingsOfTheStandardAreUnderstood(Rollover rollover) {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        for (int i = 0; i < 3 << 16; i += 16_384) {
            expectTaken(receiver, sent(sender, i), "packet " + i);
        }
        receiver.rekey(second, 500);
        sender.rekey(second, rollover);
        for (int i = 3 << 16; i < 5 << 16; i += 16_384) {
            expectTaken(receiver, sent(sender, i), "packet " + i);
        }
    }

    @Test
    void aContinuedCounterIsOnTheWire() {
        SrtpSender sender = new SrtpSender(first);
        SrtpSender fresh = new SrtpSender(second);
        for (int i = 0; i <= 1 << 16; i += 16_384) {
            sent(sender, i);
        }
        sender.rekey(second);
        byte[] clear = Packets.rtp(SSRC, 1, 40, random);
        byte[] continued = Packets.roomy(clear, 0);
        byte[] begun = Packets.roomy(clear, 0);
        sender.protect(continued, 0, clear.length);
        fresh.protect(begun, 0, clear.length);
        assertThat(continued).isNotEqualTo(begun);

        SrtpSender restarted = new SrtpSender(first);
        sent(restarted, 1);
        restarted.rekey(second, Rollover.RESTARTS);
        byte[] again = Packets.roomy(clear, 0);
        restarted.protect(again, 0, clear.length);
        assertThat(again).isEqualTo(begun);
    }

    @Test
    void oldKeysDieAfterTheOverlap() {
        SrtpSender old = new SrtpSender(first);
        SrtpSender young = new SrtpSender(second);
        SrtpReceiver receiver = new SrtpReceiver(first);
        expectTaken(receiver, sent(old, 10), "before");
        receiver.rekey(second, 3);
        for (int sequence = 11; sequence < 40; sequence++) {
            expectTaken(receiver, sent(old, sequence), "the sender takes its time");
        }
        for (int sequence = 41; sequence < 44; sequence++) {
            assertThat(receiver.overlapping()).isTrue();
            expectTaken(receiver, sent(young, sequence), "new keys");
        }
        assertThat(receiver.overlapping()).isFalse();
        assertThat(receive(receiver, sent(old, 40))).isEqualTo(AUTH_FAILED);
        expectTaken(receiver, sent(young, 44), "new keys stay");
    }

    @Test
    void theOverlapCanBeEndedOrLeftOut() {
        SrtpSender old = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        expectTaken(receiver, sent(old, 10), "before");
        receiver.rekey(second, 3);
        receiver.endOverlap();
        assertThat(receive(receiver, sent(old, 11))).isEqualTo(AUTH_FAILED);

        SrtpReceiver strict = new SrtpReceiver(first);
        strict.rekey(second, 0);
        assertThat(strict.overlapping()).isFalse();
        assertThat(receive(strict, sent(old, 12))).isEqualTo(AUTH_FAILED);
        expectTaken(strict, sent(new SrtpSender(second), 12), "new keys");
        assertThatThrownBy(() -> strict.rekey(first, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameKeysAgainChangeNothing() {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        Sent packet = sent(sender, 10);
        expectTaken(receiver, packet, "once");
        SrtpKeys equal = new SrtpKeys(first.profile(), first.masterKey(), first.masterSalt());
        assertThat(receiver.rekey(equal, 500)).isFalse();
        assertThat(receive(receiver, packet)).isEqualTo(REPLAYED);
        assertThat(sender.rekey(equal, Rollover.RESTARTS)).isFalse();
        byte[] again = Packets.roomy(packet.clear(), 0);
        assertThat(sender.protect(again, 0, packet.clear().length)).isEqualTo(SrtpSender.REPEATED);
    }

    @Test
    void keysThatComeBackRememberWhatTheySaw() {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        Sent early = sent(sender, 60_000);
        expectTaken(receiver, early, "first keys");
        receiver.rekey(second, 1);
        sender.rekey(second);
        for (int i = 60_001; i < 200_000; i += 16_000) {
            expectTaken(receiver, sent(sender, i), "second keys, packet " + i);
        }
        assertThat(receiver.overlapping()).isFalse();
        receiver.rekey(first, 1);
        sender.rekey(first);
        assertThat(receive(receiver, early)).isNegative();
        for (int i = 200_000; i < 300_000; i += 16_000) {
            expectTaken(receiver, sent(sender, i), "first keys again, packet " + i);
        }
        assertThat(receive(receiver, early)).isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void reportsCrossTheSwitchToo(Rollover rollover) {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            if (i == 10) {
                receiver.rekey(second, 500);
            }
            if (i == 20) {
                sender.rekey(second, rollover);
            }
            byte[] clear = Packets.rtcp(SSRC, 20 + i);
            byte[] buffer = Packets.roomy(clear, 0);
            all.add(Arrays.copyOf(buffer, sender.protectRtcp(buffer, 0, clear.length)));
        }
        for (int i = 38; i >= 0; i -= 2) {
            assertThat(receiver.unprotectRtcp(all.get(i + 1).clone(), 0, all.get(i + 1).length))
                    .isPositive();
            assertThat(receiver.unprotectRtcp(all.get(i).clone(), 0, all.get(i).length))
                    .isPositive();
        }
        for (byte[] report : all) {
            assertThat(receiver.unprotectRtcp(report.clone(), 0, report.length)).isEqualTo(REPLAYED);
        }
        byte[] last = all.get(39);
        int end = last.length - second.profile().rtcpTagLength();
        assertThat(Octets.i32(last, end - 4) & 0x7fff_ffff).isEqualTo(rollover == Rollover.CONTINUES ? 40 : 20);
    }

    @Test
    void forgeriesDuringTheOverlapChangeNothing() {
        SrtpSender sender = new SrtpSender(first);
        SrtpReceiver receiver = new SrtpReceiver(first);
        expectTaken(receiver, sent(sender, 100), "before");
        receiver.rekey(second, 5);
        SrtpSender stranger = new SrtpSender(Packets.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, random));
        for (int i = 0; i < 2_000; i++) {
            assertThat(receive(receiver, sent(stranger, 101 + i))).isEqualTo(AUTH_FAILED);
        }
        assertThat(receiver.overlapping()).isTrue();
        expectTaken(receiver, sent(sender, 101), "old keys");
        sender.rekey(second);
        expectTaken(receiver, sent(sender, 102), "new keys");
    }
}
