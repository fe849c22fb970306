/** Runs of re-rating and their lines in PostgreSQL; see the migration {@code V52__rerating.sql}. */
@NullMarked
package io.tollgate.billing.rerating.jdbc;

import org.jspecify.annotations.NullMarked;
