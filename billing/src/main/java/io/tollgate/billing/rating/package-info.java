/**
 * What a call costs: rate rows, decks of them, and the one function from talk time to a charge.
 *
 * <p>{@link io.tollgate.billing.rating.RateDeck} finds the row of a number by longest prefix;
 * {@link io.tollgate.billing.rating.Rating} turns a row and a talk time into a
 * {@link io.tollgate.billing.rating.Charge} that keeps its intervals and the row that made it, and answers how long
 * some credit lasts and how much to hold for it. Quote, hold, extension and final charge all go through
 * {@link io.tollgate.billing.rating.Rating#charge}, and a slice of a call is by definition the difference of two
 * charges, so that no way of cutting a call changes its price.
 *
 * <p>A call is priced by its destination only, never by the caller's place. All arithmetic is on whole micro-units
 * and whole seconds.
 *
 * <p>Everything is immutable except {@link io.tollgate.billing.rating.RateBook}, whose single field may be read and
 * replaced from any thread. Left out on purpose: time-of-day bands, packages and discounts (they will be further
 * inputs of the same function), and currency conversion.
 */
@NullMarked
package io.tollgate.billing.rating;

import org.jspecify.annotations.NullMarked;
