package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.TalkRating;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.number.NumberPlan;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.trunks.Costs;
import org.jspecify.annotations.Nullable;

/** Price and cost of a call whose gateway died. */
record RecoveredPrice(Tariffs tariffs, Costs costs) implements TalkRating {
    /** Numbers with a plus read the same from everywhere. */
    private static final String ANY_COUNTRY = "GB";

    @Override
    public Charge charge(JournalledCall call, long talkMs) {
        return tariffs.charge(call, talkMs);
    }

    /** Null too for calls that no deck priced, emergencies among them, as when their gateway lives. */
    @Override
    public Cdr.@Nullable CarrierCost carrier(JournalledCall call, long talkMs) {
        String number = call.numbers().sent();
        return call.direction() == Cdr.Direction.OUTBOUND
                        && call.tariff().deckId() != null
                        && number != null
                        && NumberPlan.normalise(number, ANY_COUNTRY) instanceof Dialled.Number called
                ? costs.of(call.trunk(), called, call.answeredAt(), talkMs)
                : null;
    }
}
