package io.tollgate.gateway.call;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine answers to an event.
 *
 * @param <S> the machine's states
 * @param <A> the machine's actions
 * @param state the next state
 * @param actions to be carried out in this order
 * @param wakeAt when the machine wants a {@code Wake} event if nothing else happens before; null: never
 */
public record Step<S, A>(S state, List<A> actions, @Nullable Instant wakeAt) {
    public Step {
        actions = List.copyOf(actions);
    }
}
