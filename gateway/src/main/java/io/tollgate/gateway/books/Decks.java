package io.tollgate.gateway.books;

import io.tollgate.billing.deck.DeckDefaults;
import io.tollgate.billing.deck.DeckImport;
import io.tollgate.billing.deck.DeckLimits;
import io.tollgate.billing.deck.DeckReader;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.DeckTerms;
import io.tollgate.billing.rating.Rate;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The life of a rate deck: a draft is made and filled from a file, all rows or none; activating it retires the version
 * in force in the same transaction. What was once active is never changed.
 */
@Singleton
public class Decks {
    private final DataSource dataSource;
    private final Database database;
    private final Tariffs tariffs;

    Decks(DataSource dataSource, Database database, Tariffs tariffs) {
        this.dataSource = dataSource;
        this.database = database;
        this.tariffs = tariffs;
    }

    /** What became of an order about a deck. */
    public enum Outcome {
        DONE,
        NO_SUCH_DECK,
        /** Only a draft can be filled or activated. */
        NOT_A_DRAFT,
        /** A deck without rates prices nothing. */
        EMPTY
    }

    /** Makes the next version of the deck of this name, as an empty draft, and gives its id. */
    public long create(String name, String currency, int taxBasisPoints) {
        return create(name, currency, taxBasisPoints, DeckTerms.USUAL, false);
    }

    /** The same with terms of its own, and perhaps only for accounts whose tariff names the deck. */
    public long create(String name, String currency, int taxBasisPoints, DeckTerms terms, boolean namedOnly) {
        return database.first(
                        """
                        insert into deck (name, version, currency, tax_bp, side, tax_added, rounding,
                          rounding_unit_micros, band_zone, effective_from, effective_to, named_only)
                        select ?, coalesce(max(version), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                        from deck where name = ? returning id
                        """,
                        row -> row.getLong(1),
                        name,
                        currency,
                        taxBasisPoints,
                        terms.side().name(),
                        terms.taxAdded(),
                        terms.rounding().rule().name(),
                        terms.rounding().unitMicros(),
                        terms.zone().text(),
                        terms.effectiveFrom(),
                        terms.effectiveTo(),
                        namedOnly,
                        name)
                .orElseThrow();
    }

    /** Reads a file of separated text or a spreadsheet in the deck's currency without storing anything. */
    public DeckImport read(InputStream file, String currency) {
        try {
            // A spreadsheet's directory stands at its end: it cannot be read while it comes in.
            Path spool = Files.createTempFile("tollgate-deck", null);
            try {
                try (OutputStream out = Files.newOutputStream(spool)) {
                    file.transferTo(out);
                }
                return DeckReader.read(spool.toFile(), DeckDefaults.perMinute(currency), DeckLimits.USUAL);
            } finally {
                Files.delete(spool);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces a draft's rates by these. */
    public Outcome fill(long id, List<Rate> rates) {
        return inTransaction(connection -> {
            Optional<Outcome> refusal = refusal(connection, id);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            try (PreparedStatement clear = connection.prepareStatement("delete from rate where deck_id = ?")) {
                clear.setLong(1, id);
                clear.executeUpdate();
            }
            insert(connection, id, rates);
            return Outcome.DONE;
        });
    }

    private static void insert(Connection connection, long id, List<Rate> rates) throws SQLException {
        String sql = """
                insert into rate (deck_id, prefix, destination, destination_group, per_minute_micros,
                  connection_fee_micros, first_s, increment_s, blocked, minimum_micros, grace_s, bands)
                select ?, * from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::int[], ?::int[],
                  ?::boolean[], ?::bigint[], ?::int[], ?::text[])
                """;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            setArray(statement, 2, "text", rates, Rate::prefix);
            setArray(statement, 3, "text", rates, Rate::destination);
            setArray(statement, 4, "text", rates, Rate::group);
            setArray(statement, 5, "int8", rates, Rate::perMinuteMicros);
            setArray(statement, 6, "int8", rates, Rate::connectionFeeMicros);
            setArray(statement, 7, "int4", rates, Rate::firstSeconds);
            setArray(statement, 8, "int4", rates, Rate::incrementSeconds);
            setArray(statement, 9, "bool", rates, Rate::blocked);
            setArray(statement, 10, "int8", rates, Rate::minimumMicros);
            setArray(statement, 11, "int4", rates, Rate::graceSeconds);
            setArray(statement, 12, "text", rates, rate -> rate.bands().toString());
            statement.executeUpdate();
        }
    }

    private static void setArray(
            PreparedStatement statement, int index, String type, List<Rate> rates, Function<Rate, Object> column)
            throws SQLException {
        Object[] values = rates.stream().map(column).toArray();
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    /** Puts a draft into force and retires the version before it. */
    public Outcome activate(long id) {
        Outcome outcome = inTransaction(connection -> {
            Optional<Outcome> refusal = refusal(connection, id);
            if (refusal.isPresent()) {
                return refusal.get();
            }
            try (PreparedStatement any = connection.prepareStatement("select 1 from rate where deck_id = ? limit 1")) {
                any.setLong(1, id);
                if (!any.executeQuery().next()) {
                    return Outcome.EMPTY;
                }
            }
            execute(
                    connection,
                    "update deck set state = 'RETIRED' where state = 'ACTIVE' and name = (select name from deck where id = ?)",
                    id);
            execute(connection, "update deck set state = 'ACTIVE', activated_at = now() where id = ?", id);
            return Outcome.DONE;
        });
        if (outcome == Outcome.DONE) {
            tariffs.reload();
        }
        return outcome;
    }

    /** Locks the deck's row; empty when it is a draft. */
    private static Optional<Outcome> refusal(Connection connection, long id) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select state from deck where id = ? for update")) {
            lock.setLong(1, id);
            var rows = lock.executeQuery();
            if (!rows.next()) {
                return Optional.of(Outcome.NO_SUCH_DECK);
            }
            return rows.getString(1).equals("DRAFT") ? Optional.empty() : Optional.of(Outcome.NOT_A_DRAFT);
        }
    }

    private static void execute(Connection connection, String sql, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            statement.executeUpdate();
        }
    }

    private interface Work {
        Outcome in(Connection connection) throws SQLException;
    }

    private Outcome inTransaction(Work work) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Outcome outcome = work.in(connection);
                connection.commit();
                return outcome;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the deck could not be stored", e);
        }
    }
}
