package io.tollgate.billing.admin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One version of a rate deck. At most one version of a name is active; an active or retired one no longer changes. */
@Entity
@Table(name = "deck")
public class DeckEntity extends PanacheEntityBase {

    public enum State {
        DRAFT,
        ACTIVE,
        RETIRED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(nullable = false)
    public String name = "";

    /** From 1 upwards within a name. */
    @Column(nullable = false)
    public int version = 1;

    @Column(nullable = false)
    public String currency = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    public State state = State.DRAFT;

    /** Tax in basis points, 0..10000. */
    @Column(name = "tax_bp", nullable = false)
    public int taxBp;

    /** SELL or BUY. */
    @Column(nullable = false)
    public String side = "SELL";

    /** Whether the tax comes on top of the prices. */
    @Column(name = "tax_added", nullable = false)
    public boolean taxAdded;

    /** HALF_UP, HALF_EVEN, UP or DOWN. */
    @Column(nullable = false)
    public String rounding = "HALF_UP";

    @Column(name = "rounding_unit_micros", nullable = false)
    public long roundingUnitMicros = 1;

    /** CALLER, DESTINATION or a zone. */
    @Column(name = "band_zone", nullable = false)
    public String bandZone = "CALLER";

    /** Whether it prices only accounts whose tariff names it. */
    @Column(name = "named_only", nullable = false)
    public boolean namedOnly;

    /** Calls that begin before are not priced by it. */
    @Column(name = "effective_from")
    public @Nullable Instant effectiveFrom;

    /** Calls that begin then or later are not priced by it. */
    @Column(name = "effective_to")
    public @Nullable Instant effectiveTo;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Column(name = "activated_at")
    public @Nullable Instant activatedAt;

    /** All decks in force. */
    public static List<DeckEntity> active() {
        return list("state", State.ACTIVE);
    }

    /** All versions of a deck, newest first. */
    public static List<DeckEntity> versions(String name) {
        return list("name = ?1 order by version desc", name);
    }
}
