/**
 * The administrative side of the books as Panache entities: accounts, decks, numbers, trunks, routes; CDRs to read.
 *
 * <p>They map the schema of the migrations exactly and are used inside the application's transactions only, on whatever
 * thread that has. Money does not move here: balances are columns that the ledger's functions write, read-only to the
 * entities. Left out on purpose: the CDR's explanation, quality and everything hot, which the ledger and the CDR store
 * read by themselves; relations are ids where the other side is not needed.
 */
@NullMarked
package io.tollgate.billing.admin;

import org.jspecify.annotations.NullMarked;
