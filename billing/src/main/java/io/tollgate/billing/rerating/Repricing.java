package io.tollgate.billing.rerating;

import io.tollgate.billing.cdr.Cdr;

/** What a call should have cost. Pure while a run is being previewed. */
@FunctionalInterface
public interface Repricing {

    Outcome price(Cdr cdr);

    /** A price, or why there is none. */
    sealed interface Outcome {
        /** @param prefix of the row that makes the price */
        record Priced(long costMicros, long taxMicros, String prefix) implements Outcome {}

        /** @param why in words for the operator */
        record Unpriced(String why) implements Outcome {}
    }
}
