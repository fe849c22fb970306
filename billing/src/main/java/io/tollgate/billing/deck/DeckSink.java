package io.tollgate.billing.deck;

import io.tollgate.billing.rating.Rate;
import java.io.IOException;

/** Takes a deck's rows as they are read. */
@FunctionalInterface
public interface DeckSink {

    /** @throws IOException when it cannot; the reading ends with it */
    void take(Rate rate) throws IOException;

    /** Watches a reading. */
    @FunctionalInterface
    interface Progress {
        /** Nobody looks. */
        Progress NONE = (bytes, rows, problems) -> {};

        /** So far; told every thousand rows, on the reading thread. */
        void at(long bytes, long rows, long problems);
    }
}
