/**
 * The ledger in PostgreSQL.
 *
 * <p>{@link io.tollgate.billing.ledger.jdbc.PostgresLedger} turns each call of the port into one {@code Operation} and
 * puts it into the queue of the writer that owns the user's slot. Each {@code LedgerWriter} is one platform thread with
 * one connection: while a batch is in flight, the next one gathers; there is no timer. The database functions of the
 * migrations do the work, one round trip a batch. A batch that throws is retried singly with the same ids; one whose
 * outcome is unknown, because the connection broke, is replayed with the same ids, which is harmless by the port's
 * contract. Reads, sweeps, checks and the journal borrow a connection of their own from the data source.
 *
 * <p>Commits are always synchronous. Works behind a pooler in transaction mode: what the plans need is set on the
 * functions themselves. Left out on purpose: partitions; they fit below the same function names.
 */
@NullMarked
package io.tollgate.billing.ledger.jdbc;

import org.jspecify.annotations.NullMarked;
