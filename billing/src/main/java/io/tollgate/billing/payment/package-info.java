/**
 * Credit bought with a card: the port to a payment provider and what follows from its news.
 *
 * <p>A provider repeats its events, reorders them and sends them twice at once. So an event is never an order ("add ten")
 * but a {@link io.tollgate.billing.payment.Fact fact} that only ever grows ("is paid", "4.00 given back so far"). A
 * {@link io.tollgate.billing.payment.TopUp} collects the facts, and {@link io.tollgate.billing.payment.Due} says what
 * remains to be booked for them to agree with the books: the same facts in any order come to the same entries.
 *
 * <p>Pure; the store is {@code payment.jdbc}, the one provider's format {@code payment.stripe}. Left out on purpose: taxes
 * on top-ups (tax is charged with usage), and currencies other than the account's own.
 */
@NullMarked
package io.tollgate.billing.payment;

import org.jspecify.annotations.NullMarked;
