package io.tollgate.billing.outbox;

import java.time.Instant;

/**
 * One event.
 *
 * @param id unique for good: the key by which a consumer knows a repeat
 * @param kind {@code call}, {@code attempt}, {@code transfer}, or {@code notice.} and its sort
 * @param subject id of what it is about
 * @param at when the transaction began that wrote it
 * @param body a JSON object
 */
public record OutboxEvent(long id, String kind, String subject, Instant at, String body) {}
