/**
 * What happens to credit while its owner does nothing: a notice when it runs low, a recharge by the kept card, a notice
 * before unused credit expires, and the expiry.
 *
 * <p>The rules are pure; {@code upkeep.jdbc} looks for the accounts that they concern. Promotional and paid credit are one
 * sum in the ledger, so all of it expires at once and nothing of it first (decision 0014).
 */
@NullMarked
package io.tollgate.billing.upkeep;

import org.jspecify.annotations.NullMarked;
