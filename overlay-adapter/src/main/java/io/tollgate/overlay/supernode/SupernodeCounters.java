package io.tollgate.overlay.supernode;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counts of a supernode: one writer, any reader. */
public final class SupernodeCounters {

    private final Map<SupernodeCounter, LongAdder> counts = new EnumMap<>(SupernodeCounter.class);

    SupernodeCounters() {
        for (SupernodeCounter counter : SupernodeCounter.values()) {
            counts.put(counter, new LongAdder());
        }
    }

    void count(SupernodeCounter counter) {
        adder(counter).increment();
    }

    /** How often it has happened since the start. */
    public long value(SupernodeCounter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(SupernodeCounter counter) {
        LongAdder adder = counts.get(counter);
        if (adder == null) {
            throw new IllegalStateException("every counter has its adder");
        }
        return adder;
    }
}
