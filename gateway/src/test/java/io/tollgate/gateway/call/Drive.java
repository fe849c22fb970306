package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Drives one outbound call's machine in virtual time and remembers what it asked for. */
final class Drive {
    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    /** More than any call of a test costs. */
    static final long PLENTY = 1_000_000_000;

    final List<OutboundAction> actions = new ArrayList<>();
    Instant now = START;
    Step<OutboundState, OutboundAction> last;

    Drive(Rate rate, String... trunks) {
        this(tariff(rate), new Funding.Held(PLENTY, CreditPolicy.DEFAULT), trunks);
    }

    Drive(CallTariff tariff, Funding funding, String... trunks) {
        OutboundSetup setup = new OutboundSetup(
                new UUID(0, 1), "alice", "+442079460123", "GB", tariff, List.of(trunks), START, funding);
        last = OutboundMachine.start(setup);
        actions.addAll(last.actions());
    }

    static CallTariff tariff(Rate rate) {
        return CallTariff.of(new DeckHeader("1", 1, "Retail", "EUR", 0), rate, START);
    }

    /** Held, alerted after two seconds, answered after five. */
    Drive answered(long held, long available) {
        on(new OutboundEvent.Held(held, available));
        return answered();
    }

    Drive answered() {
        after(Duration.ofSeconds(2)).on(new OutboundEvent.TrunkAlerting());
        after(Duration.ofSeconds(3)).on(new OutboundEvent.TrunkAnswered("answer"));
        return this;
    }

    List<OutboundAction> on(OutboundEvent event) {
        last = OutboundMachine.on(last.state(), event, now);
        actions.addAll(last.actions());
        return last.actions();
    }

    Drive after(Duration pause) {
        now = now.plus(pause);
        return this;
    }

    /** Lets time pass in the machine's own steps. */
    void run(Duration duration) {
        Instant until = now.plus(duration);
        while (last.wakeAt() != null && !last.wakeAt().isAfter(until)) {
            now = last.wakeAt().isAfter(now) ? last.wakeAt() : now;
            on(new OutboundEvent.Wake());
        }
        now = until;
    }

    <T extends OutboundAction> List<T> all(Class<T> type) {
        return actions.stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends OutboundAction> T only(Class<T> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).getFirst();
    }
}
