package io.tollgate.billing.admin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A phone number of the house, by which phones reach a user. */
@Entity
@Table(name = "online_number")
public class OnlineNumberEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    /** E.164 with its plus. */
    @Column(nullable = false)
    public String number = "";

    /** Whom it rings; null while in stock. */
    @ManyToOne(fetch = FetchType.LAZY)
    @JoinColumn(name = "account_id")
    public @Nullable AccountEntity account;

    /** ISO 3166-1 alpha-2. */
    @Column
    public @Nullable String country;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Column(name = "assigned_at")
    public @Nullable Instant assignedAt;

    /** By E.164 with its plus. */
    public static Optional<OnlineNumberEntity> findNumber(String number) {
        return find("number", number).firstResultOptional();
    }

    public static List<OnlineNumberEntity> ofUser(String username) {
        return list("account.username = ?1 order by number", username);
    }
}
