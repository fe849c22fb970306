/**
 * Comparing our records with a carrier's.
 *
 * <p>{@link io.tollgate.billing.reconcile.CarrierFile} reads the carrier's CSV by a {@link
 * io.tollgate.billing.reconcile.CarrierLayout}: names of columns, time zone, units. {@link
 * io.tollgate.billing.reconcile.Reconciler} pairs each of its calls with at most one of ours and says what agrees, what
 * differs by more than a tolerance and what either side lacks. Pure: the file is a {@link java.io.Reader}, no clock, no
 * database. Amounts are micro-units; nothing is a float.
 */
@NullMarked
package io.tollgate.billing.reconcile;

import org.jspecify.annotations.NullMarked;
