/**
 * What a call costs: rate rows, decks of them, and the one function from talk time to a charge.
 *
 * <p>{@link io.tollgate.billing.rating.RateDeck} finds the row of a number by longest prefix;
 * {@link io.tollgate.billing.rating.CallTariff} is all that prices one call, and turns a talk time into a
 * {@link io.tollgate.billing.rating.Charge} that keeps its intervals and the row that made it; it also answers how long
 * some credit lasts and how much to hold for it. Quote, hold, extension, final charge, recovery and re-rating ask the same
 * value, and a slice of a call is by definition the difference of two charges, so that no way of cutting a call changes its
 * price. {@link io.tollgate.billing.rating.Rating} has the rules in their order.
 *
 * <p>The destination and the account's agreement price a call, never the caller's place; only the clock of a band may be
 * the caller's. All arithmetic is on whole micro-units and whole seconds, and rounds once.
 *
 * <p>Everything is immutable except {@link io.tollgate.billing.rating.RateBook}, whose single field may be read and
 * replaced from any thread. Left out on purpose: public holidays, fees and increments that differ by band, and currency
 * conversion.
 */
@NullMarked
package io.tollgate.billing.rating;

import org.jspecify.annotations.NullMarked;
