package io.tollgate.rtp.media;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The sums of all workers' counters. Reading them costs the workers nothing. */
public final class MediaCounters {
    private final List<CounterBlock> blocks;

    MediaCounters(List<CounterBlock> blocks) {
        this.blocks = List.copyOf(blocks);
    }

    /** The value of one counter now. */
    public long value(MediaCounter counter) {
        long sum = 0;
        for (CounterBlock block : blocks) {
            sum += block.value(counter);
        }
        return sum;
    }

    /** All values now. */
    public Map<MediaCounter, Long> snapshot() {
        Map<MediaCounter, Long> result = new EnumMap<>(MediaCounter.class);
        for (MediaCounter counter : MediaCounter.values()) {
            result.put(counter, value(counter));
        }
        return result;
    }

    /** Calls that are open now. */
    public long callsOpen() {
        return value(MediaCounter.CALLS_OPENED) - value(MediaCounter.CALLS_CLOSED);
    }
}
