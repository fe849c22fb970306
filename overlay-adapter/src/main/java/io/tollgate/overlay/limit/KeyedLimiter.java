package io.tollgate.overlay.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A bucket for each key, e.g. for each source address. Bounded: buckets that have filled up again are forgotten, and
 * while there are as many others as allowed, new keys are refused. Any thread.
 */
public final class KeyedLimiter<K> {

    private final Rate rate;
    private final int maxKeys;
    private final Map<K, TokenBucket> buckets = new HashMap<>();

    /**
     * A limiter.
     *
     * @param rate for each key
     * @param maxKeys keys that are remembered
     */
    public KeyedLimiter(Rate rate, int maxKeys) {
        this.rate = rate;
        this.maxKeys = maxKeys;
    }

    /** Takes one token of this key if there is one. */
    public synchronized boolean take(K key, Instant now) {
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            if (buckets.size() >= maxKeys) {
                buckets.values().removeIf(other -> other.isFull(now));
            }
            if (buckets.size() >= maxKeys) {
                return false;
            }
            bucket = new TokenBucket(rate, now);
            buckets.put(key, bucket);
        }
        return bucket.take(now);
    }

    /** Puts one token of this key back, for something that should not have counted. */
    public synchronized void giveBack(K key) {
        TokenBucket bucket = buckets.get(key);
        if (bucket != null) {
            bucket.giveBack();
        }
    }

    /** How long until {@link #take} would succeed for this key. */
    public synchronized Duration untilNext(K key, Instant now) {
        TokenBucket bucket = buckets.get(key);
        return bucket == null ? Duration.ZERO : bucket.untilNext(now);
    }

    /** How many keys are remembered. */
    public synchronized int size() {
        return buckets.size();
    }
}
