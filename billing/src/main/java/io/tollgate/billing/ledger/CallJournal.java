package io.tollgate.billing.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The live calls of one running gateway instance, written down so that another can settle them. Open a call before its
 * first hold; {@link Ledger#settle} and {@link Ledger#release} close it. Blocking; safe for concurrent use. Failures are
 * {@link LedgerUnavailableException}s.
 */
public interface CallJournal extends AutoCloseable {

    /** Writes a call down. A repeat changes nothing. */
    void open(JournalledCall call);

    /**
     * Notes that a trunk is being tried, so that the attempt survives its gateway. Of no effect once the call is settled.
     *
     * @param ordinal its place among the call's attempts, from 1
     */
    void attempted(UUID callId, UUID attemptId, int ordinal, String trunk, Instant at);

    /** Marks the call as answered, before its charge starts. The first instant stays. */
    void answered(UUID callId, Instant at);

    /** Confirms the media of live calls and renews this instance's lease. Call it every few seconds, also when empty. */
    void touch(List<JournalTouch> touches);

    Optional<JournalledCall> find(UUID callId);

    /** Up to {@code limit} calls of gateway instances that have died: their lease has passed or a successor has started. */
    List<JournalledCall> abandoned(int limit);

    /** Gives the lease up: what is still open may be recovered at once. */
    @Override
    void close();
}
