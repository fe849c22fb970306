package io.tollgate.gateway.books;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.RateDeck;
import io.tollgate.billing.rating.RateLookup;
import io.tollgate.billing.rerating.Repricing;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prices finished calls by a version of a deck, or each by the version that it was priced by. Reads each version once; for
 * one run, on one thread.
 */
public final class DeckRepricing implements Repricing {
    private final Tariffs tariffs;
    private final @Nullable Long deckId;
    private final Map<Long, Optional<RateDeck>> versions = new HashMap<>();

    /** @param deckId null: each call by its own version */
    public DeckRepricing(Tariffs tariffs, @Nullable Long deckId) {
        this.tariffs = tariffs;
        this.deckId = deckId;
    }

    @Override
    public Outcome price(Cdr cdr) {
        Long id = deckId == null ? cdr.tariff().deckId() : deckId;
        String number = cdr.numbers().sent();
        Instant answered = cdr.times().answered();
        if (id == null || number == null || answered == null) {
            return new Outcome.Unpriced("it was not priced by a deck");
        }
        Optional<RateDeck> found = versions.computeIfAbsent(id, tariffs::version);
        if (found.isEmpty() || !E164.isE164(number)) {
            return new Outcome.Unpriced(found.isEmpty() ? "there is no deck " + id : "its number is none");
        }
        RateDeck deck = found.get();
        if (!deck.header().currency().equals(cdr.currency())) {
            return new Outcome.Unpriced("deck " + id + " is in " + deck.header().currency());
        }
        return switch (deck.lookup(new E164(number))) {
            case RateLookup.Priced priced -> {
                Charge charge =
                        CallTariff.of(deck.header(), priced.rate(), answered).charge(cdr.talkMs());
                yield new Outcome.Priced(
                        charge.totalMicros(), charge.taxMicros(), priced.rate().prefix());
            }
            case RateLookup.Blocked ignored -> new Outcome.Unpriced("deck " + id + " blocks its destination");
            case RateLookup.Unlisted() -> new Outcome.Unpriced("deck " + id + " does not list its number");
        };
    }
}
