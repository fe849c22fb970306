/**
 * The operator's rules as calls meet them: limits read, calls put on their account's books before anything is held, refusals
 * counted and told, accounts suspended. The rules themselves are pure and live in {@code billing.policy}.
 *
 * <p>Blocking JDBC: virtual or worker threads only.
 */
@NullMarked
package io.tollgate.gateway.policy;

import org.jspecify.annotations.NullMarked;
