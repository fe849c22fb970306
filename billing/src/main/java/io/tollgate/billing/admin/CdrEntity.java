package io.tollgate.billing.admin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** A call detail record, to read. */
@Entity
@Immutable
@Table(name = "cdr")
public class CdrEntity extends PanacheEntityBase {

    /** The call's id. */
    @Id
    public @Nullable UUID id;

    @Column(name = "account_id")
    public @Nullable Long accountId;

    @Column
    public @Nullable String username;

    /** OUTBOUND or INBOUND. */
    @Column(nullable = false)
    public String direction = "";

    @Column
    public @Nullable String device;

    @Column(nullable = false)
    public String dialled = "";

    @Column
    public @Nullable String number;

    @Column
    public @Nullable String caller;

    @Column
    public @Nullable String destination;

    @Column(name = "rate_prefix")
    public @Nullable String ratePrefix;

    @Column(name = "deck_id")
    public @Nullable Long deckId;

    @Column(name = "deck_version")
    public @Nullable Integer deckVersion;

    @Column
    public @Nullable String trunk;

    @Column
    public @Nullable String codec;

    @Column(name = "started_at", nullable = false)
    public @Nullable Instant startedAt;

    @Column(name = "ringing_at")
    public @Nullable Instant ringingAt;

    @Column(name = "answered_at")
    public @Nullable Instant answeredAt;

    @Column(name = "ended_at", nullable = false)
    public @Nullable Instant endedAt;

    @Column(name = "talk_ms", nullable = false)
    public long talkMs;

    @Column(name = "billed_seconds", nullable = false)
    public long billedSeconds;

    @Column(name = "cost_micros", nullable = false)
    public long costMicros;

    @Column(name = "tax_micros", nullable = false)
    public long taxMicros;

    @Column
    public @Nullable String currency;

    @Column(nullable = false)
    public String cause = "";

    @Column(nullable = false)
    public String side = "";

    @Column(name = "sip_status", nullable = false)
    public int sipStatus;

    @Column(nullable = false)
    public int q850;
}
