package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A live call as its gateway last wrote it down: enough to charge it and to write its CDR without that gateway.
 *
 * @param answeredAt null until answered
 * @param lastMediaAt when media was last heard; null until the first touch
 * @param talkMs talk time confirmed by then
 */
public record JournalledCall(
        UUID callId,
        Cdr.Direction direction,
        String user,
        @Nullable String device,
        Cdr.Numbers numbers,
        Cdr.Tariff tariff,
        @Nullable String currency,
        @Nullable String trunk,
        Instant openedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant lastMediaAt,
        long talkMs) {

    /** The same by another tariff. */
    public JournalledCall priced(Cdr.Tariff by) {
        return new JournalledCall(
                callId,
                direction,
                user,
                device,
                numbers,
                by,
                currency,
                trunk,
                openedAt,
                answeredAt,
                lastMediaAt,
                talkMs);
    }
}
