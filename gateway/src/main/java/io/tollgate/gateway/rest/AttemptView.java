package io.tollgate.gateway.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tollgate.billing.cdr.CallAttempt;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a call; what is unknown is absent.
 *
 * @param kind {@code trunk} or {@code device}
 * @param target the trunk or device
 * @param sent the number as sent to it
 * @param ringingAt the first sign of the far end, early media included
 * @param pddMs post-dial delay: from the INVITE to that sign
 * @param costMicros what the carrier takes by its deck
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AttemptView(
        UUID id,
        int ordinal,
        String kind,
        String target,
        String dialled,
        @Nullable String sent,
        @Nullable String caller,
        Instant startedAt,
        @Nullable Instant ringingAt,
        @Nullable Instant answeredAt,
        Instant endedAt,
        @Nullable Long pddMs,
        long talkMs,
        @Nullable String codec,
        String cause,
        String side,
        int sipStatus,
        int q850,
        @Nullable Double lossPct,
        @Nullable Double jitterMs,
        @Nullable Double mos,
        @Nullable Long costMicros,
        @Nullable String costCurrency) {

    static AttemptView of(CallAttempt attempt) {
        return new AttemptView(
                attempt.id(),
                attempt.ordinal(),
                Texts.word(attempt.kind()),
                attempt.target(),
                attempt.numbers().dialled(),
                attempt.numbers().sent(),
                attempt.numbers().caller(),
                attempt.times().started(),
                attempt.times().ringing(),
                attempt.times().answered(),
                attempt.times().ended(),
                attempt.pddMs(),
                attempt.talkMs(),
                attempt.codec(),
                attempt.ending().cause(),
                attempt.ending().side(),
                attempt.ending().sipStatus(),
                attempt.ending().q850(),
                attempt.quality().lossPct(),
                attempt.quality().jitterMs(),
                attempt.quality().mos(),
                attempt.costMicros(),
                attempt.costCurrency());
    }
}
