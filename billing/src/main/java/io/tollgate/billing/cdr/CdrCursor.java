package io.tollgate.billing.cdr;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A place in the list of CDRs, which runs from the newest start to the oldest and, within a start, by descending id. */
public record CdrCursor(Instant started, UUID id) {

    /** The text form for URLs: milliseconds since 1970, an underscore, the id. */
    public String text() {
        return started.toEpochMilli() + "_" + id;
    }

    /** Reads {@link #text()} back; empty when it is none. */
    public static Optional<CdrCursor> parse(String text) {
        int cut = text.indexOf('_');
        if (cut < 1 || text.length() != cut + 37) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CdrCursor(
                    Instant.ofEpochMilli(Long.parseLong(text.substring(0, cut))),
                    UUID.fromString(text.substring(cut + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
