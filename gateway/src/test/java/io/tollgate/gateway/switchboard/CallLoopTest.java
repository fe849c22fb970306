package io.tollgate.gateway.switchboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CallLoopTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<String> done = new ArrayList<>();

    @Test
    void workIsDoneInTheOrderOfPosting() throws InterruptedException {
        CallLoop loop = new CallLoop("order", InstantSource.system(), () -> {}, () -> {});
        for (int i = 0; i < 100; i++) {
            String name = Integer.toString(i);
            loop.post(() -> done.add(name));
        }
        loop.post(() -> {
            loop.end();
            over.countDown();
        });
        loop.start(() -> {});

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done)
                .hasSize(100)
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    }

    @Test
    void theWakeUpComesOnceWhenItsTimeIsThere() throws InterruptedException {
        AtomicReference<CallLoop> self = new AtomicReference<>();
        CallLoop loop = new CallLoop(
                "wake",
                InstantSource.fixed(Instant.EPOCH.plusSeconds(10)),
                () -> {
                    done.add("woken");
                    requireNonNull(self.get()).post(() -> {
                        requireNonNull(self.get()).end();
                        over.countDown();
                    });
                },
                () -> {});
        self.set(loop);
        loop.start(() -> loop.wakeAt(Instant.EPOCH.plusSeconds(9)));

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("woken");
    }

    @Test
    void workThatThrowsEndsTheCallAndNotTheLoop() throws InterruptedException {
        AtomicReference<CallLoop> self = new AtomicReference<>();
        CallLoop loop = new CallLoop("broken", InstantSource.system(), () -> {}, () -> {
            done.add("ended");
            requireNonNull(self.get()).post(() -> {
                requireNonNull(self.get()).end();
                over.countDown();
            });
        });
        self.set(loop);
        loop.start(() -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(over.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(done).containsExactly("ended");
    }
}
