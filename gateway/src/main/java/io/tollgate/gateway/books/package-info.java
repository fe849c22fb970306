/**
 * Billing as the application sees it: the ledger, the journal of live calls, the decks in force, accounts and numbers,
 * made once and handed to whoever needs them.
 *
 * <p>Blocking JDBC; call from virtual or worker threads, never from a media worker or an event loop. Recovery of calls
 * that a dead gateway left behind runs here, every few seconds.
 */
@NullMarked
package io.tollgate.gateway.books;

import org.jspecify.annotations.NullMarked;
