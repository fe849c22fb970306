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

    /** Milliseconds of audio in a packet, 10 to 60 in tens. */
    @Column(name = "ptime_ms", nullable = false)
    public int ptimeMs = 20;

    /** Whether comfort noise (RFC 3389) is offered and accepted. */
    @Column(name = "comfort_noise", nullable = false)
    public boolean comfortNoise;

    /** Whether packets without speech are left out. */
    @Column(name = "silence_suppression", nullable = false)
    public boolean silenceSuppression;

    /** OFF, OPTIONAL or REQUIRED. */
    @Column(nullable = false)
    public String srtp = "OFF";

    /** Whether RTP and RTCP on one port are offered (RFC 5761). */
    @Column(name = "rtcp_mux", nullable = false)
    public boolean rtcpMux;

    @Column(name = "echo_cancellation", nullable = false)
    public boolean echoCancellation;

    /** Milliseconds that an echo may last, 8 to 128. */
    @Column(name = "echo_tail_ms", nullable = false)
    public int echoTailMs = 64;

    @Column(name = "gain_control", nullable = false)
    public boolean gainControl;

    /** RFC4733, INBAND or AUTO. */
    @Column(nullable = false)
    public String dtmf = "AUTO";

    /** ISO 3166-1 alpha-2 of the country whose tones callers hear; null for that of the number called. */
    public @Nullable String country;

    /** Name of the deck by which its carrier bills; null: unknown. */
    @Column(name = "vendor_deck")
    public @Nullable String vendorDeck;

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
