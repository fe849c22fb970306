package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.billing.rating.ChargedInterval.Kind;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RatingTest {

    private static final long DAY_MS = 24L * 3600 * 1000;

    @Test
    void aChargeExplainsItselfByIntervalsThatAddUp() {
        Rate rate = rate(17_000, 39_000, 30, 6);
        Charge charge = plain(rate).charge(47_000);
        assertThat(charge.intervals())
                .containsExactly(
                        new ChargedInterval(Kind.CONNECTION, 0, 0, 39_000, 0, "", rate),
                        new ChargedInterval(Kind.FIRST, 0, 30, 8_500, 17_000, "", rate),
                        new ChargedInterval(Kind.FURTHER, 30, 18, 5_100, 17_000, "", rate));
        assertThat(charge.totalMicros()).isEqualTo(52_600);
        assertThat(plain(rate).charge(0).intervals()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyCuttingOfACallCostsWhatTheWholeCosts(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            Rate rate = anyRate(random);
            long talkMs = random.nextLong(30 * DAY_MS + 1);
            long sum = 0;
            long at = 0;
            while (at < talkMs) {
                long next = Math.min(talkMs, at + 1 + random.nextLong(1 + talkMs / (1 + random.nextInt(20))));
                sum += plain(rate).sliceMicros(at, next);
                at = next;
            }
            assertThat(sum)
                    .as("seed %d: %s for %d ms", seed, rate, talkMs)
                    .isEqualTo(plain(rate).charge(talkMs).totalMicros());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void longerTalkNeverCostsLessAndIntervalsAddUp(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            Rate rate = anyRate(random);
            long shorter = random.nextLong(30 * DAY_MS);
            long longer = shorter + random.nextLong(30 * DAY_MS - shorter + 1);
            Charge less = plain(rate).charge(shorter);
            Charge more = plain(rate).charge(longer);
            assertThat(more.totalMicros()).as("seed %d: %s", seed, rate).isGreaterThanOrEqualTo(less.totalMicros());
            assertThat(more.intervals().stream()
                            .mapToLong(ChargedInterval::micros)
                            .sum())
                    .isEqualTo(more.totalMicros());
            assertThat(more.billedSeconds() * 1000).isGreaterThanOrEqualTo(longer);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void talkTimeIsTheLongestThatTheCreditPays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            Rate rate = anyRate(random);
            long credit = random.nextLong(-1_000, 1L << (10 + random.nextInt(40)));
            long seconds = plain(rate).talkTime(credit);
            String context = "seed " + seed + ": " + rate + " with " + credit;
            if (seconds > 0) {
                assertThat(plain(rate).chargeMicros(seconds * 1000)).as(context).isLessThanOrEqualTo(credit);
            }
            if (seconds < Rating.MAX_TALK_SECONDS) {
                assertThat(plain(rate).chargeMicros((seconds + 1) * 1000))
                        .as(context)
                        .isGreaterThan(credit);
            }
        }
    }

    @Test
    void creditLastsWholeIncrementsAndFreeCallsLastTheLongest() {
        assertThat(plain(rate(17_000, 0, 60, 60)).talkTime(10_000_000)).isEqualTo(588 * 60);
        assertThat(plain(rate(1_080_000, 0, 60, 60)).talkTime(1_079_999)).isZero();
        assertThat(plain(rate(1_080_000, 0, 60, 60)).talkTime(1_080_000)).isEqualTo(60);
        assertThat(plain(rate(0, 0, 60, 60)).talkTime(0)).isEqualTo(Rating.MAX_TALK_SECONDS);
        assertThat(plain(rate(0, 0, 60, 60)).talkTime(-1)).isZero();
        assertThat(plain(rate(26_000, 50_000, 1, 1)).talkTime(50_000)).isZero();
        assertThat(plain(rate(17_000, 0, 60, 60)).talkTime(Long.MAX_VALUE)).isEqualTo(Rating.MAX_TALK_SECONDS);
    }

    @Test
    void refusesTalkTimesThatCannotBe() {
        Rate rate = rate(17_000, 0, 60, 60);
        assertThatIllegalArgumentException().isThrownBy(() -> plain(rate).charge(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> plain(rate).charge(30 * DAY_MS + 1));
        assertThatIllegalArgumentException().isThrownBy(() -> plain(rate).sliceMicros(2, 1));
    }

    @Test
    void taxIsTheIncludedPart() {
        assertThat(Rating.taxWithin(12_000_000, 2000)).isEqualTo(2_000_000);
        assertThat(Rating.taxWithin(10_000, 1111)).isEqualTo(1_000);
        assertThat(Rating.taxWithin(17_000, 0)).isZero();
        assertThat(Rating.taxWithin(3, 2000)).isEqualTo(1);
    }

    /** The row in a deck of usual terms, for an account without an agreement. */
    static CallTariff plain(Rate rate) {
        return CallTariff.of(
                new DeckHeader("retail", 1, "Retail", "EUR", 0), rate, Instant.parse("2026-11-22T10:00:00Z"));
    }

    static Rate rate(long perMinuteMicros, long feeMicros, int first, int increment) {
        return new Rate("44", "somewhere", perMinuteMicros, feeMicros, first, increment, false, "", "");
    }

    static Rate anyRate(SplittableRandom random) {
        int[] steps = {1, 1, 6, 10, 30, 60, 60, 3600};
        long price = random.nextInt(10) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(36)));
        long fee = random.nextBoolean() ? 0 : random.nextLong(1_000_000);
        return rate(price, fee, steps[random.nextInt(steps.length)], 1 + random.nextInt(70));
    }
}
