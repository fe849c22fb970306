/**
 * Events that leave the house: finished calls, attempts, transfers, notices.
 *
 * <p>An event is written by the transaction that makes it true ({@code outbox} in the database), so there is none without
 * its fact and no fact without its event. Readers go through them by {@link io.tollgate.billing.outbox.OutboxCursor}, in
 * the order of the writing transactions and never past the oldest one that still runs: an event that commits late is
 * never overtaken. {@link io.tollgate.billing.outbox.Consumer} is what is kept of each reader. Values only; {@code jdbc}
 * holds the store. Left out on purpose: how events travel, which is the gateway's affair.
 */
@NullMarked
package io.tollgate.billing.outbox;

import org.jspecify.annotations.NullMarked;
