package io.tollgate.gateway.quote;

import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.policy.Rules;

/** What dialling a text would do. */
public sealed interface Quote {
    /**
     * A phone that can be called.
     *
     * @param tariff all that prices the call
     * @param availableMicros what the account could spend now
     * @param lastsSeconds how long that would last; 0: not even for the first increment
     * @param limits that the call is held against
     */
    record Callable(
            Dialled.Number number, CallTariff tariff, long availableMicros, long lastsSeconds, PolicyLimits limits)
            implements Quote {
        public DeckHeader deck() {
            return tariff.deck();
        }

        public Rate rate() {
            return tariff.rate();
        }
    }

    /** A service on the overlay, free of charge. */
    record Service(String name) implements Quote {}

    /**
     * Cannot be called.
     *
     * @param words for the caller
     */
    record Refused(Cause cause, String words) implements Quote {}

    /**
     * A number that a rule forbids this account to call.
     *
     * @param refused the rule, and the limit for the operator
     */
    record Denied(Dialled.Number number, CallTariff tariff, PolicyDecision.Refused refused) implements Quote {
        public Cause cause() {
            return Rules.cause(refused.rule());
        }
    }

    /**
     * An emergency number that the operator passes on.
     *
     * @param digits such as {@code 112}
     * @param region in which it was understood, ISO 3166-1 alpha-2
     */
    record Emergency(String digits, String region) implements Quote {}

    /** A number that is understood but not called: it has no rate, or its destination is blocked. */
    record RefusedNumber(Dialled.Number number, Cause cause, String words) implements Quote {}
}
