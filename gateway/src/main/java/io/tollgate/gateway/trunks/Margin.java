package io.tollgate.gateway.trunks;

import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.Charge;

/** What a call brings in against what its carrier asks, both without tax. */
final class Margin {
    /** Lengths at which a route must not lose: fee and first increment weigh in the one, the price per minute in the other. */
    private static final long[] LENGTHS_MS = {60_000, 600_000};

    private Margin() {}

    /**
     * Whether calls at this price lose money on this carrier, by a call of one minute or by one of ten. A package counts as
     * paid for. Amounts of two currencies are not compared: then it is not known, and the answer is no.
     */
    static boolean isLoss(CallTariff price, CallTariff cost) {
        if (!price.currency().equals(cost.currency())) {
            return false;
        }
        CallTariff paid = price.withBundle(0);
        for (long talkMs : LENGTHS_MS) {
            if (net(paid, talkMs) < net(cost, talkMs)) {
                return true;
            }
        }
        return false;
    }

    private static long net(CallTariff tariff, long talkMs) {
        Charge charge = tariff.charge(talkMs);
        return charge.totalMicros() - charge.taxMicros();
    }
}
