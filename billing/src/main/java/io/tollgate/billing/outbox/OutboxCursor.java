package io.tollgate.billing.outbox;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the sequence of events: after everything up to this one.
 *
 * @param xid the writing transaction, in PostgreSQL's 64-bit numbering; not negative
 * @param id the event within it; not negative
 */
public record OutboxCursor(long xid, long id) implements Comparable<OutboxCursor> {
    /** Before the first event. */
    public static final OutboxCursor START = new OutboxCursor(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");
    private static final Comparator<OutboxCursor> ORDER =
            Comparator.comparingLong(OutboxCursor::xid).thenComparingLong(OutboxCursor::id);

    public OutboxCursor {
        if (xid < 0 || id < 0) {
            throw new IllegalArgumentException("no place of an event: " + xid + "-" + id);
        }
    }

    /** The text form: two decimal numbers and a dash. */
    public String text() {
        return xid + "-" + id;
    }

    /** Reads {@link #text()} back; empty when it is none. */
    public static Optional<OutboxCursor> parse(String text) {
        Matcher found = TEXT.matcher(text);
        return found.matches()
                ? Optional.of(new OutboxCursor(Long.parseLong(found.group(1)), Long.parseLong(found.group(2))))
                : Optional.empty();
    }

    @Override
    public int compareTo(OutboxCursor other) {
        return ORDER.compare(this, other);
    }
}
