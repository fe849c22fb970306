package io.tollgate.billing.rating;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The active decks by id. Readers see one consistent set; whoever loads decks swaps the whole set at once, so that a
 * call is never rated while half of a change is visible.
 *
 * <p>A call takes its {@link Rate} once at set-up and keeps it: a swap changes the price of the next call, not of the
 * one in progress.
 */
public final class RateBook {

    private volatile Map<String, RateDeck> active = Map.of();

    /** The active deck with this id. */
    public Optional<RateDeck> deck(String id) {
        return Optional.ofNullable(active.get(id));
    }

    /** All active decks at this moment. */
    public Map<String, RateDeck> decks() {
        return active;
    }

    /**
     * Makes exactly these decks the active ones.
     *
     * @throws IllegalArgumentException when two of them have the same id
     */
    public void replaceAll(Collection<RateDeck> decks) {
        Map<String, RateDeck> next = decks.stream()
                .collect(Collectors.toUnmodifiableMap(deck -> deck.header().id(), Function.identity(), (one, other) -> {
                    throw new IllegalArgumentException(
                            "two decks with id " + one.header().id());
                }));
        active = next;
    }
}
