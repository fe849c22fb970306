package io.tollgate.gateway.start;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.billing.deck.DeckImport;
import io.tollgate.billing.deck.DemoDeck;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.gateway.books.Decks;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.config.TollgateConfig.Role;
import io.tollgate.gateway.credit.Till;
import io.tollgate.gateway.demo.SimulatedStripe;
import io.tollgate.overlay.identity.PasswordVerifier;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a first call needs: three users with credit, the demo deck, two online numbers, a trunk to the demo carrier.
 *
 * <p>Seeded once per database; what an operator changes afterwards stays.
 */
@Singleton
public class Demo {
    /** Name of the trunk, and the word by which its parts are found again. */
    static final String TRUNK = "demo";

    private static final String DECK = "demo-eur";
    private static final long CREDIT_MICROS = 10_000_000;
    private static final String HOME_COUNTRY = "GB";
    private static final String PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int PASSWORD_LENGTH = 8;
    private static final Map<String, String> ONLINE_NUMBERS =
            new TreeMap<>(Map.of("alice", "+442079460201", "bob", "+442079460202"));

    private final TollgateConfig config;
    private final DataFolder folder;
    private final Database database;
    private final PostgresLedger ledger;
    private final Decks decks;
    private final ObjectMapper json;
    private final Till till;
    private final int httpPort;
    private @Nullable SimulatedStripe payments;
    private final SecureRandom random = new SecureRandom();

    Demo(
            TollgateConfig config,
            DataFolder folder,
            Database database,
            PostgresLedger ledger,
            Decks decks,
            ObjectMapper json,
            Till till,
            @ConfigProperty(name = "quarkus.http.port") int httpPort) {
        this.config = config;
        this.folder = folder;
        this.database = database;
        this.ledger = ledger;
        this.decks = decks;
        this.json = json;
        this.till = till;
        this.httpPort = httpPort;
    }

    /** Users and passwords of the demo, as the command-line peer reads them too. */
    Path accountsFile() {
        return folder.file("demo-accounts.json");
    }

