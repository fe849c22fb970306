package io.tollgate.billing.admin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The price of one prefix in one deck. */
@Entity
@Table(name = "rate")
public class RateEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(name = "deck_id", nullable = false, updatable = false)
    public long deckId;

    /** Leading digits of E.164, without the plus. */
    @Column(nullable = false)
    public String prefix = "";

    @Column(nullable = false)
    public String destination = "";

    @Column(name = "destination_group")
    public @Nullable String destinationGroup;

    @Column(name = "per_minute_micros", nullable = false)
    public long perMinuteMicros;

    @Column(name = "connection_fee_micros", nullable = false)
    public long connectionFeeMicros;

    /** Seconds that the first increment covers. */
    @Column(name = "first_s", nullable = false)
    public int firstS = 60;

    /** Seconds of every further increment. */
    @Column(name = "increment_s", nullable = false)
    public int incrementS = 60;

    @Column(nullable = false)
    public boolean blocked;

    /** The least that a charged call costs. */
    @Column(name = "minimum_micros", nullable = false)
    public long minimumMicros;

    /** Talk shorter than this is free. */
    @Column(name = "grace_s", nullable = false)
    public int graceS;

    /** Time-of-day bands as text. */
    @Column(nullable = false)
    public String bands = "";

    /** A deck's rates by prefix. */
    public static List<RateEntity> ofDeck(long deckId) {
        return list("deckId = ?1 order by prefix", deckId);
    }
}
