package io.tollgate.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.Cast;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedLimiterTest {

    private static final Instant NOW = Cast.NOW;

    @Test
    void aBurstThenTheRate() {
        KeyedLimiter<String> limiter = new KeyedLimiter<>(Rate.oncePer(10, 2), 10);
        assertThat(limiter.take("a", NOW)).isTrue();
        assertThat(limiter.take("a", NOW)).isTrue();
        assertThat(limiter.take("a", NOW)).isFalse();
        assertThat(limiter.untilNext("a", NOW)).isEqualTo(Duration.ofSeconds(10));
        assertThat(limiter.take("b", NOW)).as("another key").isTrue();
        assertThat(limiter.take("a", NOW.plusMillis(9_999))).isFalse();
        assertThat(limiter.take("a", NOW.plusMillis(10_001))).isTrue();
    }

    @Test
    void aLongRestFillsTheBucketToItsBrimOnly() {
        TokenBucket bucket = new TokenBucket(new Rate(5, 2), NOW);
        Instant later = NOW.plusSeconds(3600);
        assertThat(bucket.take(later)).isTrue();
        assertThat(bucket.take(later)).isTrue();
        assertThat(bucket.take(later)).isFalse();
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        KeyedLimiter<String> limiter = new KeyedLimiter<>(Rate.oncePer(10, 1), 10);
        assertThat(limiter.take("a", NOW)).isTrue();
        limiter.giveBack("a");
        limiter.giveBack("a");
        limiter.giveBack("nobody");
        assertThat(limiter.take("a", NOW)).isTrue();
        assertThat(limiter.take("a", NOW)).as("never more than the burst").isFalse();
    }

    @Test
    void keysAreBoundedAndFullBucketsMakeRoom() {
        KeyedLimiter<Integer> limiter = new KeyedLimiter<>(Rate.oncePer(10, 1), 3);
        for (int key = 0; key < 3; key++) {
            assertThat(limiter.take(key, NOW)).isTrue();
        }
        assertThat(limiter.take(3, NOW)).as("no room").isFalse();
        assertThat(limiter.take(3, NOW.plusSeconds(11)))
                .as("the others are full again")
                .isTrue();
        assertThat(limiter.size()).isEqualTo(1);
    }

    @Test
    void timeThatGoesBackwardsChangesNothing() {
        TokenBucket bucket = new TokenBucket(Rate.oncePer(1, 1), NOW);
        assertThat(bucket.take(NOW)).isTrue();
        assertThat(bucket.take(NOW.minusSeconds(100))).isFalse();
        assertThat(bucket.take(NOW.plusMillis(1_001))).isTrue();
    }

    @Test
    void aRateThatLetsNothingThroughIsAMistake() {
        assertThatThrownBy(() -> new Rate(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 99})
    void overAnyTimeNoMoreGetsThroughThanBurstAndRateAllow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        TokenBucket bucket = new TokenBucket(new Rate(5, 10), NOW);
        Instant now = NOW;
        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            now = now.plusMillis(random.nextInt(150));
            taken += bucket.take(now) ? 1 : 0;
            double allowed = 10 + Duration.between(NOW, now).toMillis() / 1000.0 * 5;
            assertThat((double) taken).as("seed %d, step %d", seed, i).isLessThanOrEqualTo(allowed + 1e-6);
        }
        assertThat(taken).isGreaterThan(3_000);
    }
}
