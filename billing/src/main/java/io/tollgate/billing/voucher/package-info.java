/**
 * Vouchers: codes that are worth credit, made in batches by an operator and redeemed once by a user.
 *
 * <p>{@link io.tollgate.billing.voucher.VoucherCode} makes and reads codes and is pure; the store is {@code voucher.jdbc}.
 * A code is known only while it is made; what rests is its SHA-256, which for a code of 100 random bits needs neither salt
 * nor key: nobody can try 2^100 codes, and equal codes do not occur (decision 0014).
 */
@NullMarked
package io.tollgate.billing.voucher;

import org.jspecify.annotations.NullMarked;
