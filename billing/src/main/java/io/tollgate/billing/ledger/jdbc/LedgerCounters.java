package io.tollgate.billing.ledger.jdbc;

/**
 * What the writers have done since start.
 *
 * @param operations answered, with whatever outcome
 * @param batches committed
 * @param replays batches sent again because their outcome was unknown or they met a deadlock
 * @param singly operations retried alone because their batch threw
 * @param unavailable operations given up because the database stayed away
 * @param refused operations that the database threw on
 */
public record LedgerCounters(
        long operations, long batches, long replays, long singly, long unavailable, long refused) {}
