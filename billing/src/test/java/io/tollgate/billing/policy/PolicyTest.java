package io.tollgate.billing.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.number.E164;
import io.tollgate.billing.number.NumberKind;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTest {
    private static final PolicyLimits STANDARD = new PolicyLimits(
            Set.of(NumberKind.PREMIUM, NumberKind.SATELLITE),
            List.of("870", "882", "2526"),
            List.of("88213", "4490"),
            2_000_000L,
            2,
            3,
            4,
            10_000_000L,
            50_000_000L,
            10,
            5_000_000L,
            null);

    @ParameterizedTest
    @CsvSource({
        // number, kind, rate, rule ("" is none)
        "+442079460123, FIXED, 17000, ''",
        "+442079460123, FIXED, 2000000, ''",
        "+442079460123, FIXED, 2000001, rate-ceiling",
        "+449098790000, PREMIUM, 500000, ''",
        "+33899123456, PREMIUM, 500000, denied-kind",
        "+881612345678, SATELLITE, 1000000, denied-kind",
        "+870773123456, SATELLITE, 1000000, denied-prefix",
        "+88216123456, SATELLITE, 1000000, denied-prefix",
        "+88213123456, SATELLITE, 1000000, ''",
        "+88213123456, SATELLITE, 3000000, rate-ceiling",
        "+252612345678, MOBILE, 500000, denied-prefix",
        "+252512345678, MOBILE, 500000, ''",
    })
    void aDestinationIsDeniedByItsKindItsPrefixOrItsRate(String number, NumberKind kind, long rate, String rule) {
        assertThat(ruleOf(Policy.destination(STANDARD, new E164(number), kind, rate)))
                .isEqualTo(rule);
        assertThat(Policy.destination(PolicyLimits.NONE, new E164(number), kind, rate))
                .isEqualTo(PolicyDecision.FREELY);
    }

    @ParameterizedTest
    @CsvSource({
        // live, new, known, short, today, month, committed, usual, least, wanted, rule
        "0, 0, false, 0, 0,        0,        0,       0,       1,       17000,   ''",
        "1, 0, true,  0, 0,        0,        0,       0,       1,       17000,   ''",
        "2, 0, true,  0, 0,        0,        0,       0,       1,       17000,   concurrent-calls",
        "0, 2, false, 0, 0,        0,        0,       0,       1,       17000,   ''",
        "0, 3, false, 0, 0,        0,        0,       0,       1,       17000,   new-destinations",
        "0, 3, true,  0, 0,        0,        0,       0,       1,       17000,   ''",
        "0, 0, true,  3, 0,        0,        0,       0,       1,       17000,   ''",
        "0, 0, true,  4, 0,        0,        0,       0,       1,       17000,   short-calls",
        "0, 0, true,  0, 9999999,  9999999,  0,       1000000, 1,       17000,   ''",
        "0, 0, true,  0, 9999999,  9999999,  0,       1000000, 2,       17000,   daily-spend",
        "0, 0, true,  0, 9000000,  9000000,  999999,  1000000, 2,       17000,   daily-spend",
        "0, 0, true,  0, 10000000, 10000000, 0,       1000000, 1,       1,       daily-spend",
        "0, 0, true,  0, 12000000, 12000000, 0,       1000000, 1,       1,       daily-spend",
        "0, 0, true,  0, 0,        49999999, 0,       0,       1,       17000,   ''",
        "0, 0, true,  0, 0,        50000000, 0,       0,       1,       17000,   monthly-spend",
        "0, 0, true,  0, 4990000,  4990000,  0,       0,       1,       10000,   ''",
        "0, 0, true,  0, 4990000,  4990000,  0,       0,       1,       10001,   unusual-spend",
        "0, 0, true,  0, 4990000,  4990000,  5000,    0,       1,       10000,   unusual-spend",
        "0, 0, true,  0, 6000000,  6000000,  0,       600000,  1,       1,       unusual-spend",
        "0, 0, true,  0, 6000000,  6000000,  0,       700000,  1,       1,       ''",
    })
    void aCallIsCountedAgainstEachLimit(
            int live,
            int fresh,
            boolean known,
            int shorts,
            long today,
            long month,
            long committed,
            long usual,
            long least,
            long wanted,
            String rule) {
        PolicyCounters counters = new PolicyCounters(live, fresh, known, shorts, today, month, committed, usual);

        assertThat(ruleOf(Policy.call(STANDARD, counters, least, wanted))).isEqualTo(rule);
        assertThat(Policy.call(PolicyLimits.NONE, counters, least, wanted)).isEqualTo(PolicyDecision.FREELY);
    }

    private static String ruleOf(PolicyDecision decision) {
        return switch (decision) {
            case PolicyDecision.Allowed ignored -> "";
            case PolicyDecision.Refused refused -> refused.rule().word();
        };
    }

    @Test
    void aRefusalTellsTheOperatorBothFigures() {
        PolicyCounters counters = new PolicyCounters(2, 0, true, 0, 0, 0, 0, 0);

        assertThat(Policy.call(STANDARD, counters, 1, 17_000))
                .isEqualTo(new PolicyDecision.Refused(PolicyRule.CONCURRENT_CALLS, "2 in progress, at most 2"));
    }

    @Test
    void whatAnAccountHasOfItsOwnReplacesItsClassesLimits() {
        PolicyLimits own =
                new PolicyLimits(Set.of(), null, null, null, 20, null, null, null, 1_000_000_000L, null, null, 600);

        PolicyLimits both = own.orElse(STANDARD);

        assertThat(both.deniedKinds()).isEmpty();
        assertThat(both.deniedPrefixes()).isEqualTo(STANDARD.deniedPrefixes());
        assertThat(both.concurrentCalls()).isEqualTo(20);
        assertThat(both.dailySpendMicros()).isEqualTo(10_000_000L);
        assertThat(both.monthlySpendMicros()).isEqualTo(1_000_000_000L);
        assertThat(both.maxCallSeconds()).isEqualTo(600);
    }

    /** However calls come, ask and end: what was let through never exceeds the day's ceiling. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsAllowedNeverExceedsTheCeiling(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PolicyLimits limits =
                new PolicyLimits(null, null, null, null, null, null, null, 1_000_000L, null, null, null, null);
        for (int run = 0; run < 500; run++) {
            long spent = 0;
            long[] held = new long[5];
            for (int i = 0; i < 60; i++) {
                int call = random.nextInt(held.length);
                long others = -held[call];
                for (long one : held) {
                    others += one;
                }
                long wanted = held[call] + random.nextLong(200_000);
                PolicyCounters counters = new PolicyCounters(0, 0, true, 0, spent, spent, others, 0);
                if (Policy.spending(limits, counters, held[call], wanted)
                        instanceof PolicyDecision.Allowed(long spendable)) {
                    held[call] = Math.min(wanted, spendable);
                }
                if (random.nextInt(5) == 0) {
                    spent += random.nextLong(held[call] + 1);
                    held[call] = 0;
                }
                long total = spent;
                for (long one : held) {
                    total += one;
                }
                assertThat(total).as("seed %d run %d", seed, run).isLessThanOrEqualTo(1_000_000L);
            }
        }
    }
}
