package io.tollgate.billing.outbox;

import java.util.List;

/**
 * Some events in order.
 *
 * @param events those that were asked for; may be empty although there are more
 * @param next the place behind them, from which to go on
 * @param more whether there was more to look through already
 */
public record OutboxPage(List<Placed> events, OutboxCursor next, boolean more) {
    public OutboxPage {
        events = List.copyOf(events);
    }

    /** An event and the place behind it. */
    public record Placed(OutboxCursor place, OutboxEvent event) {}
}