    Map<String, String> accounts() {
        try {
            return json.readValue(accountsFile().toFile(), new TypeReference<TreeMap<String, String>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the demo accounts cannot be read", e);
        }
    }

    /** Seeds what is missing. */
    public void seed() {
        passwords().forEach(this::account);
        ONLINE_NUMBERS.forEach(this::onlineNumber);
        rentals();
        deck();
        trunk();
    }

    private Map<String, String> passwords() {
        if (Files.exists(accountsFile())) {
            return accounts();
        }
        Map<String, String> passwords = new TreeMap<>();
        for (String user : new String[] {"alice", "bob", "carol"}) {
            passwords.put(
                    user,
                    user + "-"
                            + random.ints(PASSWORD_LENGTH, 0, PASSWORD_LETTERS.length())
                                    .mapToObj(i -> PASSWORD_LETTERS.substring(i, i + 1))
                                    .reduce("", String::concat));
        }
        try {
            DataFolder.writePrivate(accountsFile(), json.writeValueAsString(passwords));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo accounts cannot be kept", e);
        }
        return passwords;
    }

    private void account(String user, String password) {
        if (database.first("select 1 from account where username = ?", row -> row.getInt(1), user)
                .isPresent()) {
            return;
        }
        database.update("""
                insert into account (username, currency, password_verifier, home_country) values (?, ?, ?, ?)
                on conflict (username) do nothing
                """, user, DemoDeck.CURRENCY, PasswordVerifier.encode(password, random), HOME_COUNTRY);
        // The id follows from the user, so that a seed interrupted half-way does not pay twice.
        UUID transfer = UUID.nameUUIDFromBytes(("demo credit of " + user).getBytes(StandardCharsets.UTF_8));
        ledger.credit(new Credit(
                transfer,
                user,
                CREDIT_MICROS,
                DemoDeck.CURRENCY,
                Credit.Kind.PROMOTION,
                TRUNK,
                "Credit to try Tollgate with",
                "system"));
    }

    private void onlineNumber(String user, String number) {
        database.update("""
                insert into online_number (number, account_id, country, assigned_at)
                select ?, id, 'GB', now() from account where username = ? on conflict (number) do nothing
                """, number, user);
    }

    /** Two numbers to rent, by three months or by the year. */
    private void rentals() {
        database.update("""
                insert into online_number (number, country) values ('+442079460203', 'GB'), ('+442079460204', 'GB')
                on conflict (number) do nothing
                """);
        database.update("""
                insert into number_price (country, currency, months, price_micros)
                select 'GB', 'EUR', m, p from (values (3, 10000000), (12, 30000000)) as v (m, p)
                where not exists (select from number_price) on conflict do nothing
                """);
    }

    private void deck() {
        if (database.first("select 1 from deck where name = ?", row -> row.getInt(1), DECK)
                .isPresent()) {
            return;
        }
        try (InputStream csv = DemoDeck.open()) {
            DeckImport read = decks.read(csv, DemoDeck.CURRENCY);
            if (!(read instanceof DeckImport.Imported imported)) {
                throw new IllegalStateException("the demo deck in this build is damaged: " + read);
            }
            long id = decks.create(DECK, DemoDeck.CURRENCY, 0);
            decks.fill(id, imported.rates());
            decks.activate(id);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo deck cannot be read", e);
        }
    }

    private void trunk() {
        int added = database.update(
                """
                insert into trunk (id, host, port, sources, codecs, max_channels, caller_id_style)
                values (?, '127.0.0.1', ?, ?, 'PCMU,PCMA', 100, 'ASSERTED') on conflict (id) do nothing
                """,
                TRUNK,
                config.demo().sipPort(),
                "127.0.0.1/32#" + config.demo().sipPort());
        if (added == 0) {
            // The port may have been chosen anew for this run; the trunk of the demo follows.
            database.update(
                    "update trunk set port = ?, sources = ? where id = ?",
                    config.demo().sipPort(),
                    "127.0.0.1/32#" + config.demo().sipPort(),
                    TRUNK);
        }
        database.update("insert into route (prefix, trunk_id) values ('', ?) on conflict do nothing", TRUNK);
    }

    /** Lets users pay with cards that do not exist, unless a real provider is configured. */
    public void startPayments() {
        if (!config.demo().enabled() || till.isConfigured()) {
            return;
        }
        SimulatedStripe simulated = simulatedProvider(config.payments().demoPort());
        simulated.tell(URI.create("http://127.0.0.1:" + httpPort + "/api/v1/payments/stripe/webhook"));
        till.simulate(simulated.api(), simulated.secretKey(), simulated.webhookSecret());
        payments = simulated;
    }

    /** Another demo on this machine may have the port; nobody but the curious needs to know which it is. */
    private static SimulatedStripe simulatedProvider(int port) {
        try {
            return new SimulatedStripe(port);
        } catch (IOException taken) {
            try {
                return new SimulatedStripe(0);
            } catch (IOException e) {
                throw new UncheckedIOException("the simulated payment provider cannot be started", e);
            }
        }
    }

    /** Where payments are simulated; empty when they are not. */
    Optional<URI> simulatedPayments() {
        return Optional.ofNullable(payments).map(SimulatedStripe::api);
    }

    /** Ends the simulated provider, if there is one. */
    public void stopPayments() {
        SimulatedStripe running = payments;
        if (running != null) {
            running.close();
        }
    }

    /** Starts the simulated carrier beside this process, if there is one to start. */
    public DemoCarrier startCarrier() {
        boolean wanted = config.demo().enabled() && config.roles().contains(Role.GATEWAY);
        return config.demo()
                .carrierJar()
                .filter(jar -> wanted && !jar.isBlank())
                .map(jar -> DemoCarrier.start(config, Path.of(jar)))
                .orElseGet(DemoCarrier::none);
    }
}
