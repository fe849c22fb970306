package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TickWheelTest {
    private static final long STEP = TickWheel.STEP_NS;
    private final Disk disk = new Disk();
    private final TickWheel wheel = new TickWheel(0);

    private LiveCall call() {
        return new LiveCall("call", new Events(), disk, new CounterBlock(), 0);
    }

    @Test
    void everyDirectionComesAgainAfterAsManyStepsAsItAskedFor() {
        SplittableRandom random = new SplittableRandom(9);
        List<Direction> directions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Direction direction = call().direction(Side.TRUNK);
            directions.add(direction);
            wheel.add(direction);
        }
        long[] due = new long[100];
        java.util.Arrays.fill(due, -1);
        int[] ticks = new int[100];
        for (int step = 0; step < 2_000; step++) {
            wheel.step((direction, dueNs) -> {
                int at = directions.indexOf(direction);
                if (due[at] >= 0) {
                    assertThat(dueNs).isEqualTo(due[at]);
                }
                ticks[at]++;
                int in = 1 + random.nextInt(31);
                due[at] = dueNs + in * STEP;
                return in;
            });
        }
        assertThat(java.util.Arrays.stream(ticks).min().orElse(0)).isGreaterThan(100);
        disk.close();
    }

    @Test
    void newcomersSpreadOverTheSteps() {
        for (int i = 0; i < 40; i++) {
            wheel.add(call().direction(Side.OVERLAY));
        }
        int[] inStep = new int[Pace.REGULAR];
        for (int step = 0; step < Pace.REGULAR; step++) {
            int now = step;
            wheel.step((direction, dueNs) -> {
                inStep[now]++;
                return Pace.REGULAR;
            });
        }
        assertThat(inStep).containsOnly(10);
        disk.close();
    }

    @Test
    void aClosedCallFallsOut() {
        LiveCall call = call();
        wheel.add(call.direction(Side.TRUNK));
        wheel.add(call.direction(Side.OVERLAY));
        call.close(0, 0).join();
        for (int step = 0; step < 64; step++) {
            wheel.step((direction, dueNs) -> {
                throw new AssertionError("a closed call was ticked");
            });
        }
        disk.close();
    }
}
