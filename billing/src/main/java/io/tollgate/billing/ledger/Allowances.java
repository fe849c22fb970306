package io.tollgate.billing.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Seconds of talk that packages grant to a destination group for a period; used before money. They move twice, as money
 * does: held for a call, then used by {@link Ledger#settle(io.tollgate.billing.cdr.Cdr, Split, BundleUse)} in the
 * transaction that books the call, which frees the rest. Every method may throw {@link LedgerUnavailableException}; the
 * same call, with the same ids, may then be repeated.
 */
public interface Allowances {
    /** A package's group that stands for every destination. */
    String ANY_GROUP = "*";

    /**
     * Seconds granted to an account.
     *
     * @param id chosen by the caller before the first try, e.g. from the subscription and its period
     * @param group the rates' destination group, or {@link #ANY_GROUP}
     * @param endsAt the first instant at which no more of it may be held
     * @param seconds the period's fair use; positive
     * @param reference of the subscription or package behind it
     */
    record Grant(UUID id, String user, String group, Instant startsAt, Instant endsAt, long seconds, String reference) {
        public Grant {
            if (seconds <= 0 || !endsAt.isAfter(startsAt) || group.isEmpty()) {
                throw new IllegalArgumentException("an allowance needs a group, seconds and a period: " + id);
            }
        }
    }

    /** What became of a grant. */
    sealed interface GrantOutcome {
        /** @param repeated it had been granted before, and nothing was done */
        record Granted(boolean repeated) implements GrantOutcome {}

        record NoSuchAccount() implements GrantOutcome {}

        /** The id stands for another grant. Nothing was done. */
        record GrantIdReused() implements GrantOutcome {}
    }

    /** What became of a hold of seconds. */
    sealed interface SecondsOutcome {
        /**
         * @param seconds held for this call now; may be fewer than asked for
         * @param leftSeconds what other calls could still hold
         */
        record Held(long seconds, long leftSeconds) implements SecondsOutcome {}

        record NoSuchAccount() implements SecondsOutcome {}

        /** The account is suspended or closed. */
        record AccountClosed() implements SecondsOutcome {}

        /** The call has ended and its CDR is written. */
        record AlreadySettled() implements SecondsOutcome {}
    }

    /**
     * An allowance as it stands.
     *
     * @param usedSeconds may exceed what was granted when a call's hold was lost
     */
    record Allowance(
            UUID id,
            String group,
            Instant startsAt,
            Instant endsAt,
            long grantedSeconds,
            long usedSeconds,
            long heldSeconds,
            String reference) {
        /** What new calls could hold, within the period. */
        public long leftSeconds() {
            return Math.max(0, grantedSeconds - usedSeconds - heldSeconds);
        }
    }

    GrantOutcome grant(Grant grant);

    /**
     * Raises the seconds that are held for a call to {@code totalSeconds}, or to as many as there are. Never lowers them,
     * so repeats and reordered repeats are harmless. What ends first is taken first. What was held before its period's end
     * stays usable by that call.
     *
     * @param totalSeconds all that the call may use up to now, not the increase
     * @param ttl after which the hold may be swept, unless the call is journalled
     */
    SecondsOutcome hold(UUID callId, String user, String group, long totalSeconds, Duration ttl);

    /**
     * What a call has used of an allowance.
     *
     * @param reference of the subscription or package behind it
     */
    record Used(UUID id, String group, String reference, long seconds) {}

    /** What a settled call has used, the first to end first; empty when it used none, or is not settled. */
    List<Used> usedBy(UUID callId);

    /** A user's allowances whose period has not ended, the first to end first. Empty when there is no such user. */
    List<Allowance> of(String user);
}
