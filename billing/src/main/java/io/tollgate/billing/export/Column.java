package io.tollgate.billing.export;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table of {@code T}.
 *
 * @param name in lower case with underscores
 * @param value null where there is none; else a String, Long, Double or Instant by the type
 */
public record Column<T>(String name, Type type, Function<T, @Nullable Object> value) {

    /** What a column holds. */
    public enum Type {
        TEXT,
        WHOLE,
        REAL,
        /** UTC, to the millisecond. */
        INSTANT
    }
}
