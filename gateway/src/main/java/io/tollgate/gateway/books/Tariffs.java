package io.tollgate.gateway.books;

import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.TalkRating;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBook;
import io.tollgate.billing.rating.RateDeck;
import io.tollgate.billing.rating.RateLookup;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The decks in force, in memory, and how calls are priced by them.
 *
 * <p>An account is priced by the active deck of its currency; when there are several, by the one that was activated
 * last.
 */
@Singleton
public class Tariffs implements TalkRating {
    private final Database database;
    private final RateBook book = new RateBook();
    private volatile List<DeckHeader> newestFirst = List.of();

    Tariffs(Database database) {
        this.database = database;
    }

    /** Reads the active decks anew; calls in progress keep the rate that they began with. */
    public synchronized void reload() {
        List<DeckHeader> headers = database.list(
                "select * from deck where state = 'ACTIVE' order by activated_at desc, id desc", Tariffs::header);
        List<RateDeck> decks = new ArrayList<>();
        for (DeckHeader header : headers) {
            decks.add(RateDeck.of(
                    header,
                    database.list("select * from rate where deck_id = ?", Tariffs::rate, Long.parseLong(header.id()))));
        }
        book.replaceAll(decks);
        newestFirst = List.copyOf(headers);
    }

    /** The deck that prices accounts of this currency; empty when none is active. */
    public Optional<RateDeck> deckFor(String currency) {
        return newestFirst.stream()
                .filter(header -> header.currency().equals(currency))
                .findFirst()
                .flatMap(header -> book.deck(header.id()));
    }

    /** The active deck with this database id. */
    public Optional<RateDeck> deck(long id) {
        return book.deck(Long.toString(id));
    }

    /** A version of a deck with all its rows, in force or not; reads the database. */
    public Optional<RateDeck> version(long id) {
        return database.first("select * from deck where id = ?", Tariffs::header, id)
                .map(header ->
                        RateDeck.of(header, database.list("select * from rate where deck_id = ?", Tariffs::rate, id)));
    }

    private static DeckHeader header(ResultSet row) throws SQLException {
        return new DeckHeader(
                row.getString("id"),
                row.getInt("version"),
                row.getString("name"),
                row.getString("currency"),
                row.getInt("tax_bp"));
    }

    private static Rate rate(ResultSet row) throws SQLException {
        return new Rate(
                row.getString("prefix"),
                row.getString("destination"),
                row.getLong("per_minute_micros"),
                row.getLong("connection_fee_micros"),
                row.getInt("first_s"),
                row.getInt("increment_s"),
                row.getBoolean("blocked"),
                Objects.requireNonNullElse(row.getString("destination_group"), ""),
                "");
    }

    /** Prices a call that another process left behind by the very row that it began with, whatever is active now. */
    @Override
    public TalkRating.Charge charge(JournalledCall call, long talkMs) {
        Long deckId = call.tariff().deckId();
        String prefix = call.tariff().prefix();
        if (deckId == null || prefix == null) {
            return new TalkRating.Charge(0, 0, 0);
        }
        Rate rate = database.first("select * from rate where deck_id = ? and prefix = ?", Tariffs::rate, deckId, prefix)
                .orElseThrow(() -> new IllegalStateException("deck " + deckId + " has no rate for " + prefix));
        DeckHeader deck = database.first("select * from deck where id = ?", Tariffs::header, deckId)
                .orElseThrow(() -> new IllegalStateException("there is no deck " + deckId));
        Instant answered = Objects.requireNonNullElse(call.answeredAt(), call.openedAt());
        var charge = CallTariff.of(deck, rate, answered).charge(talkMs);
        return new TalkRating.Charge(charge.totalMicros(), charge.taxMicros(), charge.billedSeconds());
    }

    /** What prices a call of an account of this currency to a number that begins at {@code start}. */
    public Priced price(String currency, E164 number, Instant start) {
        return deckFor(currency)
                .<Priced>map(deck -> switch (deck.lookup(number)) {
                    case RateLookup.Priced found -> new Priced.At(CallTariff.of(deck.header(), found.rate(), start));
                    case RateLookup.Blocked found -> new Priced.Blocked(found.rate());
                    case RateLookup.Unlisted() -> new Priced.Unlisted();
                })
                .orElseGet(Priced.Unlisted::new);
    }

    /** What a deck says about a number. */
    public sealed interface Priced {
        record At(CallTariff tariff) implements Priced {}

        record Blocked(Rate rate) implements Priced {}

        record Unlisted() implements Priced {}
    }
}
