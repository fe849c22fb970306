package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldTest {

    private static final HoldPolicy POLICY = HoldPolicy.USUAL;

    @Test
    void theFirstHoldCoversAMinuteWhenThereIsPlenty() {
        Rate rate = RatingTest.rate(17_000, 39_000, 1, 1);
        assertThat(RatingTest.plain(rate).firstHold(10_000_000, POLICY)).isEqualTo(new HoldSize.Hold(56_000, 60));
    }

    @Test
    void aHoldIsAtLeastFeeAndFirstIncrement() {
        Rate rate = RatingTest.rate(1_080_000, 50_000, 60, 60);
        assertThat(RatingTest.plain(rate).firstHold(1_130_000, POLICY)).isEqualTo(new HoldSize.Hold(1_130_000, 60));
        assertThat(RatingTest.plain(rate).firstHold(1_129_999, POLICY)).isEqualTo(new HoldSize.NotEnough(1_130_000, 0));
        assertThat(RatingTest.plain(rate).firstHold(-5, POLICY)).isEqualTo(new HoldSize.NotEnough(1_130_000, 0));
    }

    @Test
    void aFreeCallHoldsNothingAndLastsTheLongest() {
        Rate rate = RatingTest.rate(0, 0, 60, 60);
        assertThat(RatingTest.plain(rate).firstHold(0, POLICY))
                .isEqualTo(new HoldSize.Hold(0, Rating.MAX_TALK_SECONDS));
    }

    @Test
    void slicesShrinkAsTheCreditDoes() {
        Rate rate = RatingTest.rate(60_000, 0, 1, 1);
        assertThat(RatingTest.plain(rate).furtherHold(60_000, 1_000_000, POLICY))
                .isEqualTo(new HoldSize.Hold(120_000, 120));
        assertThat(RatingTest.plain(rate).furtherHold(60_000, 100_000, POLICY))
                .isEqualTo(new HoldSize.Hold(85_000, 85));
        assertThat(RatingTest.plain(rate).furtherHold(60_000, 20_000, POLICY)).isEqualTo(new HoldSize.Hold(70_000, 70));
        assertThat(RatingTest.plain(rate).furtherHold(60_000, 3_000, POLICY)).isEqualTo(new HoldSize.Hold(63_000, 63));
        assertThat(RatingTest.plain(rate).furtherHold(60_000, 999, POLICY))
                .isEqualTo(new HoldSize.NotEnough(61_000, 60));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void holdingStepByStepSpendsExactlyTheCreditsTalkTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            Rate rate = RatingTest.rate(
                    1_000 + random.nextLong(2_000_000),
                    random.nextLong(50_000),
                    1 + random.nextInt(60),
                    1 + random.nextInt(60));
            long credit = random.nextLong(10_000_000);
            long held = 0;
            long covered = 0;
            HoldSize size = RatingTest.plain(rate).firstHold(credit, POLICY);
            while (size instanceof HoldSize.Hold(long total, long covers)) {
                assertThat(total).as("seed %d: %s with %d", seed, rate, credit).isBetween(held, credit);
                assertThat(covers).isGreaterThan(covered);
                held = total;
                covered = covers;
                size = RatingTest.plain(rate).furtherHold(held, credit - held, POLICY);
            }
            assertThat(covered)
                    .as("seed %d: %s with %d", seed, rate, credit)
                    .isEqualTo(RatingTest.plain(rate).talkTime(credit));
        }
    }

    @Test
    void aPolicyHasPositiveSlices() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldPolicy(60, 60, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HoldPolicy(5, 60, 10));
    }
}
