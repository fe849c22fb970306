package io.tollgate.rtp.srtp;

import static io.tollgate.rtp.srtp.SrtpReceiver.AUTH_FAILED;
import static io.tollgate.rtp.srtp.SrtpReceiver.REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Roll-over counters: followed through many turns, found by a late listener, not to be found by a forger. */
class LongCallTest {
    private static final int TURN = 1 << 16;

    private final SplittableRandom random = new SplittableRandom(331);
    private final SrtpKeys keys = Packets.keys(SrtpProfile.AES_CM_128_HMAC_SHA1_80, random);

    private byte[] sent(SrtpSender sender, int ssrc, int number) {
        byte[] clear = Packets.rtp(ssrc, number & 0xffff, 20, random);
        byte[] buffer = Packets.roomy(clear, 0);
        return Arrays.copyOf(buffer, sender.protect(buffer, 0, clear.length));
    }

    private static int receive(SrtpReceiver receiver, byte[] packet) {
        return receiver.unprotect(packet.clone(), 0, packet.length);
    }

    /** A sender whose stream has reached a packet number. */
    private SrtpSender senderAt(int ssrc, int number) {
        SrtpSender sender = new SrtpSender(keys);
        for (int i = 0; i < number; i += 16_000) {
            sent(sender, ssrc, i);
        }
        return sender;
    }

    /** Twenty turns are seven hours of 20 ms packets; most are skipped, those around each turn are not, and swap places. */
    @ParameterizedTest
    @EnumSource
    void twentyTurnsWithReorderingAtEachOfThem(SrtpProfile profile) {
        SrtpKeys own = Packets.keys(profile, random);
        SrtpSender sender = new SrtpSender(own);
        SrtpReceiver receiver = new SrtpReceiver(own);
        byte[] held = null;
        byte[] before = sent(sender, 7, 0);
        assertThat(receive(receiver, before)).isEqualTo(32);
        for (int number = 1; number < 20 * TURN; number++) {
            int phase = number & 0xffff;
            if (phase > 40 && phase < TURN - 40) {
                number += Math.min(9_000, TURN - 41 - phase);
            }
            byte[] packet = sent(sender, 7, number);
            if (held == null && random.nextInt(3) == 0) {
                held = packet;
                continue;
            }
            assertThat(receive(receiver, packet)).as("packet %d", number).isEqualTo(32);
            assertThat(receive(receiver, packet)).as("packet %d again", number).isEqualTo(REPLAYED);
            if (held != null && ((phase > 50 && phase < TURN - 50) || random.nextInt(4) == 0)) {
                assertThat(receive(receiver, held))
                        .as("held back before packet %d", number)
                        .isIn(32, REPLAYED);
                held = null;
            }
            if (number % 7 == 0) {
                assertThat(receive(receiver, before)).isIn(REPLAYED, AUTH_FAILED);
                before = packet;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aLateListenerFindsTheCounter(int turns) {
        int number = turns * TURN + 30_000;
        SrtpSender sender = senderAt(7, number);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] packet = sent(sender, 7, number);
        assertThat(receive(receiver, packet)).isEqualTo(32);
        assertThat(receive(receiver, packet)).isEqualTo(REPLAYED);
        assertThat(receive(receiver, sent(sender, 7, number + 1))).isEqualTo(32);
        assertThat(receive(receiver, sent(sender, 7, number + 30_000))).isEqualTo(32);
        assertThat(receive(receiver, sent(sender, 7, number + 60_000))).isEqualTo(32);
    }

    @Test
    void beyondTheProbesThereIsNoListening() {
        int number = (IndexGuesses.LATE_TURNS + 1) * TURN + 30_000;
        assertThat(receive(new SrtpReceiver(keys), sent(senderAt(7, number), 7, number)))
                .isEqualTo(AUTH_FAILED);
    }

    @Test
    void aMissedTurnIsCaughtUp() {
        SrtpSender sender = senderAt(7, 20_000);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] early = sent(sender, 7, 20_000);
        assertThat(receive(receiver, early)).isEqualTo(32);
        for (int number = 30_000; number < 20_000 + 50_000; number += 10_000) {
            sent(sender, 7, number);
        }
        assertThat(receive(receiver, sent(sender, 7, 20_000 + 50_000)))
                .as("50,000 packets missed look like an old one")
                .isEqualTo(32);
        assertThat(receive(receiver, early)).isNegative();
        assertThat(receive(receiver, sent(sender, 7, 20_000 + 50_001))).isEqualTo(32);
    }

    /** Some senders keep one counter for all their SSRCs, others begin at zero as the RFC has it. */
    @Test
    void aChangeOfSsrcMayKeepTheCounterOrNot() {
        SrtpReceiver receiver = new SrtpReceiver(keys);
        assertThat(receive(receiver, sent(senderAt(1, TURN + 5), 1, TURN + 5))).isEqualTo(32);
        assertThat(receive(receiver, sent(new SrtpSender(keys), 2, 6))).isEqualTo(32);
        assertThat(receive(receiver, sent(senderAt(3, TURN + 7), 3, TURN + 7))).isEqualTo(32);
    }

    @Test
    void aForgerRunsOutOfProbesAndHonestPacketsEarnThemBack() {
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        SrtpSender late = senderAt(99, TURN + 10);
        assertThat(receive(receiver, sent(sender, 7, 1))).isEqualTo(32);
        for (int i = 0; i < ProbeBudget.LIMIT; i++) {
            byte[] forged = Packets.rtp(1_000 + i, 5, 30, random);
            assertThat(receive(receiver, forged)).isEqualTo(AUTH_FAILED);
        }
        assertThat(receive(receiver, sent(late, 99, TURN + 10)))
                .as("nothing is left for the late joiner")
                .isEqualTo(AUTH_FAILED);
        assertThat(receive(receiver, sent(sender, 7, 2)))
                .as("streams in flow go on")
                .isEqualTo(32);
        for (int i = 3; i < 10; i++) {
            assertThat(receive(receiver, sent(sender, 7, i))).isEqualTo(32);
        }
        assertThat(receive(receiver, sent(late, 99, TURN + 11)))
                .as("some were earned back")
                .isEqualTo(32);
    }
}
