/**
 * The carrier's number table: which number does what, as values.
 *
 * <p>Pure. A dialled user part becomes a {@link io.tollgate.carrier.number.Dialled} number in one form, the
 * {@link io.tollgate.carrier.number.NumberTable} gives its {@link io.tollgate.carrier.number.Script}, and the script
 * unrolls into steps at milliseconds after the INVITE, which the call machine then takes.
 *
 * <p>Left out on purpose: a configurable table. These numbers are a contract that tests and documentation rely on.
 */
@NullMarked
package io.tollgate.carrier.number;

import org.jspecify.annotations.NullMarked;
