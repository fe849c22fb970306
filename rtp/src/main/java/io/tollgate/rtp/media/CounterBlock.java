package io.tollgate.rtp.media;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** One worker's counters. Any thread may add: handshake threads send through a worker's port too. */
final class CounterBlock {
    private final Map<MediaCounter, AtomicLong> values = new EnumMap<>(MediaCounter.class);

    CounterBlock() {
        for (MediaCounter counter : MediaCounter.values()) {
            values.put(counter, new AtomicLong());
        }
    }

    void add(MediaCounter counter) {
        requireNonNull(values.get(counter)).getAndIncrement();
    }

    void add(MediaCounter counter, int times) {
        requireNonNull(values.get(counter)).getAndAdd(times);
    }

    long value(MediaCounter counter) {
        return requireNonNull(values.get(counter)).get();
    }
}
