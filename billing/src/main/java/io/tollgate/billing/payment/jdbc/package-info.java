/**
 * Top-ups in PostgreSQL. Each event is one transaction: what is learnt, what is booked and who is told of it. Order of
 * locks: the payment's (advisory), the account's, the top-up's.
 */
@NullMarked
package io.tollgate.billing.payment.jdbc;

import org.jspecify.annotations.NullMarked;
