package io.tollgate.gateway.trunks;

import io.tollgate.billing.number.E164;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.rtp.sdp.SrtpPolicy;
import io.tollgate.sip.auth.SipCredentials;
import io.tollgate.sip.io.TrunkDirectory;
import io.tollgate.sip.trunk.CallerIdStyle;
import io.tollgate.sip.trunk.CidrBlock;
import io.tollgate.sip.trunk.NumberFormat;
import io.tollgate.sip.trunk.Transport;
import io.tollgate.sip.trunk.Trunk;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The trunks in service and the routes to them, as a snapshot of the database. */
@Singleton
public class TrunkTable implements TrunkDirectory {
    private static final Logger LOG = Logger.getLogger(TrunkTable.class);

    private final Database database;
    private volatile Snapshot snapshot =
            new Snapshot(Map.of(), Map.of(), Map.of(), new RoutePlan(List.of()), TrunkDirectory.of(List.of()));

    private record Snapshot(
            Map<String, Trunk> trunks,
            Map<String, TrunkMedia> media,
            Map<String, String> vendorDecks,
            RoutePlan plan,
            TrunkDirectory sources) {}

    private record Row(
            Trunk trunk, TrunkMedia media, @Nullable String vendorDeck) {}

    TrunkTable(Database database) {
        this.database = database;
    }

    /** Reads trunks and routes anew. A trunk that cannot be used is left out, and the log says why. */
    public synchronized void reload() {
        Map<String, Trunk> trunks = new LinkedHashMap<>();
        Map<String, TrunkMedia> media = new LinkedHashMap<>();
        Map<String, String> vendorDecks = new LinkedHashMap<>();
        database.list("select * from trunk where enabled order by id", TrunkTable::read)
                .forEach(found -> found.ifPresent(row -> {
                    trunks.put(row.trunk().id(), row.trunk());
                    media.put(row.trunk().id(), row.media());
                    String vendorDeck = row.vendorDeck();
                    if (vendorDeck != null) {
                        vendorDecks.put(row.trunk().id(), vendorDeck);
                    }
                    if (!row.media().equals(snapshot.media().get(row.trunk().id()))) {
                        warn(row);
                    }
                }));
        List<Route> routes = database
                .list(
                        "select * from route where enabled order by id",
                        row -> new Route(
                                row.getString("prefix"),
                                row.getString("trunk_id"),
                                row.getInt("priority"),
                                row.getInt("weight"),
                                row.getBoolean("allow_loss")))
                .stream()
                .filter(route -> trunks.containsKey(route.trunk()))
                .toList();
        snapshot = new Snapshot(
                Map.copyOf(trunks),
                Map.copyOf(media),
                Map.copyOf(vendorDecks),
                new RoutePlan(routes),
                TrunkDirectory.of(new ArrayList<>(trunks.values())));
    }

    /** RFC 4568 section 8.3: keys in a description are safe only where the description is, and UDP hides nothing. */
    private static void warn(Row row) {
        for (String name : row.trunk().codecs()) {
            if (TrunkMedia.codec(name).filter(row.media().codecs()::contains).isEmpty()) {
                LOG.warnf(
                        "trunk %s: %s cannot be spoken here and is left out",
                        row.trunk().id(), name);
            }
        }
        if (row.media().srtp() != SrtpPolicy.OFF && row.trunk().transport() == Transport.UDP) {
            LOG.warnf(
                    "trunk %s: the keys of its encrypted media travel in SIP over %s, where whoever is on the path can"
                            + " read them",
                    row.trunk().id(), row.trunk().transport());
        }
    }

    private static Optional<Row> read(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            Trunk trunk = new Trunk(
                    id,
                    row.getString("host"),
                    row.getInt("port"),
                    Transport.valueOf(row.getString("transport")),
                    blocks(row.getString("sources")),
                    credentials(row.getString("auth_user"), row.getString("auth_password")),
                    words(row.getString("codecs")),
                    Math.max(1, row.getInt("max_channels")),
                    row.getString("from_domain"),
                    CallerIdStyle.valueOf(row.getString("caller_id_style")),
                    NumberFormat.PLUS_USER_PHONE);
            return Optional.of(new Row(trunk, TrunkMedia.of(row), row.getString("vendor_deck")));
        } catch (IllegalArgumentException e) {
            LOG.errorf("trunk %s is out of service: %s", id, e.getMessage());
            return Optional.empty();
        }
    }

    /** Reads the comma-separated sources of a trunk; throws {@link IllegalArgumentException} with the reason. */
    public static List<CidrBlock> blocks(String sources) {
        return words(sources).stream().map(CidrBlock::parse).toList();
    }

    private static List<String> words(String commaSeparated) {
        return List.of(commaSeparated.split(",")).stream()
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static @Nullable SipCredentials credentials(@Nullable String user, @Nullable String password) {
        return user == null || password == null ? null : new SipCredentials(user, password);
    }

    /** The trunk of this id, if it is in service. */
    public Optional<Trunk> find(String id) {
        return Optional.ofNullable(snapshot.trunks().get(id));
    }

    /** How calls of this trunk sound; what is usual for one that is not in service. */
    public TrunkMedia mediaOf(String id) {
        return snapshot.media().getOrDefault(id, TrunkMedia.USUAL);
    }

    public List<Trunk> all() {
        return List.copyOf(snapshot.trunks().values());
    }

    /** Name of the deck by which a trunk's carrier bills; empty when it is not known. */
    public Optional<String> vendorDeckOf(String id) {
        return Optional.ofNullable(snapshot.vendorDecks().get(id));
    }

    /** Identifiers of the trunks to try for a number, best first. */
    public List<String> trunksFor(E164 number) {
        return snapshot.plan().trunksFor(number, ThreadLocalRandom.current()::nextDouble);
    }

    /** The routes to try for a number, best first. */
    List<Route> routesFor(E164 number) {
        return snapshot.plan().routesFor(number, ThreadLocalRandom.current()::nextDouble);
    }

    @Override
    public Optional<Trunk> trunkOf(InetAddress address, int port) {
        return snapshot.sources().trunkOf(address, port);
    }
}
