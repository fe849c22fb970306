package io.tollgate.billing.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.upkeep.ExpiryRule.Told;
import io.tollgate.billing.upkeep.ExpiryRule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExpiryRuleTest {
    private static final ExpiryRule RULE = new ExpiryRule(Duration.ofDays(180), Duration.ofDays(30));
    private static final Instant CALL = Instant.parse("2027-01-01T00:00:00Z");

    private static Instant day(int days) {
        return CALL.plus(Duration.ofDays(days));
    }

    @Test
    void creditExpiresAHundredAndEightyDaysAfterTheLastCallAndIsAnnouncedThirtyBefore() {
        assertThat(RULE.of(CALL, null, day(149))).isEqualTo(new Verdict.Keep());
        assertThat(RULE.of(CALL, null, day(150))).isEqualTo(new Verdict.Tell(day(180)));
        Told told = new Told(CALL, day(180));
        assertThat(RULE.of(CALL, told, day(179))).isEqualTo(new Verdict.Keep());
        assertThat(RULE.of(CALL, told, day(180))).isEqualTo(new Verdict.Expire());
    }

    @Test
    void activityAfterTheNoticeBeginsAnew() {
        Told told = new Told(CALL, day(180));
        assertThat(RULE.of(day(170), told, day(200))).isEqualTo(new Verdict.Keep());
        assertThat(RULE.of(day(170), told, day(320))).isEqualTo(new Verdict.Tell(day(350)));
    }

    @Test
    void whoeverSwitchesItOnLateStillGivesNotice() {
        assertThat(RULE.of(CALL, null, day(900))).isEqualTo(new Verdict.Tell(day(930)));
        assertThat(RULE.of(CALL, new Told(CALL, day(930)), day(929))).isEqualTo(new Verdict.Keep());
    }

    @Test
    void howeverIrregularlyOneLooksNothingExpiresWithoutThirtyDaysOfNotice() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Instant now = CALL;
            Instant activity = CALL;
            @Nullable Told told = null;
            Instant toldAt = Instant.MAX;
            for (int i = 0; i < 100; i++) {
                now = now.plus(Duration.ofHours(random.nextInt(1, 24 * 40)));
                if (random.nextInt(6) == 0) {
                    activity = now;
                }
                switch (RULE.of(activity, told, now)) {
                    case Verdict.Keep() -> {}
                    case Verdict.Tell(Instant at) -> {
                        told = new Told(activity, at);
                        toldAt = now;
                    }
                    case Verdict.Expire() -> {
                        assertThat(Duration.between(toldAt, now))
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(RULE.notice());
                        assertThat(Duration.between(activity, now))
                                .as("seed %d", seed)
                                .isGreaterThanOrEqualTo(RULE.after());
                        activity = now;
                    }
                }
            }
        }
    }
}
