/**
 * The format of Stripe's webhooks: signatures, events, minor units. Pure; {@code stripe.io} talks to its interface.
 *
 * <p>What is read of the many events (field names as documented at docs.stripe.com/api, version 2020-08-27 and later):
 *
 * <ul>
 *   <li>{@code charge.succeeded}, {@code charge.pending}, {@code charge.failed}, {@code charge.refunded},
 *       {@code charge.updated}: the charge as it stands. This is what credits, because it alone tells the card's country.
 *   <li>{@code charge.dispute.funds_withdrawn}, {@code charge.dispute.funds_reinstated}: a bank takes the money, or gives
 *       it back.
 *   <li>{@code checkout.session.completed}, {@code checkout.session.expired}: the page.
 * </ul>
 *
 * Everything else is acknowledged and left alone.
 */
@NullMarked
package io.tollgate.billing.payment.stripe;

import org.jspecify.annotations.NullMarked;
