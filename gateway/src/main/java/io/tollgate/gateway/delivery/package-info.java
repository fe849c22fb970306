/**
 * Delivery of events to consumers outside: the one place from which this program calls webhooks.
 *
 * <p>{@link io.tollgate.gateway.delivery.Deliverer} looks each second for consumers that are due, takes the lease of each
 * and works for it on a virtual thread of its own: events in order, one at a time, the place moved on after each answer
 * of 2xx. A consumer that fails waits ever longer ({@link io.tollgate.gateway.delivery.Backoff}) and holds up nobody
 * else; an event that fails too often becomes a dead letter, which an operator can have tried again. Any number of
 * gateways may run it: the lease decides. Pull consumers are served by the REST side from the same events.
 *
 * <p>To have something delivered, publish it to {@link io.tollgate.billing.outbox.jdbc.PostgresOutbox}, or call {@code
 * outbox_publish} in a transaction of your own.
 */
@NullMarked
package io.tollgate.gateway.delivery;

import org.jspecify.annotations.NullMarked;
