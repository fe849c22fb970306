package io.tollgate.billing.ledger;

import java.time.Instant;
import java.util.UUID;

/**
 * One side of a transfer.
 *
 * @param id ascending within an account
 * @param account user name, or {@code house:purpose:currency}, for revenue and carriers with {@code :trunk:destination}
 * @param kind {@code CALL} or a {@link Credit.Kind}'s name
 */
public record LedgerEntry(
        long id,
        String account,
        UUID transferId,
        long amountMicros,
        String currency,
        String kind,
        String reference,
        String reason,
        String actor,
        Instant at) {}
