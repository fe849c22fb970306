/**
 * The ledger's port: money is held before a call rings and moves once, when it ends.
 *
 * <p>{@link io.tollgate.billing.ledger.Ledger} speaks in closed outcomes; the caller chooses every id first, so that each
 * operation may be repeated after a failure and the repeat returns the first answer. {@link
 * io.tollgate.billing.ledger.CallJournal} keeps, for every live call, the last instant at which its media was heard;
 * settling a call closes its journal in the same transaction. {@link io.tollgate.billing.ledger.CallRecovery} settles
 * the calls of a gateway that died from that journal, exactly once, whoever recovers them.
 *
 * <p>Amounts are {@code long} micro-units of the account's one currency. Everything here blocks and is safe for
 * concurrent use: call it from virtual threads. There are two implementations, which run the same contract: {@link
 * io.tollgate.billing.ledger.jdbc.PostgresLedger}, the durable one, and {@link
 * io.tollgate.billing.ledger.InMemoryLedger}, for simulations. Left out on purpose: accounts are opened and closed by the
 * administrative side, and nothing here knows prices.
 */
@NullMarked
package io.tollgate.billing.ledger;

import org.jspecify.annotations.NullMarked;
