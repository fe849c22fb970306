/** Vouchers in PostgreSQL. Redeeming is one transaction under the account's lock: voucher, guesses and money together. */
@NullMarked
package io.tollgate.billing.voucher.jdbc;

import org.jspecify.annotations.NullMarked;
