package io.tollgate.billing.ledger.jdbc;

import java.time.Duration;

/**
 * Limits of the group-committing writer.
 *
 * @param writers threads and connections; a power of two
 * @param maxBatch operations folded into one transaction
 * @param maxQueued operations waiting per writer; beyond it a caller waits for room as long as its patience lasts
 * @param patience how long an operation may take, the database being away included, until its caller is told that the
 *     ledger is unavailable
 */
public record LedgerSettings(int writers, int maxBatch, int maxQueued, Duration patience) {

    /** Two writers folded the operations of 256 callers at over ten times the rate of single transactions. */
    public static final LedgerSettings DEFAULT = new LedgerSettings(2, 256, 16_384, Duration.ofSeconds(15));

    public LedgerSettings {
        if (Integer.bitCount(writers) != 1 || maxBatch < 1 || maxQueued < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("writers must be a power of two, the other limits positive");
        }
    }
}
