/**
 * Rate decks as files: comma-separated text in, rows or precise complaints out, and back.
 *
 * <p>{@link io.tollgate.billing.deck.DeckReader} streams bytes through a decoder, the CSV reader (RFC 4180) and the
 * column mapping to {@link io.tollgate.billing.rating.Rate} rows. The result is all or nothing: either every row, or
 * the list of what is wrong with row number, column, value and reason. A value that could be read in two ways (a
 * thousands separator, two decimal marks in one file) is refused, never guessed.
 * {@link io.tollgate.billing.deck.DeckWriter} writes a file that reads back identically.
 *
 * <p>Pure functions over streams that the caller opens and closes; no state, no owner thread. Left out on purpose:
 * spreadsheets' binary formats, prefix lists in one cell, and encodings other than Unicode's.
 */
@NullMarked
package io.tollgate.billing.deck;

import org.jspecify.annotations.NullMarked;
