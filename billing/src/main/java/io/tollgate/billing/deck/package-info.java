/**
 * Rate decks as files: separated text or a spreadsheet in, rows or precise complaints out, and back.
 *
 * <p>{@link io.tollgate.billing.deck.DeckReader} streams bytes through a decoder and the CSV reader (RFC 4180), or through
 * the spreadsheet reader, and the column mapping to {@link io.tollgate.billing.rating.Rate} rows. The result is all or
 * nothing: either every row, or the list of what is wrong with row number, column, value and reason. A value that could be
 * read in two ways (a thousands separator, two decimal marks in one file, a hyphen that may be a range) is refused, never
 * guessed. {@link io.tollgate.billing.deck.DeckWriter} writes a file that reads back identically.
 *
 * <p>Pure functions over streams that the caller opens and closes, and over a spreadsheet's file, which only random access
 * can read; no state, no owner thread. Left out on purpose: Excel's files from before 2007, which are refused by name,
 * dates of effect within a row (a deck has one), and separators in thousands.
 */
@NullMarked
package io.tollgate.billing.deck;

import org.jspecify.annotations.NullMarked;
