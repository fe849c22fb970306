package io.tollgate.rtp.jitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JitterBufferTest {
    private static final int RATE = 8_000;

    @Test
    void anEvenFlowIsPlayedCompletelyAndInOrderAfterTheStartDelay() {
        Line line = new Line(RATE).frames(0, 100).playUntil(2_100);
        assertThat(line.sounding()).isEqualTo(Line.numbers(0, 100));
        assertThat(line.played.subList(0, 2)).as("40 ms at 20 ms a tick").containsOnly("");
        assertThat(line.played.get(2)).isEqualTo("0");
        assertThat(line.buffer.counters().missing()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8000,80", "8000,160", "8000,240", "8000,480", "48000,480", "48000,960", "48000,1920", "48000,2880"})
    void framesOfTenToSixtyMillisecondsAreAllPlayed(int clock, int samples) {
        Line line = new Line(clock);
        double ms = samples * 1_000.0 / clock;
        for (int i = 0; i < 50; i++) {
            line.send(i * ms, i, i * samples, 1, samples);
        }
        assertThat(line.playUntil(50 * ms + 200).sounding()).isEqualTo(Line.numbers(0, 50));
    }

    @Test
    void packetsThatOvertakeEachOtherArePutInOrder() {
        Line line = new Line(RATE)
                .frames(0, 20)
                .frame(20, 25)
                .frame(21, 0)
                .frame(22, 30)
                .frames(23, 60);
        assertThat(line.playUntil(1_400).sounding()).isEqualTo(Line.numbers(0, 60));
    }

    @Test
    void aStartInTheWrongOrderIsPutRight() {
        Line line = new Line(RATE).frame(1, -15).frame(0, 10).frames(2, 20);
        assertThat(line.playUntil(600).sounding()).isEqualTo(Line.numbers(0, 20));
    }

    @Test
    void aLostFrameIsMissingWithTheNextOneAtHandForItsRestoration() {
        Line line = new Line(RATE).frames(0, 30).frames(31, 60).playUntil(1_400);
        List<String> expected = new ArrayList<>(Line.numbers(0, 30));
        expected.add("+31");
        expected.addAll(Line.numbers(31, 60));
        assertThat(line.sounding()).isEqualTo(expected);
        assertThat(line.buffer.counters().missing()).isEqualTo(1);
    }

    @Test
    void ofSeveralLostFramesOnlyTheLastCanBeRestored() {
        Line line = new Line(RATE).frames(0, 30).frames(33, 60).playUntil(1_400);
        assertThat(line.sounding().subList(30, 33)).containsExactly("-", "-", "+33");
        assertThat(line.buffer.counters().missing()).isEqualTo(3);
    }

    @Test
    void withRecoveryALostFrameIsDueWhenItsSuccessorIsThere() {
        Line line = new Line(RATE).frames(0, 200);
        line.quiet = false;
        line.playUntil(4_000);
        int before = line.buffer.targetMs();
        line.buffer.recovery(20);
        assertThat(line.buffer.targetMs())
                .isEqualTo(JitterSettings.TELEPHONE.minMs() + 15)
                .isGreaterThan(before);
        line.buffer.recovery(0);
        assertThat(line.buffer.targetMs()).isEqualTo(before);
    }

    @Test
    void duplicatesAreCountedAndPlayedOnce() {
        Line line = new Line(RATE).frames(0, 40).frames(10, 15).playUntil(1_000);
        assertThat(line.sounding()).isEqualTo(Line.numbers(0, 40));
        assertThat(line.buffer.counters().duplicates()).isEqualTo(5);
    }

    @Test
    void aDuplicateOfWhatWasPlayedIsADuplicateAndNotLate() {
        Line line = new Line(RATE).frames(0, 40).frame(10, 150).playUntil(1_000);
        assertThat(line.buffer.counters().duplicates()).isEqualTo(1);
        assertThat(line.buffer.counters().late()).isZero();
    }

    @Test
    void whatComesAfterItsTimeIsLate() {
        Line line = new Line(RATE).frames(0, 20).frame(20, 130).frames(21, 60).playUntil(1_400);
        assertThat(line.sounding().get(20)).isEqualTo("+21");
        assertThat(line.buffer.counters().late()).isEqualTo(1);
    }

    @Test
    void numbersAndTimestampsMayWrap() {
        Line line = new Line(RATE);
        for (int i = 0; i < 100; i++) {
            line.send(i * 20.0, 65_500 + i, -50 * 160 + i * 160, 1, 160);
        }
        assertThat(line.playUntil(2_100).sounding()).isEqualTo(Line.numbers(65_500, 65_600));
        assertThat(line.buffer.counters().restarts()).isZero();
    }

    @Test
    void anotherSourceStartsAfresh() {
        Line line = new Line(RATE).frames(0, 20);
        for (int i = 0; i < 20; i++) {
            line.send(400 + i * 20.0, 9_000 + i, 123_456 + i * 160, 2, 160);
        }
        line.playUntil(1_000);
        assertThat(line.played).containsSubsequence(Line.numbers(9_000, 9_020));
        assertThat(line.buffer.counters().restarts()).isEqualTo(1);
        assertThat(line.buffer.counters().missing()).isZero();
    }

    @Test
    void aPauseOfTheSpeakerIsSilenceAndNoLoss() {
        Line line = new Line(RATE).frames(0, 25);
        for (int i = 0; i < 25; i++) {
            line.send(2_500 + i * 20.0, 25 + i, (125 + i) * 160, 1, 160);
        }
        line.playUntil(3_200);
        assertThat(line.played).containsSubsequence(Line.numbers(0, 50));
        assertThat(line.buffer.counters().missing()).isZero();
        assertThat(line.buffer.counters().waited())
                .as("at most 120 ms of waiting at each of two ends")
                .isLessThanOrEqualTo(12);
        assertThat(line.played.stream().filter(String::isEmpty)).hasSizeGreaterThan(80);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, -1_000_000, 0x7000_0000})
    void aJumpOfTheTimestampsIsSurvived(int jump) {
        Line line = new Line(RATE).frames(0, 25);
        for (int i = 25; i < 80; i++) {
            line.send(i * 20.0, i, i * 160 + jump, 1, 160);
        }
        line.playUntil(1_900);
        assertThat(line.played).containsSubsequence(Line.numbers(0, 25)).containsSubsequence(Line.numbers(26, 80));
    }

    @Test
    void aStrayNumberIsSuspectAndASecondOneInSequenceIsANewLife() {
        Line line = new Line(RATE).frames(0, 30);
        line.send(605, 40_000, 5, 1, 160);
        for (int i = 31; i < 40; i++) {
            line.frame(i, 0);
        }
        for (int i = 0; i < 20; i++) {
            line.send(800 + i * 20.0, 50_000 + i, i * 160, 1, 160);
        }
        line.playUntil(1_400);
        assertThat(line.buffer.counters().suspects()).isEqualTo(2);
        assertThat(line.buffer.counters().restarts()).isEqualTo(1);
        assertThat(line.played).containsSubsequence(Line.numbers(50_001, 50_020));
    }

    @Test
    void theTargetFollowsTheJitterAndComesBackWhenItCalms() {
        SplittableRandom random = new SplittableRandom(4);
        Line line = new Line(RATE);
        for (int i = 0; i < 500; i++) {
            line.frame(i, random.nextInt(90));
        }
        line.playUntil(10_000);
        assertThat(line.buffer.targetMs()).isBetween(70, 100);
        assertThat(line.buffer.counters().late()).isLessThan(40);
        line.frames(500, 2_000).playUntil(40_000);
        assertThat(line.buffer.targetMs()).isEqualTo(JitterSettings.TELEPHONE.minMs());
        assertThat(line.delayMs()).isLessThan(60);
        assertThat(line.buffer.counters().shed()).isPositive();
    }

    @Test
    void noJitterMakesTheTargetLeaveItsBounds() {
        SplittableRandom random = new SplittableRandom(5);
        Line line = new Line(RATE);
        for (int i = 0; i < 500; i++) {
            line.frame(i, random.nextInt(900));
        }
        assertThat(line.playUntil(10_000).buffer.targetMs()).isEqualTo(200);
    }

    @Test
    void nothingIsLeftOutWhileTheSpeakerIsLoudUnlessTheDelayIsFarTooLong() {
        Line line = new Line(RATE).frames(0, 100);
        line.quiet = false;
        for (int i = 100; i < 104; i++) {
            line.frame(i, (104 - i) * 20.0);
        }
        line.frames(104, 300).playUntil(6_200);
        assertThat(line.buffer.counters().shed()).isZero();
    }

    @Test
    void aBurstAfterAnOutageIsShedAtOnce() {
        Line line = new Line(RATE).frames(0, 100);
        line.quiet = false;
        for (int i = 100; i < 150; i++) {
            line.send(3_000, i, i * 160, 1, 160);
        }
        line.frames(150, 250).playUntil(5_200);
        assertThat(line.buffer.counters().shed()).isBetween(20L, 60L);
        assertThat(line.delayMs()).isLessThan(350);
        assertThat(line.played).containsSubsequence(Line.numbers(200, 250));
    }

    @Test
    void eventsInTheNumberingAreNotMissed() {
        Line line = new Line(RATE).frames(0, 30);
        for (int i = 0; i < 10; i++) {
            line.sendEvent(600 + i * 20.0, 30 + i, 1);
        }
        line.frames(40, 80).playUntil(1_800);
        assertThat(line.played).containsSubsequence(Line.numbers(40, 80));
        assertThat(line.buffer.counters().missing()).isZero();
    }

    @Test
    void aFrameLostBeforeEventsDoesNotMakeTheEventsMissing() {
        Line line = new Line(RATE).frames(0, 30);
        for (int i = 1; i < 10; i++) {
            line.sendEvent(600 + i * 20.0, 30 + i, 1);
        }
        line.frames(40, 80).playUntil(1_800);
        assertThat(line.played).containsSubsequence(Line.numbers(40, 80));
        assertThat(line.buffer.counters().missing()).isLessThanOrEqualTo(1);
    }

    @Test
    void framesArePutInWhenTheTargetRisesWhileTheSpeakerIsQuiet() {
        Line line = new Line(RATE).frames(0, 200);
        for (int i = 200; i < 800; i++) {
            line.frame(i, i % 10 == 0 ? 60 : 0);
        }
        line.playUntil(12_000);
        long lateAtFirst = line.buffer.counters().late();
        assertThat(line.buffer.counters().inserted()).isPositive();
        line.playUntil(17_000);
        assertThat(line.buffer.counters().late())
                .as("late packets once the delay is long enough")
                .isEqualTo(lateAtFirst);
    }

    @Test
    void aSingleEventPacketBetweenTwoFramesCostsNothing() {
        Line line = new Line(RATE).frames(0, 30).sendEvent(600, 30, 1);
        for (int i = 31; i < 60; i++) {
            line.send((i - 1) * 20.0, i, (i - 1) * 160, 1, 160);
        }
        line.playUntil(1_400);
        assertThat(line.buffer.counters().missing()).isZero();
        assertThat(line.played).containsSubsequence(Line.numbers(31, 60));
    }

    @Test
    void aFasterClockOfTheSenderIsFollowedByLeavingOutAFrameNowAndThen() {
        Line line = new Line(RATE);
        for (int i = 0; i < 5_000; i++) {
            line.send(i * 19.96, i, i * 160, 1, 160);
        }
        line.playUntil(5_000 * 19.96);
        assertThat(line.delayMs()).isLessThan(120);
        assertThat(line.buffer.counters().overflowed()).isZero();
        assertThat(line.buffer.counters().shed()).isBetween(3L, 20L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensFramesComeInOrderOnceAndEveryPacketIsAccountedFor(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Line line = new Line(RATE);
        for (int i = 0; i < 3_000; i++) {
            int fate = random.nextInt(100);
            if (fate < 5) {
                continue;
            }
            line.frame(i, fate < 90 ? random.nextInt(60) : random.nextInt(400));
            if (fate > 95) {
                line.frame(i, random.nextInt(300));
            }
        }
        line.quiet = random.nextBoolean();
        line.playUntil(61_000);
        List<Integer> numbers = line.played.stream()
                .filter(s -> !s.isEmpty() && Character.isDigit(s.charAt(0)))
                .map(Integer::valueOf)
                .toList();
        assertThat(numbers)
                .as("seed " + seed)
                .isSortedAccordingTo(Comparator.naturalOrder())
                .doesNotHaveDuplicates();
        assertThat(numbers.size()).as("seed " + seed).isGreaterThan(2_400);
        JitterCounters c = line.buffer.counters();
        assertThat(c.played() + c.late() + c.duplicates() + c.suspects() + c.overflowed() + c.shed())
                .as("seed " + seed)
                .isEqualTo(c.received());
    }

    @Test
    void randomNumbersTimesAndTakesNeverThrow() {
        for (long seed = 0; seed < 40; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            JitterBuffer buffer = new JitterBuffer(JitterSettings.TELEPHONE, 48_000);
            long now = random.nextLong(1L << 40);
            byte[] payload = new byte[1_400];
            int seq = random.nextInt(65_536);
            int ts = random.nextInt();
            for (int i = 0; i < 5_000; i++) {
                now += random.nextLong(30_000_000);
                switch (random.nextInt(10)) {
                    case 0 -> seq = random.nextInt(65_536);
                    case 1 -> ts = random.nextInt();
                    case 2 -> buffer.skip(seq + random.nextInt(100) & 0xFFFF, 1, now);
                    case 3, 4, 5 ->
                        assertThat(buffer.take(random.nextBoolean(), now)).isNotNull();
                    default -> {
                        seq = seq + 1 + (random.nextInt(20) == 0 ? random.nextInt(100) : 0) & 0xFFFF;
                        ts += 960;
                        int samples = 120 + random.nextInt(5_640);
                        int length = random.nextInt(payload.length);
                        int ssrc = random.nextInt(200) == 0 ? 2 : 1;
                        assertThat(buffer.put(seq, ts, ssrc, 0, payload, 0, length, samples, now))
                                .isNotNull();
                    }
                }
            }
        }
    }
}
