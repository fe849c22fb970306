/** Limits and counters in PostgreSQL. Blocking; each call one round trip under the account's row lock. */
@NullMarked
package io.tollgate.billing.policy.jdbc;

import org.jspecify.annotations.NullMarked;
