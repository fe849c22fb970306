package io.tollgate.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TelephoneEventTest {
    private static final long MS = 1_000_000L;
    private static final int SSRC = 77;

    private final List<String> told = new ArrayList<>();
    private final TelephoneEventReceiver receiver = new TelephoneEventReceiver(new TelephoneEventReceiver.Listener() {
        @Override
        public void began(char digit) {
            told.add("began " + digit);
        }

        @Override
        public void ended(char digit, int durationMs) {
            told.add("ended " + digit + " " + durationMs);
        }
    });

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(int ts, boolean marker, byte[] payload, int atMs) {}

    /** All event packets until the sender has nothing more to say. */
    private static List<Sent> drain(TelephoneEventSender sender, int rate, int packetMs) {
        List<Sent> packets = new ArrayList<>();
        int ts = 1_000;
        for (int ms = 0; sender.active() && ms < 120_000; ms += packetMs) {
            if (sender.step(rate, ts, packetMs) == TelephoneEventSender.Step.EVENT) {
                packets.add(new Sent(
                        sender.timestamp(), sender.marker(), sender.payload().clone(), ms));
            }
            ts += packetMs * rate / 1_000;
        }
        return packets;
    }

    private void deliver(Sent packet, int rate) {
        assertThat(receiver.packet(SSRC, packet.ts(), rate, packet.payload(), 0, 4, packet.atMs() * MS))
                .isTrue();
    }

    @Test
    void aDigitIsSentAsRfc4733Says() {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.enqueue("5");
        List<Sent> packets = drain(sender, 8_000, 20);
        assertThat(packets).hasSize(7);
        assertThat(packets.stream().map(Sent::ts).distinct()).containsExactly(1_000);
        assertThat(packets.stream().map(Sent::marker)).containsExactly(true, false, false, false, false, false, false);
        assertThat(packets.getFirst().payload()).containsExactly(5, 10, 0, 160);
        assertThat(packets.get(3).payload()).containsExactly(5, 10, 2, 128);
        for (int i = 4; i < 7; i++) {
            assertThat(packets.get(i).payload()).as("end packet").containsExactly(5, 0x8A, 3, 32);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 48_000})
    void everyDigitArrivesOnceOnBothClocks(int rate) {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.enqueue("0123456789*#abCDx 55")).isEqualTo(18);
        drain(sender, rate, 20).forEach(p -> deliver(p, rate));
        StringBuilder digits = new StringBuilder();
        told.stream().filter(s -> s.startsWith("ended")).forEach(s -> {
            assertThat(s).endsWith(" 100");
            digits.append(s.charAt(6));
        });
        assertThat(digits).hasToString("0123456789*#ABCD55");
        assertThat(told).hasSize(36);
    }

    @Test
    void aDigitIsHeardWhenOnlyOneOfItsPacketsArrives() {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.enqueue("7");
        List<Sent> packets = drain(sender, 8_000, 20);
        for (int i = 0; i < packets.size(); i++) {
            told.clear();
            Sent moved = packets.get(i);
            deliver(new Sent(moved.ts() + (i + 1) * 100_000, moved.marker(), moved.payload(), i * 1_000), 8_000);
            receiver.tick((i * 1_000 + 200) * MS);
            assertThat(told).as("packet " + i).hasSize(2).first().isEqualTo("began 7");
        }
    }

    @Test
    void anEventWithoutItsEndIsEndedByTimeOrByTheNext() {
        byte[] three = {3, 10, 1, 64};
        byte[] four = {4, 10, 1, 64};
        assertThat(receiver.packet(SSRC, 100, 8_000, three, 0, 4, 0)).isTrue();
        receiver.tick(149 * MS);
        assertThat(told).containsExactly("began 3");
        receiver.tick(151 * MS);
        assertThat(told).containsExactly("began 3", "ended 3 40");
        assertThat(receiver.packet(SSRC, 5_000, 8_000, three, 0, 4, 600 * MS)).isTrue();
        assertThat(receiver.packet(SSRC, 9_000, 8_000, four, 0, 4, 700 * MS)).isTrue();
        assertThat(told).containsExactly("began 3", "ended 3 40", "began 3", "ended 3 40", "began 4");
    }

    @Test
    void repetitionsAndStragglersTellNothingTwice() {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.enqueue("12");
        List<Sent> packets = drain(sender, 8_000, 20);
        packets.forEach(p -> deliver(p, 8_000));
        deliver(packets.get(2), 8_000);
        deliver(packets.get(6), 8_000);
        deliver(packets.getLast(), 8_000);
        assertThat(told).containsExactly("began 1", "ended 1 100", "began 2", "ended 2 100");
    }

    @Test
    void whateverIsLostOrSwappedEachDigitIsToldAtMostOnce() {
        for (long seed = 1; seed <= 50; seed++) {
            told.clear();
            SplittableRandom random = new SplittableRandom(seed);
            TelephoneEventSender sender = new TelephoneEventSender();
            sender.enqueue("123456");
            List<Sent> packets = new ArrayList<>(drain(sender, 8_000, 20));
            packets.removeIf(p -> random.nextInt(5) == 0);
            for (int i = 1; i < packets.size(); i++) {
                if (random.nextInt(8) == 0) {
                    packets.add(i - 1, packets.remove(i));
                }
            }
            int shift = (int) seed * 1_000_000;
            packets.forEach(p -> deliver(new Sent(p.ts() + shift, p.marker(), p.payload(), p.atMs() + 10_000), 8_000));
            receiver.tick(100_000 * MS);
            List<String> ended = told.stream()
                    .filter(s -> s.startsWith("ended"))
                    .map(s -> s.substring(6, 7))
                    .toList();
            assertThat(ended).as("seed " + seed).containsExactly("1", "2", "3", "4", "5", "6");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 48_000})
    void aKeyHeldForLongIsOneDigitAcrossSegments(int rate) {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.hold('9')).isTrue();
        List<Sent> packets = drain(sender, rate, 20);
        packets.forEach(p -> deliver(p, rate));
        assertThat(told).containsExactly("began 9", "ended 9 20000");
        assertThat(packets.stream().map(Sent::ts).distinct().count()).isEqualTo(rate == 8_000 ? 3 : 15);
    }

    @Test
    void aFullSegmentSaysSoBeforeTheNextBegins() {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.hold('1');
        List<Sent> packets = drain(sender, 48_000, 20);
        for (int i = 1; i < packets.size(); i++) {
            Sent before = packets.get(i - 1);
            if (packets.get(i).ts() != before.ts()) {
                assertThat(before.payload()).as("the last of a segment").containsExactly(1, 10, 0xFF, 0xFF);
                assertThat(packets.get(i).ts() - before.ts()).isEqualTo(0xFFFF);
            }
        }
    }

    /** Some senders end a segment with the last whole packet, and some earlier to leave room for redundancy (2.5.1.3.1). */
    @ParameterizedTest
    @ValueSource(ints = {65_440, 65_535, 16_320, 16_383, 9_600})
    void segmentsOfOtherSendersAreOneDigit(int segment) {
        int told = 0;
        for (int lost = 0; lost < (segment == 9_600 ? 1 : 6); lost++) {
            this.told.clear();
            int base = ++told * 1_000_000;
            for (int units = 160; units <= 160_000; units += 160) {
                int start = (units - 1) / segment * segment;
                boolean gone = lost > 0 && units > start + segment - lost * 160 - 160;
                boolean end = units == 160_000;
                if (!gone || end) {
                    event(4, end, base + start, units - start, told * 100_000L + units / 8);
                }
                receiver.tick((told * 100_000L + units / 8) * MS);
            }
            assertThat(this.told)
                    .as("%d packets lost before each segment", lost)
                    .containsExactly("began 4", "ended 4 20000");
        }
    }

    private void event(int code, boolean end, int ts, int units, long atMs) {
        byte[] payload = {(byte) code, (byte) (end ? 0x8A : 10), (byte) (units >> 8), (byte) units};
        assertThat(receiver.packet(SSRC, ts, 8_000, payload, 0, 4, atMs * MS)).isTrue();
    }

    @Test
    void aKeyHeldThroughAGapIsNotToldAgain() {
        for (int units = 160; units < 65_535; units += 160) {
            if (units < 64_000) {
                event(8, false, 0, units, units / 8);
            }
            receiver.tick(units / 8 * MS);
        }
        assertThat(told).containsExactly("began 8", "ended 8 7980");
        event(8, false, 0xFFFF, 160, 8_211);
        event(8, true, 0xFFFF, 320, 8_231);
        assertThat(told).hasSize(2);
        event(8, false, 0xFFFF + 4_000, 160, 8_700);
        assertThat(told).as("pressed again").last().isEqualTo("began 8");
    }

    @Test
    void theSameKeyPressedAgainIsTwoDigitsThoughTheEndsAreLost() {
        event(5, false, 1_000, 160, 0);
        event(5, false, 1_000, 800, 80);
        event(5, false, 1_000 + 960 + 480, 160, 200);
        event(5, true, 1_000 + 960 + 480, 800, 280);
        assertThat(told).containsExactly("began 5", "ended 5 100", "began 5", "ended 5 100");
    }

    @Test
    void aSourceWhoseClockStartsAnewIsHeardAgain() {
        event(1, true, 70_000, 800, 1_000);
        event(2, true, 100, 800, 4_000);
        assertThat(told).containsExactly("began 1", "ended 1 100", "began 2", "ended 2 100");
    }

    @Test
    void timestampsGoRoundWithoutADigitLost() {
        event(1, true, 0xFFFF_FF00, 800, 1_000);
        event(2, true, 2_000, 800, 1_300);
        event(1, true, 0xFFFF_FF00, 800, 1_310);
        assertThat(told).containsExactly("began 1", "ended 1 100", "began 2", "ended 2 100");
    }

    private record Flying(Sent packet, int arrivesMs) {}

    /** A fifth of the packets lost and the rest late by up to 60 ms, so that they overtake each other. */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void lossAndJitterLoseNoDigit(int rate) {
        String number = "0123456789*#ABCD00112233";
        for (long seed = 1; seed <= 200; seed++) {
            told.clear();
            SplittableRandom random = new SplittableRandom(seed);
            TelephoneEventSender sender = new TelephoneEventSender();
            sender.enqueue(number);
            List<Flying> flying = new ArrayList<>();
            for (Sent packet : drain(sender, rate, 20)) {
                if (random.nextInt(100) >= 20) {
                    flying.add(new Flying(packet, packet.atMs() + random.nextInt(60)));
                }
            }
            flying.sort(Comparator.comparingInt(Flying::arrivesMs));
            int base = (int) seed * 100_000_000;
            int ms = 0;
            for (Flying f : flying) {
                for (; ms < f.arrivesMs(); ms += 20) {
                    receiver.tick((seed * 1_000_000 + ms) * MS);
                }
                Sent p = f.packet();
                assertThat(receiver.packet(
                                SSRC, base + p.ts(), rate, p.payload(), 0, 4, (seed * 1_000_000 + f.arrivesMs()) * MS))
                        .isTrue();
            }
            receiver.tick((seed * 1_000_000 + ms + 1_000) * MS);
            StringBuilder heard = new StringBuilder();
            told.stream().filter(s -> s.startsWith("began")).forEach(s -> heard.append(s.charAt(6)));
            assertThat(heard).as("seed %d", seed).hasToString(number);
            assertThat(told).hasSize(2 * number.length());
        }
    }

    @Test
    void aHeldKeyEndsWhenItIsReleasedAndNotBeforeFortyMilliseconds() {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.hold('#')).isTrue();
        sender.step(8_000, 0, 20);
        sender.release(5);
        drain(sender, 8_000, 20).forEach(p -> deliver(p, 8_000));
        assertThat(told).containsExactly("began #", "ended # 40");
    }

    @Test
    void releasingAHeldKeyDoesNotTouchTheDigitsThatWaitBehindIt() {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.hold('1')).isTrue();
        sender.step(8_000, 0, 20);
        sender.enqueue("23");
        sender.release(200);
        sender.release(7_000);
        drain(sender, 8_000, 20).forEach(p -> deliver(p, 8_000));
        assertThat(told).containsExactly("began 1", "ended 1 200", "began 2", "ended 2 100", "began 3", "ended 3 100");
    }

    @Test
    void aKeyReleasedBeforeItsTurnComesKeepsItsLength() {
        TelephoneEventSender sender = new TelephoneEventSender();
        sender.enqueue("1");
        sender.step(8_000, 0, 20);
        assertThat(sender.hold('2')).isTrue();
        sender.release(240);
        drain(sender, 8_000, 20).forEach(p -> deliver(p, 8_000));
        assertThat(told).containsExactly("began 1", "ended 1 100", "began 2", "ended 2 240");
    }

    @Test
    void theQueueIsBounded() {
        TelephoneEventSender sender = new TelephoneEventSender();
        assertThat(sender.enqueue("1".repeat(100))).isEqualTo(TelephoneEventSender.MAX_QUEUED);
        assertThat(sender.hold('2')).isFalse();
    }

    @Test
    void whatIsNoDigitIsPassedOverAndWhatIsTooShortIsMalformed() {
        assertThat(receiver.packet(SSRC, 1, 8_000, new byte[] {16, 0, 0, 80}, 0, 4, 0))
                .isTrue();
        assertThat(receiver.packet(SSRC, 1, 8_000, new byte[] {1, 0, 0}, 0, 3, 0))
                .isFalse();
        assertThat(told).isEmpty();
    }

    @Test
    void randomPacketsNeverThrow() {
        long seed = 99;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] payload = new byte[8];
        for (int i = 0; i < 30_000; i++) {
            random.nextBytes(payload);
            boolean ok = receiver.packet(
                    random.nextInt(3),
                    random.nextInt(5) * 160,
                    random.nextBoolean() ? 8_000 : 48_000,
                    payload,
                    0,
                    random.nextInt(9),
                    i * MS);
            assertThat(ok || i >= 0).as("seed " + seed).isTrue();
        }
    }
}
