package io.tollgate.gateway.switchboard;

import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.config.EmergencyPolicy;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.start.CannotStart;
import java.time.Instant;

/** What is special about calls to emergency numbers that are passed on. */
final class Emergencies {
    private static final Rate FREE = Rate.perSecond("1", "Emergency", 0);

    private Emergencies() {}

    /** Costs nothing, in whatever currency the account is kept; belongs to no deck. */
    static CallTariff tariff(String currency, Instant start) {
        return CallTariff.of(new DeckHeader("emergency", 1, "emergency", currency, 0), FREE, start);
    }

    /** @throws CannotStart when they are to be passed, and nobody said to which trunk */
    static void check(TollgateConfig.Emergency settings) {
        boolean named = settings.trunk().filter(id -> !id.isBlank()).isPresent();
        if (settings.policy() == EmergencyPolicy.PASS && !named) {
            throw new CannotStart(
                    "tollgate.emergency.policy is pass, so tollgate.emergency.trunk must name the trunk to"
                            + " which emergency calls are passed.");
        }
        if (settings.policy() == EmergencyPolicy.REFUSE && named) {
            throw new CannotStart(
                    "tollgate.emergency.trunk names a trunk, but tollgate.emergency.policy is refuse: set it"
                            + " to pass, or name no trunk.");
        }
    }
}
