package io.tollgate.billing.admin;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A SIP interconnection with a carrier. */
@Entity
@Table(name = "trunk")
public class TrunkEntity extends PanacheEntityBase {

    /** Letters, digits, {@code _ . -}; at most 64. */
    @Id
    public String id = "";

    @Column(nullable = false)
    public String host = "";

    @Column(nullable = false)
    public int port = 5060;

    /** UDP, TCP or TLS. */
    @Column(nullable = false)
    public String transport = "UDP";

    /** CIDR blocks that INVITEs are accepted from, separated by commas. */
    @Column(nullable = false)
    public String sources = "";

    @Column(name = "auth_user")
    public @Nullable String authUser;

    @Column(name = "auth_password")
    public @Nullable String authPassword;

    /** In order of preference, separated by commas. */
    @Column(nullable = false)
    public String codecs = "PCMU,PCMA";

    @Column(name = "max_channels", nullable = false)
    public int maxChannels = 100;

    @Column(name = "from_domain")
    public @Nullable String fromDomain;

    @Column(name = "caller_id_style", nullable = false)
    public String callerIdStyle = "ASSERTED";

    @Column(nullable = false)
    public boolean enabled = true;

    @Column(name = "created_at", nullable = false, updatable = false)
    public Instant createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    public static List<TrunkEntity> enabled() {
        return list("enabled = true order by id");
    }
}
