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
import java.util.Optional;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** Whoever money belongs to: a user, or one of the house's own accounts. */
@Entity
@Table(name = "account")
@DynamicUpdate
public class AccountEntity extends PanacheEntityBase {

    public enum Kind {
        USER,
        HOUSE
    }

    /** SUSPENDED makes no calls; CLOSED takes no credit either. */
    public enum Status {
        ACTIVE,
        SUSPENDED,
        CLOSED
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    @Column(nullable = false, updatable = false)
    public String username = "";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    public Kind kind = Kind.USER;

    /** ISO 4217. Fixed for the account's life. */
    @Column(nullable = false, updatable = false)
    public String currency = "";

    /** {@code $argon2id$…}; null when the account cannot log in. */
    @Column(name = "password_verifier")
    public @Nullable String passwordVerifier;

    /** ISO 3166-1 alpha-2: how national numbers are read. */
    @Column(name = "home_country")
    public @Nullable String homeCountry;

    /** Class of service. */
    @Column(name = "class", nullable = false)
    public String accountClass = "standard";

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    public Status status = Status.ACTIVE;

    /** Written by the ledger alone. */
    @Column(name = "balance_micros", nullable = false, insertable = false, updatable = false)
    public long balanceMicros;

    /** Held for live calls; written by the ledger alone. */
    @Column(name = "reserved_micros", nullable = false, insertable = false, updatable = false)
    public long reservedMicros;

    /** How far below zero the account may spend; 0 for prepaid. */
    @Column(name = "credit_limit_micros", nullable = false)
    public long creditLimitMicros;

    /** Below this the user is told; null for never. */
    @Column(name = "low_balance_micros")
    public @Nullable Long lowBalanceMicros;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    /** A user by name; house accounts are not found. */
    public static Optional<AccountEntity> findUser(String username) {
        return find("username = ?1 and kind = ?2", username, Kind.USER).firstResultOptional();
    }
}
