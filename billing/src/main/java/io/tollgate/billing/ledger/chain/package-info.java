/**
 * The chain of hashes over each user's entries: pure, and shared by both ledgers, the audit and the receipts.
 *
 * <p>{@link io.tollgate.billing.ledger.chain.EntryChain} says what is hashed. {@link
 * io.tollgate.billing.ledger.chain.ChainAudit} walks over entries as they are stored and recomputes numbers, balances and
 * hashes; it trusts nothing that the database computed. {@link io.tollgate.billing.ledger.chain.Receipt} is what a user
 * takes home: it verifies without the ledger, shows nothing of the house's side, and later proves a change of what it
 * holds. Left out on purpose: signatures; whoever holds two receipts of one account sees whether the later continues the
 * earlier. House accounts have no chain of their own (decision 0012).
 */
@NullMarked
package io.tollgate.billing.ledger.chain;

import org.jspecify.annotations.NullMarked;
