package io.tollgate.rtp.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayWindowTest {
    private final ReplayWindow window = new ReplayWindow();

    @Test
    void isOfTheSizeRfc3711AsksFor() {
        assertThat(ReplayWindow.SIZE).isGreaterThanOrEqualTo(64);
    }

    @Test
    void theLastPlaceInsideIsNewAndTheOneBehindIsNot() {
        window.record(5_000);
        assertThat(window.isNew(5_000 - ReplayWindow.SIZE + 1)).isTrue();
        assertThat(window.isNew(5_000 - ReplayWindow.SIZE)).isFalse();
        assertThat(window.isNew(5_000)).isFalse();
        assertThat(window.isNew(4_999)).isTrue();
        assertThat(window.isNew(-1)).isFalse();
    }

    @Test
    void askingChangesNothing() {
        window.record(10);
        assertThat(window.isNew(1_000_000)).isTrue();
        assertThat(window.isNew(9)).isTrue();
        assertThat(window.isNew(9)).isTrue();
        assertThat(window.highest()).isEqualTo(10);
    }

    /** Against a set that remembers everything. {@code reach}: how far indices stray around the front. */
    @ParameterizedTest
    @ValueSource(ints = {3, 100, 1_000, 1_500, 5_000})
    void agreesWithAPerfectMemory(int reach) {
        SplittableRandom random = new SplittableRandom(reach);
        Set<Long> seen = new HashSet<>();
        long highest = -1;
        for (int i = 0; i < 20_000; i++) {
            long index = Math.max(0, highest + random.nextInt(-reach, reach / 20 + 2));
            boolean expected = index > highest || (index > highest - ReplayWindow.SIZE && !seen.contains(index));
            assertThat(window.isNew(index))
                    .as("step %d, index %d, highest %d", i, index, highest)
                    .isEqualTo(expected);
            if (expected) {
                window.record(index);
                seen.add(index);
                highest = Math.max(highest, index);
            }
        }
    }
}
