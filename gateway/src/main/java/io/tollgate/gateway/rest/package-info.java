/**
 * The REST API under {@code /api/v1}: what an operator administers and what a signed-in user sees.
 *
 * <p>A request goes from a {@code …Resource}, which knows HTTP and JSON only, to a {@code …Register}, which works on
 * Panache entities in one transaction; money moves by {@link io.tollgate.billing.ledger.Ledger} alone, decks are filled
 * by {@link io.tollgate.gateway.books.Decks}. What the running gateway keeps in memory (decks in force, trunks) is read
 * anew after the commit, by the resource. Whatever is refused becomes a problem document (RFC 9457). Resources block and
 * therefore run on worker or virtual threads; only the stream of call events lives on the event loop.
 *
 * <p>Bodies are read strictly: an unknown field, a number in quotes or a second document is refused, because a
 * misspelt credit limit must not look like success. Left out on purpose: bulk operations, except for decks, and deleting
 * accounts, whose books stay.
 */
@NullMarked
package io.tollgate.gateway.rest;

import org.jspecify.annotations.NullMarked;
