/** Comparisons with carriers' files in PostgreSQL; see the migration {@code V53__reconciliation.sql}. */
@NullMarked
package io.tollgate.billing.reconcile.jdbc;

import org.jspecify.annotations.NullMarked;
