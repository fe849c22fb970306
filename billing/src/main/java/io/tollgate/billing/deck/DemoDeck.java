package io.tollgate.billing.deck;

import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.RateDeck;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The deck that the demo sells: the Global Rate of the source documents at 0.017 EUR a minute, the individual rates
 * that they name, and demo values (marked so in each row's note) for the rest of the world.
 */
public final class DemoDeck {

    /** The file on the class path. */
    public static final String RESOURCE = "/decks/demo-eur.csv";

    /** Its currency. */
    public static final String CURRENCY = "EUR";

    private DemoDeck() {}

    /** Opens the file; the caller closes it. */
    public static InputStream open() {
        InputStream file = DemoDeck.class.getResourceAsStream(RESOURCE);
        if (file == null) {
            throw new IllegalStateException("the demo deck " + RESOURCE + " is missing from the program");
        }
        return file;
    }

    /** Reads the file as version 1 of a deck with this id; its prices include no tax. */
    public static RateDeck load(String id) {
        try (InputStream file = open()) {
            return switch (DeckReader.read(file, DeckDefaults.perMinute(CURRENCY), DeckLimits.USUAL)) {
                case DeckImport.Imported deck ->
                    RateDeck.of(new DeckHeader(id, 1, "Demo deck", deck.currency(), 0), deck.rates());
                case DeckImport.Rejected rejected ->
                    throw new IllegalStateException(
                            "the demo deck is faulty: " + rejected.problems().getFirst());
            };
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
