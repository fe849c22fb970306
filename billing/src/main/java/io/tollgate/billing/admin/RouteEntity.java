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

/** Which trunk serves a prefix. The longest prefix wins, then the lowest priority, then chance by weight. */
@Entity
@Table(name = "route")
public class RouteEntity extends PanacheEntityBase {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public @Nullable Long id;

    /** Leading digits of E.164 without the plus; empty for every number. */
    @Column(nullable = false)
    public String prefix = "";

    @Column(name = "trunk_id", nullable = false)
    public String trunkId = "";

    @Column(nullable = false)
    public int priority = 100;

    @Column(nullable = false)
    public int weight = 1;

    @Column(nullable = false)
    public boolean enabled = true;

    /** Whether calls may take it though they bring in less than the carrier asks. */
    @Column(name = "allow_loss", nullable = false)
    public boolean allowLoss;

    public static List<RouteEntity> enabled() {
        return list("enabled = true order by prefix, priority, id");
    }
}
