package io.tollgate.sip.trunk;

import java.util.List;

/**
 * One turn of the machine.
 *
 * @param next the state to keep
 * @param actions what to do, in this order
 */
public record Step(CallState next, List<SipAction> actions) {
    public Step {
        actions = List.copyOf(actions);
    }

    static Step stay(CallState state, SipAction... actions) {
        return new Step(state, List.of(actions));
    }

    static Step to(CallState next, SipAction... actions) {
        return new Step(next, List.of(actions));
    }
}
