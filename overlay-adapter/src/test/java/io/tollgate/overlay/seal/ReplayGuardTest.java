package io.tollgate.overlay.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.seal.ReplayGuard.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayGuardTest {

    private static final Instant NOW = Cast.NOW;
    private static final DeviceId ALICE = Cast.ALICE.id();
    private static final DeviceId BOB = Cast.BOB.id();

    @Test
    void anIdIsGoodOncePerDevice() {
        ReplayGuard guard = new ReplayGuard(10, 10);
        assertThat(guard.admit(ALICE, "a", NOW, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.admit(ALICE, "a", NOW, NOW)).isEqualTo(Verdict.REPLAYED);
        assertThat(guard.admit(BOB, "a", NOW, NOW)).isEqualTo(Verdict.FRESH);
    }

    @Test
    void aMessageFromTheFutureIsRememberedUntilItIsStale() {
        ReplayGuard guard = new ReplayGuard(10, 10);
        Instant ahead = NOW.plusSeconds(60);
        assertThat(guard.admit(ALICE, "a", ahead, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.admit(ALICE, "a", ahead, NOW.plusSeconds(120))).isEqualTo(Verdict.REPLAYED);
        assertThat(guard.admit(ALICE, "a", ahead, NOW.plusSeconds(121))).isEqualTo(Verdict.STALE);
        assertThat(guard.size()).isZero();
    }

    @Test
    void whenFullItRefusesRatherThanForgets() {
        ReplayGuard guard = new ReplayGuard(3, 2);
        assertThat(guard.admit(ALICE, "1", NOW, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.admit(ALICE, "2", NOW, NOW)).isEqualTo(Verdict.FRESH);
        assertThat(guard.admit(ALICE, "3", NOW, NOW)).as("her share").isEqualTo(Verdict.FULL);
        assertThat(guard.admit(BOB, "1", NOW, NOW)).as("his own share").isEqualTo(Verdict.FRESH);
        assertThat(guard.admit(BOB, "2", NOW, NOW)).as("all of it").isEqualTo(Verdict.FULL);
        assertThat(guard.admit(ALICE, "1", NOW, NOW)).isEqualTo(Verdict.REPLAYED);
        Instant later = NOW.plusSeconds(121);
        assertThat(guard.admit(BOB, "2", later, later)).isEqualTo(Verdict.FRESH);
        assertThat(guard.size()).isEqualTo(1);
    }

    /** Whatever the order and the clock's steps, nothing is admitted twice, against a memory without limit. */
    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_121, 777})
    void nothingIsEverAdmittedTwice(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ReplayGuard guard = new ReplayGuard(200, 150);
        Map<String, Instant> admitted = new HashMap<>();
        Instant now = NOW;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(2_000));
            DeviceId device = random.nextBoolean() ? ALICE : BOB;
            String id = Integer.toString(random.nextInt(300));
            Instant issuedAt = now.plusSeconds(random.nextInt(-70, 71)).truncatedTo(ChronoUnit.SECONDS);
            String message = device + id + issuedAt;
            if (guard.admit(device, id, issuedAt, now) == Verdict.FRESH) {
                assertThat(admitted.put(message, now))
                        .as("seed %d, step %d", seed, i)
                        .isNull();
                assertThat(Duration.between(issuedAt, now).abs()).isLessThanOrEqualTo(ReplayGuard.WINDOW);
            }
            assertThat(guard.size()).isLessThanOrEqualTo(200);
        }
        assertThat(admitted).hasSizeGreaterThan(1_000);
    }
}
