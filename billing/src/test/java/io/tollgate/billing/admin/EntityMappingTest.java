package io.tollgate.billing.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.cdr.jdbc.PostgresCdrStore;
import io.tollgate.billing.ledger.Calls;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.ledger.jdbc.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The entities against the migrated schema, with the validation that the application runs with. */
class EntityMappingTest {
    private static final SessionFactory SESSIONS = sessions();

    private static SessionFactory sessions() {
        var configuration = new Configuration();
        List.of(
                        AccountEntity.class,
                        DeckEntity.class,
                        RateEntity.class,
                        OnlineNumberEntity.class,
                        TrunkEntity.class,
                        RouteEntity.class,
                        CdrEntity.class)
                .forEach(configuration::addAnnotatedClass);
        configuration.getProperties().put("hibernate.hbm2ddl.auto", "validate");
        configuration.getProperties().put("jakarta.persistence.nonJtaDataSource", TestDatabase.dataSource());
        return configuration.buildSessionFactory();
    }

    @AfterAll
    static void close() {
        SESSIONS.close();
    }

    private static final String MARK = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anAccountIsStoredAndItsBalanceIsTheLedgersAlone() {
        var account = new AccountEntity();
        account.username = "alice-" + MARK;
        account.currency = "EUR";
        account.homeCountry = "GB";
        account.passwordVerifier = "$argon2id$x";
        account.balanceMicros = 99;
        SESSIONS.inTransaction(session -> session.persist(account));
        try (var ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            ledger.credit(Calls.topup(UUID.randomUUID(), account.username, 5_000_000, "EUR"));
            SESSIONS.inTransaction(session -> {
                AccountEntity read = session.find(AccountEntity.class, account.id);
                assertThat(read.balanceMicros).isEqualTo(5_000_000);
                assertThat(read.createdAt).isEqualTo(account.createdAt);
                read.balanceMicros = 1;
                read.creditLimitMicros = 7;
                read.status = AccountEntity.Status.SUSPENDED;
            });
            assertThat(ledger.balance(account.username).orElseThrow().balanceMicros())
                    .isEqualTo(5_000_000);
            assertThat(ledger.balance(account.username).orElseThrow().creditLimitMicros())
                    .isEqualTo(7);
        }
    }

    @Test
    void decksRatesNumbersTrunksAndRoutesComeBackAsStored() {
        var deck = new DeckEntity();
        deck.name = "retail-" + MARK;
        deck.currency = "EUR";
        deck.taxBp = 1900;
        deck.activatedAt = Instant.parse("2026-03-01T00:00:00.001Z");
        var owner = new AccountEntity();
        owner.username = "bob-" + MARK;
        owner.currency = "EUR";
        var number = new OnlineNumberEntity();
        number.number = "+4420" + Math.floorMod(MARK.hashCode(), 100_000_000);
        number.account = owner;
        var trunk = new TrunkEntity();
        trunk.id = "carrier-" + MARK;
        trunk.host = "127.0.0.1";
        trunk.sources = "127.0.0.0/8";
        var route = new RouteEntity();
        route.trunkId = trunk.id;
        var rate = new RateEntity();
        SESSIONS.inTransaction(session -> {
            List.of(deck, owner, number, trunk, route).forEach(session::persist);
            rate.deckId = deck.id == null ? 0 : deck.id;
            rate.prefix = "44";
            rate.destination = "United Kingdom";
            rate.perMinuteMicros = 17_000;
            session.persist(rate);
        });
        SESSIONS.inTransaction(session -> {
            assertThat(session.find(DeckEntity.class, deck.id))
                    .usingRecursiveComparison()
                    .isEqualTo(deck);
            assertThat(session.find(RateEntity.class, rate.id))
                    .usingRecursiveComparison()
                    .isEqualTo(rate);
            assertThat(session.find(TrunkEntity.class, trunk.id))
                    .usingRecursiveComparison()
                    .isEqualTo(trunk);
            assertThat(session.find(RouteEntity.class, route.id))
                    .usingRecursiveComparison()
                    .isEqualTo(route);
            OnlineNumberEntity read = session.createQuery(
                            "from OnlineNumberEntity where account.username = :user", OnlineNumberEntity.class)
                    .setParameter("user", owner.username)
                    .getSingleResult();
            assertThat(read.number).isEqualTo(number.number);
        });
    }

    @Test
    void aCdrIsReadAsTheLedgerWroteIt() {
        TestDatabase.openAccount("carol-" + MARK, "EUR");
        UUID id = UUID.randomUUID();
        try (var ledger = new PostgresLedger(TestDatabase.dataSource(), LedgerSettings.DEFAULT)) {
            ledger.settle(Calls.answered(id, "carol-" + MARK, 34_000, "EUR"));
        }
        SESSIONS.inTransaction(session -> {
            CdrEntity read = session.find(CdrEntity.class, id);
            var stored =
                    new PostgresCdrStore(TestDatabase.dataSource()).find(id).orElseThrow();
            assertThat(read.costMicros).isEqualTo(34_000);
            assertThat(read.startedAt).isEqualTo(stored.times().started()).isEqualTo(Calls.START);
            assertThat(read.answeredAt).isEqualTo(stored.times().answered());
            assertThat(read.deckVersion).isEqualTo(stored.tariff().deckVersion());
            assertThat(read.username).isEqualTo("carol-" + MARK);
        });
    }
}
