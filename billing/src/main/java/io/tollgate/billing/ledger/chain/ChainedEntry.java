package io.tollgate.billing.ledger.chain;

import java.time.Instant;
import java.util.UUID;

/**
 * A user's entry with its place in the account's chain.
 *
 * @param number 1 for the account's first entry
 * @param balanceMicros the account's balance after it
 * @param at to the millisecond
 * @param houseHash of who ordered it and of the other side of its transfer, 64 hexadecimal digits
 * @param hash of all of this and the hash before it, likewise
 */
public record ChainedEntry(
        long number,
        UUID transferId,
        String kind,
        long amountMicros,
        long balanceMicros,
        Instant at,
        String reference,
        String reason,
        String houseHash,
        String hash) {

    ChainedEntry withHash(String other) {
        return new ChainedEntry(
                number, transferId, kind, amountMicros, balanceMicros, at, reference, reason, houseHash, other);
    }
}
