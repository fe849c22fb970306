package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A double-entry ledger with two-phase charges. Every method may throw {@link LedgerUnavailableException}; the outcome is
 * then unknown and the same call, with the same ids, may be repeated.
 */
public interface Ledger {

    /**
     * Raises what is held for a call to {@code totalMicros} (reserve and extend in one). A hold never shrinks: a total
     * below what is held leaves it, so repeats and reordered repeats are harmless. When the credit does not suffice, what
     * was held before stays.
     *
     * @param totalMicros all that the call may cost up to now, not the increase; 0 is allowed
     * @param ttl after which the hold may be swept, unless the call is journalled
     */
    HoldOutcome hold(UUID callId, String user, long totalMicros, String currency, Duration ttl);

    /**
     * Books the call's cost, stores its CDR, voids what remains held and closes its journal, in one transaction. Books
     * even when the hold was swept or lost: usage is a fact, and a balance may become negative by it. A repeat returns
     * the first answer, whatever the second CDR says.
     *
     * <p>The price is split into the revenue of the CDR's trunk and destination, the CDR's tax, and the split's rounding; a
     * carrier's cost is booked as owed to the trunk's carrier, also when the caller pays nothing.
     *
     * @param split its rounding, carrier's cost and currency count; trunk, destination and tax are the CDR's
     * @throws IllegalArgumentException when the CDR names no user
     */
    SettleOutcome settle(Cdr cdr, Split split);

    /** Settles a call of which no rounding and no carrier's cost is known. */
    default SettleOutcome settle(Cdr cdr) {
        return settle(cdr, Split.WHOLE);
    }

    /**
     * Ends a call that costs nothing: stores its CDR, voids the hold, closes the journal.
     *
     * @throws IllegalArgumentException when the CDR has a cost or names no user
     */
    SettleOutcome release(Cdr cdr);

    /** Moves money between a user and the house. A repeat with the same transfer id returns the first answer. */
    CreditOutcome credit(Credit credit);

    /** Empty when there is no such user. */
    Optional<Balance> balance(String user);

    /**
     * A user's entries, newest first.
     *
     * @param beforeId only entries older than this one; {@link Long#MAX_VALUE} to begin
     * @param limit 1..1000
     */
    List<LedgerEntry> statement(String user, long beforeId, int limit);

    /** All entries of one transfer, house accounts included; a call's transfer has the call's id. Empty when none. */
    List<LedgerEntry> entries(UUID transferId);

    /** Voids expired holds of calls that are not journalled, and says how many. */
    int sweep();

    /** Checks every invariant over the whole of the books. */
    LedgerCheck verify();
}
