package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.ledger.chain.EntryChain;
import io.tollgate.billing.ledger.chain.Receipt;
import java.time.Duration;
import java.time.Instant;
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
     * <p>Seconds of {@link Allowances} that the call has used are taken in the same transaction, what else it held of them
     * is freed.
     *
     * @param split its rounding, carrier's cost and currency count; trunk, destination and tax are the CDR's
     * @throws IllegalArgumentException when the CDR names no user
     */
    SettleOutcome settle(Cdr cdr, Split split, BundleUse use);

    /** Settles a call whose record says what it has used of allowances. */
    default SettleOutcome settle(Cdr cdr, Split split) {
        return settle(cdr, split, BundleUse.of(cdr));
    }

    /** Settles a call whose record says what rounding added and what its carrier asks. */
    default SettleOutcome settle(Cdr cdr) {
        return settle(cdr, Split.of(cdr));
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

    /**
     * A user's entries with their hashes, oldest first: the newest {@code limit} of those with a number below {@code
     * beforeNumber}. The hash that an entry of the house's side has changed shows in {@link ChainedEntry#houseHash()}.
     *
     * @param beforeNumber {@link Long#MAX_VALUE} for the newest
     * @param limit 1..1001
     */
    List<ChainedEntry> chain(String user, long beforeNumber, int limit);

    /**
     * What a user takes home: the newest entries with a number below {@code beforeNumber}. Empty when there is no such
     * user.
     *
     * @param limit 1..1000
     */
    default Optional<Receipt> receipt(String user, long beforeNumber, int limit, Instant now) {
        return balance(user).map(balance -> {
            // One more, for the hash before the first.
            List<ChainedEntry> found = chain(user, beforeNumber, limit + 1);
            boolean more = found.size() > limit;
            return new Receipt(
                    user,
                    balance.currency(),
                    now,
                    more ? found.getFirst().hash() : EntryChain.GENESIS,
                    more ? found.subList(1, found.size()) : found);
        });
    }

    /** Voids expired holds of calls that are not journalled, money and seconds, and says how many of money. */
    int sweep();

    /** Checks every invariant over the whole of the books, every hash of every chain among them. */
    LedgerCheck verify();

    /** Checks one account; {@link LedgerCheck#accounts()} is 0 when there is no such user. */
    LedgerCheck verify(String user);
}
