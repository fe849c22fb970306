package io.tollgate.gateway.books;

import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.TalkRating;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.RegionZones;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.AccountTerms;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.DeckTerms.Side;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.RateBook;
import io.tollgate.billing.rating.RateDeck;
import io.tollgate.billing.rating.RateLookup;
import io.tollgate.billing.rating.Rating;
import io.tollgate.billing.rating.jdbc.RateRows;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The decks in force, in memory, and how calls are priced by them.
 *
 * <p>An account is priced by the deck that its agreement names, else by the deck of its currency; when there are several,
 * by the one that was activated last. Of a deck's versions the start of the call picks the one in force.
 */
@Singleton
public class Tariffs implements TalkRating {
    private final Database database;
    private final RateBook book = new RateBook();

    Tariffs(Database database) {
        this.database = database;
    }

    private record Stored(DeckHeader header, boolean namedOnly) {}

    /**
     * Reads the active decks anew; calls in progress keep the rate that they began with.
     * Rows of a deck that is known already are not read again: they do not change once it has been activated.
     */
    public synchronized void reload() {
        List<Stored> stored = database.list("""
                select * from deck where state = 'ACTIVE' order by activated_at desc nulls last, id desc
                """, row -> new Stored(RateRows.header(row), row.getBoolean("named_only")));
        List<RateDeck> decks = new ArrayList<>();
        Set<String> namedOnly = new HashSet<>();
        for (Stored deck : stored) {
            DeckHeader header = deck.header();
            decks.add(book.deck(header.id()).map(known -> known.under(header)).orElseGet(() -> read(header)));
            if (deck.namedOnly()) {
                namedOnly.add(header.id());
            }
        }
        book.replaceAll(decks, namedOnly);
    }

    private RateDeck read(DeckHeader header) {
        return RateDeck.of(
                header,
                database.list("select * from rate where deck_id = ?", RateRows::rate, Long.parseLong(header.id())));
    }

    /** The deck that prices accounts of this currency which name none; empty when none is in force. */
    public Optional<RateDeck> deckFor(String currency, Instant start) {
        return book.ofCurrency(currency, start);
    }

    /** The version of the deck of this name that prices calls which begin at an instant. */
    public Optional<RateDeck> named(String name, Side side, Instant start) {
        return book.named(name, side, start);
    }

    /** The active deck with this database id. */
    public Optional<RateDeck> deck(long id) {
        return book.deck(Long.toString(id));
    }

    /** A version of a deck with all its rows, in force or not; reads the database. */
    public Optional<RateDeck> version(long id) {
        return database.first("select * from deck where id = ?", RateRows::header, id)
                .map(this::read);
    }

    /** Prices a call that another process left behind by the very tariff that it began with, whatever is active now. */
    @Override
    public TalkRating.Charge charge(JournalledCall call, long talkMs) {
        Long deckId = call.tariff().deckId();
        String prefix = call.tariff().prefix();
        if (deckId == null || prefix == null) {
            return new TalkRating.Charge(0, 0, 0);
        }
        Instant answered = Objects.requireNonNullElse(call.answeredAt(), call.openedAt());
        CallTariff tariff = call.tariff()
                .priced()
                .map(noted -> noted.startingAt(answered))
                .orElseGet(() -> byRow(deckId, prefix, answered));
        var charge = tariff.charge(talkMs);
        return new TalkRating.Charge(charge.totalMicros(), charge.taxMicros(), charge.billedSeconds());
    }

    private CallTariff byRow(long deckId, String prefix, Instant answered) {
        Rate rate = database.first(
                        "select * from rate where deck_id = ? and prefix = ?", RateRows::rate, deckId, prefix)
                .orElseThrow(() -> new IllegalStateException("deck " + deckId + " has no rate for " + prefix));
        DeckHeader deck = database.first("select * from deck where id = ?", RateRows::header, deckId)
                .orElseThrow(() -> new IllegalStateException("there is no deck " + deckId));
        return CallTariff.of(deck, rate, answered);
    }

    /** What prices a subscriber's call to a number that begins at {@code start}. */
    public Priced price(Subscriber subscriber, Dialled.Number number, Instant start) {
        ZoneId caller = Objects.requireNonNullElseGet(
                subscriber.tariff().zone(), () -> RegionZones.of(subscriber.homeCountry()));
        return price(subscriber.tariff(), caller, subscriber.currency(), number, start);
    }

    /** What prices a call of an account of this currency without an agreement, by the clock of Greenwich. */
    public Priced price(String currency, Dialled.Number number, Instant start) {
        return price(AccountTariff.USUAL, ZoneId.of("UTC"), currency, number, start);
    }

    private Priced price(AccountTariff account, ZoneId caller, String currency, Dialled.Number number, Instant start) {
        String name = account.deckName();
        Optional<RateDeck> deck = name == null ? book.ofCurrency(currency, start) : book.named(name, Side.SELL, start);
        return deck.filter(found -> found.header().currency().equals(currency))
                .<Priced>map(found -> switch (found.lookup(number.number())) {
                    case RateLookup.Priced priced ->
                        new Priced.At(tariff(found.header(), priced.rate(), account, caller, number, start));
                    case RateLookup.Blocked blocked -> new Priced.Blocked(blocked.rate());
                    case RateLookup.Unlisted() -> new Priced.Unlisted();
                })
                .orElseGet(Priced.Unlisted::new);
    }

    private static CallTariff tariff(
            DeckHeader deck, Rate rate, AccountTariff account, ZoneId caller, Dialled.Number number, Instant start) {
        return new CallTariff(deck, rate, start, zone(deck, caller, number), account.terms(), 0, account.maxSeconds());
    }

    private static ZoneId zone(DeckHeader deck, ZoneId caller, Dialled.Number number) {
        return deck.terms().zone().of(caller, RegionZones.of(number.region()));
    }

    /**
     * What a carrier asks for a call to a number, by the BUY deck of this name; empty when the deck is not in force, does
     * not list the number or refuses it.
     */
    public Optional<CallTariff> cost(String vendorDeck, Dialled.Number number, Instant start) {
        return book.named(vendorDeck, Side.BUY, start)
                .flatMap(deck -> deck.lookup(number.number()) instanceof RateLookup.Priced(Rate rate)
                        ? Optional.of(new CallTariff(
                                deck.header(),
                                rate,
                                start,
                                zone(deck.header(), ZoneId.of("UTC"), number),
                                AccountTerms.NONE,
                                0,
                                Rating.MAX_TALK_SECONDS))
                        : Optional.empty());
    }

    /** What a deck says about a number. */
    public sealed interface Priced {
        record At(CallTariff tariff) implements Priced {}

        record Blocked(Rate rate) implements Priced {}

        record Unlisted() implements Priced {}
    }
}
