package io.tollgate.overlay.limit;

import java.time.Duration;
import java.time.Instant;

/** A bucket that starts full. When time goes backwards it neither fills nor empties. */
public final class TokenBucket {

    private static final double NANOS = 1e9;

    private final Rate rate;
    private double tokens;
    private Instant filledAt;

    /** A full bucket. */
    public TokenBucket(Rate rate, Instant now) {
        this.rate = rate;
        this.tokens = rate.burst();
        this.filledAt = now;
    }

    /** Takes one token if there is one. */
    public boolean take(Instant now) {
        fill(now);
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    /** Puts one token back, for something that should not have counted. */
    public void giveBack() {
        tokens = Math.min(rate.burst(), tokens + 1);
    }

    /** Whether it would make no difference to forget this bucket and start a new one. */
    boolean isFull(Instant now) {
        fill(now);
        return tokens >= rate.burst();
    }

    /** How long until {@link #take} would succeed. */
    public Duration untilNext(Instant now) {
        fill(now);
        return tokens >= 1
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.ceil((1 - tokens) / rate.perSecond() * NANOS));
    }

    private void fill(Instant now) {
        if (now.isAfter(filledAt)) {
            double seconds = Duration.between(filledAt, now).toNanos() / NANOS;
            tokens = Math.min(rate.burst(), tokens + seconds * rate.perSecond());
            filledAt = now;
        }
    }
}
