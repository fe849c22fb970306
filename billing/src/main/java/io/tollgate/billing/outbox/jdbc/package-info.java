/**
 * Events and their consumers in PostgreSQL; see the migration {@code V50__outbox.sql} for the order of delivery. Blocking,
 * safe for concurrent use, one round trip each; failures are those of the ledger.
 */
@NullMarked
package io.tollgate.billing.outbox.jdbc;

import org.jspecify.annotations.NullMarked;
