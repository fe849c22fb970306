/**
 * Amounts of money, exact to the micro-unit.
 *
 * <p>A {@link io.tollgate.billing.money.Money} is a whole number of millionths of a currency's main unit, so that a
 * price of 0.017 EUR per minute needs no rounding until it is charged. {@link io.tollgate.billing.money.Amount} reads
 * amounts that people typed and says in plain words what is wrong with the others.
 *
 * <p>Pure values without an owner thread. Left out on purpose: binary floating point, conversion between currencies
 * (nobody can keep a ledger straight across a moving rate), and amounts finer than a millionth.
 */
@NullMarked
package io.tollgate.billing.money;

import org.jspecify.annotations.NullMarked;
