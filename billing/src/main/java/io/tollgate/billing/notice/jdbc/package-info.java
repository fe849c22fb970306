/** Notices in PostgreSQL. Any thread may write and read; each statement borrows a connection or belongs to a transaction. */
@NullMarked
package io.tollgate.billing.notice.jdbc;

import org.jspecify.annotations.NullMarked;
