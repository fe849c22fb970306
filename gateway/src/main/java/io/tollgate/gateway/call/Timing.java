package io.tollgate.gateway.call;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The instants of one call, in UTC.
 *
 * @param started when the offer or INVITE was accepted for processing
 * @param alerting first sign that the callee is being called (180, 183 or a ringing device); null: never
 * @param answered start of charge; null: never answered
 * @param ended null while the call lives
 */
public record Timing(
        Instant started,
        @Nullable Instant alerting,
        @Nullable Instant answered,
        @Nullable Instant ended) {

    static Timing startedAt(Instant started) {
        return new Timing(started, null, null, null);
    }

    Timing alertingAt(Instant at) {
        return alerting != null ? this : new Timing(started, at, answered, ended);
    }

    Timing answeredAt(Instant at) {
        return new Timing(started, alerting, at, ended);
    }

    Timing endedAt(Instant at) {
        return new Timing(started, alerting, answered, at);
    }

    /** From the start to the first sign of the callee being called, ms; 0 when there was none. */
    public long setupMs() {
        Instant first = alerting != null ? alerting : answered;
        return first == null ? 0 : Duration.between(started, first).toMillis();
    }

    /** From alerting to the answer, or to the end of an unanswered call, ms. */
    public long ringMs() {
        Instant until = answered != null ? answered : ended;
        return alerting == null || until == null
                ? 0
                : Duration.between(alerting, until).toMillis();
    }

    /** From the answer to the end, ms; 0 when unanswered or not ended. */
    public long talkMs() {
        return answered == null || ended == null
                ? 0
                : Duration.between(answered, ended).toMillis();
    }
}
