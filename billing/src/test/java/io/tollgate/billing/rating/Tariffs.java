package io.tollgate.billing.rating;

import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Tariffs of every kind by a seed, and a second, slow arithmetic that shares nothing with the first. */
final class Tariffs {

    private static final String[] ZONES = {
        "UTC", "Europe/Luxembourg", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"
    };
    /** Days around which clocks change somewhere, and plain ones. */
    private static final String[] DAYS = {
        "2026-03-08T00:00:00Z",
        "2026-03-29T00:00:00Z",
        "2026-04-04T12:00:00Z",
        "2026-10-25T00:00:00Z",
        "2026-11-01T00:00:00Z",
        "2026-12-31T20:00:00Z",
        "2026-06-17T08:00:00Z"
    };

    private Tariffs() {}

    static CallTariff any(SplittableRandom random) {
        RateBands bands = random.nextInt(3) == 0 ? RateBands.NONE : bands(random);
        int[] steps = {1, 1, 6, 10, 30, 60, 60, 300};
        Rate rate = new Rate(
                "44",
                "somewhere",
                random.nextInt(8) == 0 ? 0 : random.nextLong(1L << (1 + random.nextInt(24))),
                random.nextBoolean() ? 0 : random.nextLong(100_000),
                steps[random.nextInt(steps.length)],
                1 + random.nextInt(70),
                false,
                random.nextBoolean() ? "Global Rate" : "",
                "",
                random.nextInt(3) == 0 ? random.nextLong(200_000) : 0,
                random.nextInt(3) == 0 ? random.nextInt(90) : 0,
                bands);
        Rounding.Rule[] rules = Rounding.Rule.values();
        long[] units = {1, 1, 100, 10_000, 7, 50_000};
        DeckTerms terms = new DeckTerms(
                DeckTerms.Side.SELL,
                random.nextBoolean(),
                new Rounding(rules[random.nextInt(rules.length)], units[random.nextInt(units.length)]),
                BandZone.CALLER,
                null,
                null);
        DeckHeader deck =
                new DeckHeader("7", 1, "Any", "EUR", random.nextInt(3) == 0 ? 0 : random.nextInt(3_000), terms);
        Instant start = Instant.parse(DAYS[random.nextInt(DAYS.length)]).plusMillis(random.nextLong(30L * 3600 * 1000));
        AccountTerms account = new AccountTerms(
                random.nextInt(3) == 0 ? random.nextInt(10_001) : 0,
                random.nextBoolean() ? "" : "Global Rate",
                "standard");
        long bundle = random.nextInt(3) == 0 ? random.nextLong(4_000) : 0;
        long most = random.nextInt(3) == 0 ? 1 + random.nextLong(7_200) : Rating.MAX_TALK_SECONDS;
        ZoneId zone = ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
        return new CallTariff(deck, rate, start, zone, account, bundle, most);
    }

    private static RateBands bands(SplittableRandom random) {
        List<RateBand> bands = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            while (days.isEmpty()) {
                for (DayOfWeek day : DayOfWeek.values()) {
                    if (random.nextBoolean()) {
                        days.add(day);
                    }
                }
            }
            bands.add(new RateBand(
                    "b" + i,
                    days,
                    random.nextInt(1440),
                    1 + random.nextInt(1440),
                    random.nextLong(1L << (1 + random.nextInt(24)))));
        }
        return new RateBands(bands);
    }

    /** The total of a talk time, second by second and in fractions of any size. */
    static long slowly(CallTariff tariff, long talkMs) {
        Rate rate = tariff.rate();
        long countedMs = Math.min(talkMs, tariff.maxSeconds() * 1000);
        if (countedMs == 0 || countedMs < rate.graceSeconds() * 1000L) {
            return 0;
        }
        long sum = 0;
        long billed = 0;
        for (long step = rate.firstSeconds(); billed * 1000 < countedMs; step = rate.incrementSeconds()) {
            long price = perMinute(tariff, tariff.start().plusSeconds(billed));
            for (long second = billed; second < billed + step; second++) {
                sum += second < tariff.bundleSeconds() ? 0 : price;
            }
            billed += step;
        }
        if (billed <= tariff.bundleSeconds()) {
            return 0;
        }
        AccountTerms terms = tariff.terms();
        int discount = terms.discountGroup().isEmpty() || terms.discountGroup().equals(rate.group())
                ? terms.discountBasisPoints()
                : 0;
        DeckTerms deck = tariff.deck().terms();
        int tax = deck.taxAdded() ? tariff.deck().taxBasisPoints() : 0;
        // over 60 x 10000 x 10000
        BigInteger net = BigInteger.valueOf(sum + 60 * rate.connectionFeeMicros())
                .multiply(BigInteger.valueOf(10_000 - discount))
                .max(BigInteger.valueOf(rate.minimumMicros() * 600_000));
        return rounded(net.multiply(BigInteger.valueOf(10_000 + tax)), deck.rounding());
    }

    private static long rounded(BigInteger over, Rounding rounding) {
        BigInteger step = BigInteger.valueOf(6_000_000_000L).multiply(BigInteger.valueOf(rounding.unitMicros()));
        java.math.RoundingMode mode =
                java.math.RoundingMode.valueOf(rounding.rule().name());
        return new java.math.BigDecimal(over)
                        .divide(new java.math.BigDecimal(step), 0, mode)
                        .longValueExact()
                * rounding.unitMicros();
    }

    private static long perMinute(CallTariff tariff, Instant at) {
        ZonedDateTime clock = at.atZone(tariff.zone());
        int minute = clock.getHour() * 60 + clock.getMinute();
        for (RateBand band : tariff.rate().bands().bands()) {
            boolean over = band.toMinute() <= band.fromMinute();
            boolean today = band.days().contains(clock.getDayOfWeek()) && minute >= band.fromMinute();
            boolean before = over && band.days().contains(clock.getDayOfWeek().minus(1)) && minute < band.toMinute();
            if (before || (today && (over || minute < band.toMinute()))) {
                return band.perMinuteMicros();
            }
        }
        return tariff.rate().perMinuteMicros();
    }
}
