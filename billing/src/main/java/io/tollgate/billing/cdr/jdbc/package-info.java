/**
 * CDRs in PostgreSQL: reading them, and keeping those that belong to no account.
 *
 * <p>{@link io.tollgate.billing.cdr.jdbc.PostgresCdrStore} blocks on a connection of its data source; any thread may use
 * it. The CDRs of users are written by the ledger's settle function and only read here.
 */
@NullMarked
package io.tollgate.billing.cdr.jdbc;

import org.jspecify.annotations.NullMarked;
