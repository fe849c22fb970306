/** Orders of operators in PostgreSQL; each decision is one transaction with the money that it moves. */
@NullMarked
package io.tollgate.billing.adjustment.jdbc;

import org.jspecify.annotations.NullMarked;
