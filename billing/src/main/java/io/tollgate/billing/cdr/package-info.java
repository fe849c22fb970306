/**
 * Call detail records: what is kept of every call attempt, for good.
 *
 * <p>A {@link io.tollgate.billing.cdr.Cdr} is written once, by the ledger, in the transaction that charges the call; its
 * id is the call's id, which makes the row the idempotency key of the charge. {@link io.tollgate.billing.cdr.CdrStore}
 * reads them, and keeps those attempts that belong to no account. Values only: no thread, no clock, no I/O. Left out on
 * purpose: one record per leg, export and delivery to consumers.
 */
@NullMarked
package io.tollgate.billing.cdr;

import org.jspecify.annotations.NullMarked;
