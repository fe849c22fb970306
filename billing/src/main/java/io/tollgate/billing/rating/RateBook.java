package io.tollgate.billing.rating;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The decks in force now or later. Readers see one consistent set; whoever loads decks builds the next set aside and swaps
 * the whole at once, so that a call is never rated while half of a change is visible, and nobody waits.
 *
 * <p>A call takes its {@link CallTariff} once at set-up and keeps it: a swap changes the price of the next call, not of the
 * one in progress.
 */
public final class RateBook {

    private record Shelf(List<RateDeck> newestFirst, Map<String, RateDeck> byId, Set<String> namedOnly) {}

    private volatile Shelf shelf = new Shelf(List.of(), Map.of(), Set.of());

    /** The deck version with this id. */
    public Optional<RateDeck> deck(String id) {
        return Optional.ofNullable(shelf.byId().get(id));
    }

    /** All deck versions at this moment, by id. */
    public Map<String, RateDeck> decks() {
        return shelf.byId();
    }

    /** The version of a deck that prices calls which begin at an instant: of those in force then, the highest. */
    public Optional<RateDeck> named(String name, DeckTerms.Side side, Instant start) {
        return shelf.newestFirst().stream()
                .filter(deck -> deck.header().name().equals(name) && fits(deck, side, start))
                .max((one, other) ->
                        Integer.compare(one.header().version(), other.header().version()));
    }

    /**
     * The deck that prices calls of accounts which name none: of those of the currency that are in force at the instant and
     * not reserved for accounts that name them, the one that was activated last.
     */
    public Optional<RateDeck> ofCurrency(String currency, Instant start) {
        Shelf now = shelf;
        return now.newestFirst().stream()
                .filter(deck -> deck.header().currency().equals(currency)
                        && fits(deck, DeckTerms.Side.SELL, start)
                        && !now.namedOnly().contains(deck.header().id()))
                .findFirst()
                .flatMap(deck -> named(deck.header().name(), DeckTerms.Side.SELL, start));
    }

    private static boolean fits(RateDeck deck, DeckTerms.Side side, Instant start) {
        return deck.header().terms().side() == side && deck.header().terms().inForceAt(start);
    }

    /**
     * Makes exactly these deck versions the known ones.
     *
     * @param newestFirst by activation
     * @param namedOnly ids of those that only price accounts which name them
     * @throws IllegalArgumentException when two of them have the same id
     */
    public void replaceAll(List<RateDeck> newestFirst, Set<String> namedOnly) {
        Map<String, RateDeck> byId = newestFirst.stream()
                .collect(Collectors.toUnmodifiableMap(deck -> deck.header().id(), Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException(
                            "two decks with id " + one.header().id());
                }));
        shelf = new Shelf(List.copyOf(newestFirst), byId, Set.copyOf(new HashSet<>(namedOnly)));
    }
}
