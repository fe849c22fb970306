package io.tollgate.billing.ledger;

import java.time.Instant;
import java.util.UUID;

/** A live call's last confirmed media instant and the talk time up to it. Both only ever grow in the journal. */
public record JournalTouch(UUID callId, Instant lastMediaAt, long talkMs) {}
