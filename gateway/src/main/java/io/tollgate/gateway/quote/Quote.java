package io.tollgate.gateway.quote;

import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.Cause;

/** What dialling a text would do. */
public sealed interface Quote {
    /**
     * A phone that can be called.
     *
     * @param tariff all that prices the call
     * @param availableMicros what the account could spend now
     * @param lastsSeconds how long that would last; 0: not even for the first increment
     */
    record Callable(Dialled.Number number, CallTariff tariff, long availableMicros, long lastsSeconds)
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

    /** A number that is understood but not called: it has no rate, or its destination is blocked. */
    record RefusedNumber(Dialled.Number number, Cause cause, String words) implements Quote {}
}
