package io.tollgate.billing.upkeep;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When unused credit expires.
 *
 * @param after the last activity: a call, or credit bought
 * @param notice how long before that the user is told; never less, also when nobody looked for a while
 */
public record ExpiryRule(Duration after, Duration notice) {

    /** What a user has been told. */
    public record Told(Instant lastActivity, Instant expiresAt) {}

    /** What to do with an account's credit. */
    public sealed interface Verdict {
        record Keep() implements Verdict {}

        record Tell(Instant expiresAt) implements Verdict {}

        record Expire() implements Verdict {}
    }

    /** @param told the last notice; null when there was none */
    public Verdict of(Instant lastActivity, @Nullable Told told, Instant now) {
        Instant expiresAt = lastActivity.plus(after);
        if (now.isBefore(expiresAt.minus(notice))) {
            return new Verdict.Keep();
        }
        if (told == null || !told.lastActivity().equals(lastActivity)) {
            Instant fair = now.plus(notice);
            return new Verdict.Tell(fair.isAfter(expiresAt) ? fair : expiresAt);
        }
        return now.isBefore(told.expiresAt()) ? new Verdict.Keep() : new Verdict.Expire();
    }
}
