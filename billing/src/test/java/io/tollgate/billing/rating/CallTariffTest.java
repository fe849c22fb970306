package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTariffTest {

    private static final long HOURS_30_MS = 30L * 3600 * 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void chargesWhatCountingSecondBySecondGives(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 400; i++) {
            CallTariff tariff = Tariffs.any(random);
            long talkMs = random.nextLong(1L << (1 + random.nextInt(26)));
            Charge charge = tariff.charge(talkMs);
            assertThat(charge.totalMicros())
                    .as("seed %d: %s for %d ms", seed, tariff, talkMs)
                    .isEqualTo(Tariffs.slowly(tariff, talkMs));
            assertThat(tariff.chargeMicros(talkMs)).isEqualTo(charge.totalMicros());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void slicesCostTheSameAsTheWholeWhateverTheTariff(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            CallTariff tariff = Tariffs.any(random);
            long talkMs = random.nextLong(HOURS_30_MS);
            long sum = 0;
            long at = 0;
            while (at < talkMs) {
                long next = Math.min(talkMs, at + 1 + random.nextLong(1 + talkMs / (1 + random.nextInt(20))));
                long slice = tariff.sliceMicros(at, next);
                assertThat(slice)
                        .as("seed %d: %s from %d to %d", seed, tariff, at, next)
                        .isNotNegative();
                sum += slice;
                at = next;
            }
            assertThat(sum).as("seed %d: %s for %d ms", seed, tariff, talkMs).isEqualTo(tariff.chargeMicros(talkMs));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void theLinesOfABillAddUpToItsTotalAndItsTime(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 5_000; i++) {
            CallTariff tariff = Tariffs.any(random);
            Charge charge = tariff.charge(random.nextLong(HOURS_30_MS));
            assertThat(charge.intervals().stream()
                            .mapToLong(ChargedInterval::micros)
                            .sum())
                    .as("seed %d: %s", seed, tariff)
                    .isEqualTo(charge.totalMicros());
            assertThat(charge.intervals().stream()
                            .mapToLong(ChargedInterval::seconds)
                            .sum())
                    .as("seed %d: %s", seed, tariff)
                    .isEqualTo(charge.billedSeconds());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33, 34})
    void talkTimeIsExactlyTheLongestThatTheCreditPays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3_000; i++) {
            CallTariff tariff = Tariffs.any(random);
            long credit = random.nextLong(1L << (10 + random.nextInt(20)));
            long seconds = tariff.talkTime(credit);
            String context = "seed " + seed + ": " + tariff + " with " + credit;
            assertThat(seconds).as(context).isBetween(0L, tariff.maxSeconds());
            assertThat(tariff.chargeMicros(seconds * 1000)).as(context).isLessThanOrEqualTo(credit);
            if (seconds < tariff.maxSeconds()) {
                assertThat(tariff.chargeMicros((seconds + 1) * 1000))
                        .as(context)
                        .isGreaterThan(credit);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43})
    void holdingStepByStepReachesExactlyWhatTheCreditPays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 300; i++) {
            CallTariff tariff = Tariffs.any(random).atMost(3 * 3600);
            long credit = random.nextLong(2_000_000);
            long held = 0;
            long covered = 0;
            HoldSize size = tariff.firstHold(credit, HoldPolicy.USUAL);
            String context = "seed " + seed + ": " + tariff + " with " + credit;
            boolean placed = size instanceof HoldSize.Hold;
            assertThat(placed).as(context).isEqualTo(tariff.beforeAnswer().pays(credit));
            while (placed && size instanceof HoldSize.Hold(long total, long covers)) {
                assertThat(total).as(context).isBetween(held, credit);
                boolean first = held == 0 && covered == 0;
                held = total;
                long before = covered;
                covered = tariff.talkTime(held);
                // The first hold goes by the dearest band; what it covers is known when the phone answers.
                assertThat(first || covers == covered).as(context).isTrue();
                assertThat(covered).as(context).isGreaterThanOrEqualTo(before);
                if (covered >= tariff.maxSeconds()) {
                    break;
                }
                size = tariff.furtherHold(held, credit - held, HoldPolicy.USUAL);
            }
            if (placed) {
                assertThat(covered).as(context).isEqualTo(tariff.talkTime(credit));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {51, 52, 53})
    void whatIsHeldBeforeTheAnswerPaysForTheBeginningWheneverThatIs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 2_000; i++) {
            CallTariff tariff = Tariffs.any(random);
            long least =
                    tariff.beforeAnswer().chargeMicros(Math.max(1, tariff.rate().graceSeconds() * 1000L));
            CallTariff answered = tariff.startingAt(tariff.start().plusMillis(random.nextLong(300_001)));
            boolean oneStep = tariff.rate().graceSeconds() <= tariff.rate().firstSeconds();
            assertThat(!oneStep || answered.pays(least))
                    .as("seed %d: %s", seed, tariff)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62})
    void isReadBackFromItsText(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 500; i++) {
            CallTariff tariff = Tariffs.any(random);
            assertThat(TariffText.read(TariffText.write(tariff)))
                    .as("seed %d", seed)
                    .isEqualTo(tariff);
        }
        assertThatIllegalArgumentException().isThrownBy(() -> TariffText.read("{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> TariffText.read("no json"));
    }

    @Test
    void aCallBelowTheGraceIsNotPlacedOnNoCredit() {
        Rate rate = new Rate("44", "somewhere", 60_000, 0, 1, 1, false, "", "", 0, 5, RateBands.NONE);
        CallTariff tariff = RatingTest.plain(rate);
        assertThat(tariff.talkTime(0)).isEqualTo(4);
        assertThat(tariff.pays(4_999)).isFalse();
        assertThat(tariff.placeableTime(4_999)).isZero();
        assertThat(tariff.placeableTime(5_000)).isEqualTo(5);
        assertThat(tariff.firstHold(4_999, HoldPolicy.USUAL)).isEqualTo(new HoldSize.NotEnough(5_000, 4));
    }

    @Test
    void aPackagePlacesACallWithoutMoney() {
        CallTariff tariff =
                RatingTest.plain(RatingTest.rate(60_000, 10_000, 60, 60)).withBundle(120);
        assertThat(tariff.firstHold(0, HoldPolicy.USUAL)).isEqualTo(new HoldSize.Hold(0, 120));
        assertThat(tariff.furtherHold(0, 0, HoldPolicy.USUAL)).isEqualTo(new HoldSize.NotEnough(70_000, 120));
        assertThat(tariff.withBundle(30).firstHold(0, HoldPolicy.USUAL)).isEqualTo(new HoldSize.NotEnough(40_000, 0));
        assertThat(tariff.bundleSecondsUsed(61_000)).isEqualTo(120);
    }

    /** ASTPP issue 276: calls over 4,500 s billed 1.00. */
    @Test
    void callsOver4500SecondsAreChargedLikeAllOthers() {
        CallTariff tariff = RatingTest.plain(RatingTest.rate(17_000, 0, 60, 60));
        assertThat(tariff.chargeMicros(4_500_000)).isEqualTo(75 * 17_000);
        assertThat(tariff.chargeMicros(4_500_001)).isEqualTo(76 * 17_000);
        assertThat(tariff.chargeMicros(86_400_000)).isEqualTo(1440 * 17_000);
    }

    /** CGRateS issue 3018: prepaid slices cost differently from the whole call. */
    @Test
    void slicesOfTenSecondsCostWhatTheWholeCosts() {
        CallTariff tariff = RatingTest.plain(RatingTest.rate(10_000, 0, 1, 1));
        long sum = 0;
        for (long at = 0; at < 95_000; at += 10_000) {
            sum += tariff.sliceMicros(at, Math.min(95_000, at + 10_000));
        }
        assertThat(sum).isEqualTo(15_833);
        assertThat(tariff.chargeMicros(95_000)).isEqualTo(15_833);
    }

    @Test
    void theScreenShowsWhatTheAccountPaysNow() {
        Rate rate = new Rate(
                "44",
                "somewhere",
                12_000,
                10_000,
                1,
                1,
                false,
                "",
                "",
                0,
                0,
                RateBands.parse("peak Mon-Fri 08:00-18:00 0.06"));
        DeckTerms terms = new DeckTerms(DeckTerms.Side.SELL, true, Rounding.USUAL, BandZone.CALLER, null, null);
        CallTariff tariff = new CallTariff(
                new DeckHeader("1", 1, "Retail", "EUR", 2_000, terms),
                rate,
                Instant.parse("2026-06-17T12:00:00Z"),
                java.time.ZoneOffset.UTC,
                new AccountTerms(1_000, "", "standard"),
                0,
                Rating.MAX_TALK_SECONDS);
        assertThat(tariff.shownPerMinuteMicros()).isEqualTo(64_800); // 60000 x 0.9 x 1.2
        assertThat(tariff.shownConnectionFeeMicros()).isEqualTo(10_800);
        assertThat(tariff.startingAt(Instant.parse("2026-06-17T20:00:00Z")).shownPerMinuteMicros())
                .isEqualTo(12_960);
    }

    @Test
    void absurdTariffsAreChargedExactlyToo() {
        Rate rate = new Rate("1", "gold", Rate.MAX_MICROS, Rate.MAX_MICROS, 1, 1, false, "", "", 1, 0, RateBands.NONE);
        DeckTerms terms = new DeckTerms(DeckTerms.Side.SELL, true, Rounding.USUAL, BandZone.CALLER, null, null);
        CallTariff tariff = new CallTariff(
                new DeckHeader("1", 1, "Gold", "EUR", 10_000, terms),
                rate,
                Instant.EPOCH,
                java.time.ZoneOffset.UTC,
                new AccountTerms(1, "", "standard"),
                0,
                Rating.MAX_TALK_SECONDS);
        // (43200 min + 1 fee) x 1e11 x 0.9999 x 2
        assertThat(tariff.chargeMicros(Rating.MAX_TALK_SECONDS * 1000)).isEqualTo(8_639_335_980_000_000L);
        assertThat(tariff.talkTime(8_639_335_979_999_999L)).isEqualTo(Rating.MAX_TALK_SECONDS - 1);
    }
}
