/**
 * What all packages that speak to PostgreSQL share: single statements with failures in the ledger's words, and the schema.
 *
 * <p>{@link io.tollgate.billing.postgres.jdbc.Database} borrows a connection per statement from a data source and blocks;
 * any thread may use it. {@link io.tollgate.billing.postgres.jdbc.Schema} runs the migrations. Left out on purpose:
 * transactions over several statements; what must happen together is one database function.
 */
@NullMarked
package io.tollgate.billing.postgres.jdbc;

import org.jspecify.annotations.NullMarked;
