/**
 * Talks to Stripe's HTTP interface: form-encoded requests, an {@code Idempotency-Key} that is the top-up's id, JSON back.
 * Any thread may call; it blocks for the timeout at most.
 */
@NullMarked
package io.tollgate.billing.payment.stripe.io;

import org.jspecify.annotations.NullMarked;
