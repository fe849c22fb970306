/**
 * What all packages that speak to PostgreSQL share: single statements with failures in the ledger's words, and the schema.
 *
 * <p>{@link io.tollgate.billing.postgres.jdbc.Database} borrows a connection per statement from a data source and blocks;
 * any thread may use it. {@link io.tollgate.billing.postgres.jdbc.Transactions} runs several statements together, for what is
 * too rare to be a database function of its own; calls never use it.
 * {@link io.tollgate.billing.postgres.jdbc.Schema} runs the migrations.
 */
@NullMarked
package io.tollgate.billing.postgres.jdbc;

import org.jspecify.annotations.NullMarked;
