package io.tollgate.gateway.overlay;

import io.tollgate.overlay.seal.SealRefusal;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts sealed messages that were not accepted, by reason. */
public final class Refusals {
    private final Map<SealRefusal, LongAdder> counts = new EnumMap<>(SealRefusal.class);
    private final LongAdder badCredentials = new LongAdder();

    Refusals() {
        for (SealRefusal reason : SealRefusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    public void count(SealRefusal reason) {
        LongAdder count = counts.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    void countBadCredential() {
        badCredentials.increment();
    }

    public long of(SealRefusal reason) {
        LongAdder count = counts.get(reason);
        return count == null ? 0 : count.sum();
    }

    /** Messages whose sender's credential did not hold. */
    public long badCredentials() {
        return badCredentials.sum();
    }
}
