package io.tollgate.gateway.trunks;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.gateway.books.Tariffs;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What carriers ask for calls, and which routes that leaves. */
@Singleton
public class Costs {
    private final TrunkTable trunks;
    private final Tariffs tariffs;

    Costs(TrunkTable trunks, Tariffs tariffs) {
        this.trunks = trunks;
        this.tariffs = tariffs;
    }

    /**
     * The routes of a call.
     *
     * @param trunks to be tried, best first; may be empty
     * @param skipped those left out because the call would be sold below its cost, in words for the operator
     */
    public record Choice(List<String> trunks, List<String> skipped) {}

    /** What the carrier of a trunk asks for a call that begins at an instant; empty when its prices are not known. */
    public Optional<CallTariff> of(String trunk, Dialled.Number number, Instant start) {
        return trunks.vendorDeckOf(trunk).flatMap(deck -> tariffs.cost(deck, number, start));
    }

    /** What the carrier asks for a call that was talked; null when unanswered or unknown. */
    public Cdr.@Nullable CarrierCost of(
            @Nullable String trunk, Dialled.Number number, @Nullable Instant answered, long talkMs) {
        return trunk == null || answered == null
                ? null
                : of(trunk, number, answered)
                        .map(cost -> Cdr.CarrierCost.of(cost, talkMs))
                        .orElse(null);
    }

    /** The routes to a number without those on which calls at this price lose money, unless the route allows it. */
    public Choice routes(CallTariff price, Dialled.Number number) {
        List<String> tried = new ArrayList<>();
        List<String> skipped = new ArrayList<>();
        for (Route route : trunks.routesFor(number.number())) {
            Optional<CallTariff> cost = of(route.trunk(), number, price.start());
            if (!route.allowLoss()
                    && cost.filter(asked -> Margin.isLoss(price, asked)).isPresent()) {
                skipped.add("trunk " + route.trunk() + " is left out: its carrier asks more for "
                        + cost.get().rate().destination() + " than the call brings in");
            } else if (!tried.contains(route.trunk())) {
                tried.add(route.trunk());
            }
        }
        return new Choice(List.copyOf(tried), List.copyOf(skipped));
    }
}
