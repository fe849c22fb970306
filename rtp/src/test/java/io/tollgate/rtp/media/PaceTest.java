package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.jitter.JitterBuffer;
import io.tollgate.rtp.jitter.JitterSettings;
import io.tollgate.rtp.jitter.Playout;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A jitter buffer whose frames are taken at the moments that its pace asks for, in virtual time. */
class PaceTest {
    private static final long MS = 1_000_000L;
    private static final long STEP = 5 * MS;

    private final JitterBuffer buffer = new JitterBuffer(JitterSettings.TELEPHONE, 8_000);
    private final Pace pace = new Pace();
    private final byte[] payload = new byte[160];
    private long nowNs = 1_000 * MS;
    private double leavesNs = nowNs;
    private long arrivesNs = nowNs;
    private long sent;
    private long delaySum;
    private long frames;
    private int shortest = 9;
    private int longest;
    private long moves;

    /** Sends packets every 20 ms of a clock that is wrong by so much, and plays for so many seconds. */
    private void run(int seconds, double clockPpm, double jitterMs, SplittableRandom random, boolean quiet) {
        long end = nowNs + seconds * 1_000L * MS;
        while (nowNs < end) {
            while (arrivesNs <= nowNs) {
                buffer.put((int) sent & 0xFFFF, (int) (sent * 160), 1, 0, payload, 0, 160, 160, arrivesNs);
                sent++;
                leavesNs += 20 * MS * (1 - clockPpm / 1e6);
                arrivesNs = Math.max(arrivesNs, (long) (leavesNs + random.nextDouble() * jitterMs * MS));
            }
            pace.begin();
            if (buffer.take(quiet, nowNs) == Playout.FRAME) {
                pace.played(buffer.slackNs());
                delaySum += buffer.delayMs();
                frames++;
            } else {
                pace.silent(buffer.untilDueNs(nowNs));
            }
            int steps = pace.next(nowNs);
            shortest = Math.min(shortest, steps);
            longest = Math.max(longest, steps);
            moves += steps == Pace.REGULAR ? 0 : 1;
            nowNs += steps * STEP;
        }
    }

    private double meanDelayMs() {
        return (double) delaySum / frames;
    }

    @Test
    void onACleanNetworkFramesWaitNoLongerThanTheLeastDelayAndAStep() {
        run(10, 0, 0.5, new SplittableRandom(1), false);
        delaySum = 0;
        frames = 0;
        run(10, 0, 0.5, new SplittableRandom(2), false);
        assertThat(meanDelayMs()).isBetween(9.0, 17.0);
        assertThat(buffer.counters().missing()).isZero();
        assertThat(buffer.counters().shed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {200, -200, 1_000, -1_000})
    void aClockThatIsWrongForAnHourIsFollowedWithoutTouchingTheSound(double ppm) {
        run(20, ppm, 1, new SplittableRandom(3), false);
        long missing = buffer.counters().missing()
                + buffer.counters().waited()
                + buffer.counters().inserted();
        long shed = buffer.counters().shed();
        moves = 0;
        run(3_600, ppm, 1, new SplittableRandom(4), false);
        assertThat(buffer.counters().missing()
                        + buffer.counters().waited()
                        + buffer.counters().inserted())
                .isEqualTo(missing);
        assertThat(buffer.counters().shed()).isEqualTo(shed);
        assertThat(buffer.counters().late()).isZero();
        double expected = 3_600 * 1_000 * Math.abs(ppm) / 1e6 / 5;
        assertThat(moves).as("steps of 5 ms").isBetween((long) (expected * 0.8), (long) (expected * 1.3) + 20);
    }

    @Test
    void stepsAreAtMostFiveMillisecondsWhileSoundIsPlayed() {
        run(60, 0, 30, new SplittableRandom(5), false);
        shortest = 9;
        longest = 0;
        run(60, 0, 5, new SplittableRandom(6), false);
        assertThat(shortest).isGreaterThanOrEqualTo(Pace.REGULAR - 1);
        assertThat(longest).isLessThanOrEqualTo(Pace.REGULAR + 1);
    }

    @Test
    void whileCopiesAreWaitedForTheDelayGrowsByAPacketWithoutTouchingTheSound() {
        run(20, 0, 1, new SplittableRandom(7), false);
        long touched = buffer.counters().missing()
                + buffer.counters().waited()
                + buffer.counters().shed();
        buffer.recovery(20);
        run(5, 0, 1, new SplittableRandom(8), false);
        delaySum = 0;
        frames = 0;
        run(10, 0, 1, new SplittableRandom(9), false);
        assertThat(meanDelayMs()).as("long enough for the next packet").isBetween(22.0, 32.0);
        assertThat(buffer.counters().missing()
                        + buffer.counters().waited()
                        + buffer.counters().shed())
                .isEqualTo(touched);
    }

    @Test
    void afterSilenceTheFirstFrameIsPlayedInTheStepWhenItIsDue() {
        pace.begin();
        pace.silent(7 * MS);
        assertThat(pace.next(nowNs)).isEqualTo(2);
        pace.begin();
        pace.silent(30 * MS);
        assertThat(pace.next(nowNs)).isEqualTo(Pace.REGULAR);
        pace.begin();
        pace.silent(Long.MAX_VALUE);
        assertThat(pace.next(nowNs)).isEqualTo(Pace.REGULAR);
    }
}
