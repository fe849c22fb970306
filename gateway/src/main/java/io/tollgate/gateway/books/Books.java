package io.tollgate.gateway.books;

import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.cdr.jdbc.PostgresCdrStore;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.jdbc.LedgerSettings;
import io.tollgate.billing.ledger.jdbc.PostgresCallJournal;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.billing.outbox.jdbc.PgqPublisher;
import io.tollgate.billing.outbox.jdbc.PostgresConsumers;
import io.tollgate.billing.outbox.jdbc.PostgresOutbox;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.reconcile.jdbc.PostgresReconciliations;
import io.tollgate.billing.rerating.jdbc.PostgresReratings;
import io.tollgate.billing.rerating.jdbc.Rerater;
import io.tollgate.gateway.config.TollgateConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;

/** Makes the billing module's ports over the application's data source. */
public final class Books {
    /** A gateway that has not touched its journal for this long is dead: five missed touches. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    @Produces
    @Singleton
    Database database(DataSource dataSource) {
        return new Database(dataSource);
    }

    @Produces
    @Singleton
    PostgresLedger ledgerStore(DataSource dataSource) {
        return new PostgresLedger(dataSource, LedgerSettings.DEFAULT);
    }

    void closeLedger(@Disposes PostgresLedger ledger) {
        ledger.close();
    }

    @Produces
    @Singleton
    CallJournal journal(DataSource dataSource, TollgateConfig config) {
        return PostgresCallJournal.start(dataSource, config.overlay().name(), UUID.randomUUID(), LEASE);
    }

    void closeJournal(@Disposes CallJournal journal) {
        journal.close();
    }

    @Produces
    @Singleton
    CdrStore cdrs(DataSource dataSource) {
        return new PostgresCdrStore(dataSource);
    }

    @Produces
    @Singleton
    PostgresOutbox outbox(DataSource dataSource) {
        return new PostgresOutbox(dataSource);
    }

    @Produces
    @Singleton
    PostgresConsumers consumers(DataSource dataSource) {
        return new PostgresConsumers(dataSource);
    }

    @Produces
    @Singleton
    PgqPublisher pgq(DataSource dataSource) {
        return new PgqPublisher(dataSource);
    }

    @Produces
    @Singleton
    CdrArchive archive(DataSource dataSource) {
        return new CdrArchive(dataSource);
    }

    @Produces
    @Singleton
    PostgresReratings reratings(DataSource dataSource) {
        return new PostgresReratings(dataSource);
    }

    @Produces
    @Singleton
    Rerater rerater(PostgresReratings store, CdrArchive archive, PostgresLedger ledger) {
        return new Rerater(store, archive, ledger);
    }

    @Produces
    @Singleton
    PostgresReconciliations reconciliations(DataSource dataSource) {
        return new PostgresReconciliations(dataSource);
    }
}
