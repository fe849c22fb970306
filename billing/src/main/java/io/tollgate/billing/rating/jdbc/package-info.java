/**
 * Decks and rates as the database keeps them.
 *
 * <p>Stateless readers of rows. Left out on purpose: writing, which is done in bulk by whoever fills a deck.
 */
@NullMarked
package io.tollgate.billing.rating.jdbc;

import org.jspecify.annotations.NullMarked;
