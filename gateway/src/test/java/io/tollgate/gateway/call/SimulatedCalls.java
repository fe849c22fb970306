package io.tollgate.gateway.call;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.billing.rating.DeckHeader;
import io.tollgate.billing.rating.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Many calls of one account at once, by the real machine against any ledger, under virtual time. */
public final class SimulatedCalls {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration HOLD_TTL = Duration.ofDays(1);

    private final Ledger ledger;
    private final String user;
    private final SplittableRandom random;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private final List<Ended> ended = new ArrayList<>();
    private long order;
    private Instant now = START;

    private record Due(Instant at, long order, Live call, OutboundEvent event) {}

    /** How a call ended. */
    public record Ended(UUID id, Cause cause, long talkMs, long costMicros, long heldMicros) {}

    private static final class Live {
        final UUID id;
        final CallTariff tariff;
        OutboundState state;

        @Nullable
        Instant wakeAt;

        long held;

        Live(UUID id, CallTariff tariff, OutboundState state) {
            this.id = id;
            this.tariff = tariff;
            this.state = state;
        }
    }

    public SimulatedCalls(Ledger ledger, String user, long seed) {
        this.ledger = ledger;
        this.user = user;
        this.random = new SplittableRandom(seed);
    }

    /** Places so many calls at the same instant, with what the account has, and lets them run to their ends. */
    public List<Ended> run(int count, Rate rate, long available) {
        CallTariff tariff = CallTariff.of(new DeckHeader("1", 1, "Retail", "EUR", 0), rate, START);
        for (int i = 0; i < count; i++) {
            OutboundSetup setup = new OutboundSetup(
                    UUID.randomUUID(),
                    user,
                    "+442079460123",
                    "GB",
                    tariff,
                    List.of("carrier"),
                    START,
                    new Funding.Held(available, CreditPolicy.DEFAULT));
            Step<OutboundState, OutboundAction> first = OutboundMachine.start(setup);
            follow(new Live(setup.callId(), tariff, first.state()), first);
        }
        while (!due.isEmpty()) {
            Due next = due.remove();
            if (next.event() instanceof OutboundEvent.Wake && !next.at().equals(next.call().wakeAt)) {
                continue;
            }
            now = next.at();
            follow(next.call(), OutboundMachine.on(next.call().state, next.event(), now));
        }
        return List.copyOf(ended);
    }

    private void later(Live call, OutboundEvent event, long afterMs) {
        due.add(new Due(now.plusMillis(afterMs), order++, call, event));
    }

    private void follow(Live call, Step<OutboundState, OutboundAction> step) {
        call.state = step.state();
        call.wakeAt = step.wakeAt();
        Instant wake = step.wakeAt();
        if (wake != null) {
            due.add(new Due(wake.isBefore(now) ? now : wake, order++, call, new OutboundEvent.Wake()));
            call.wakeAt = wake.isBefore(now) ? now : wake;
        }
        step.actions().forEach(action -> carryOut(call, action));
    }

    private void carryOut(Live call, OutboundAction action) {
        if (action instanceof OutboundAction.Hold(long total)) {
            hold(call, total);
        } else if (action instanceof OutboundAction.Invite) {
            later(call, new OutboundEvent.TrunkAnswered("answer"), 500 + random.nextLong(3_000));
        } else if (action instanceof OutboundAction.Settle settle) {
            ledger.settle(cdr(call, settle));
            ended.add(
                    new Ended(call.id, settle.end().cause(), settle.timing().talkMs(), settle.costMicros(), call.held));
            later(call, new OutboundEvent.Settled(), 1);
        }
    }

    /** The ledger decides now, its answer takes a while: as over a network. */
    private void hold(Live call, long total) {
        OutboundEvent answer = switch (ledger.hold(call.id, user, total, "EUR", HOLD_TTL)) {
            case HoldOutcome.Held(long held, long rest) -> {
                call.held = held;
                yield new OutboundEvent.Held(held, rest);
            }
            case HoldOutcome.ExceedsCredit(long ignored, long rest) ->
                new OutboundEvent.CreditShort(rest, TalkLimit.CREDIT);
            case HoldOutcome.NoSuchAccount() -> new OutboundEvent.AccountRefused("none");
            case HoldOutcome.AccountClosed() -> new OutboundEvent.AccountRefused("closed");
            case HoldOutcome.AlreadySettled() -> new OutboundEvent.AccountRefused("settled");
            case HoldOutcome.CurrencyMismatch(String currency) -> new OutboundEvent.AccountRefused(currency);
        };
        later(call, answer, 1 + random.nextLong(50));
    }

    private Cdr cdr(Live call, OutboundAction.Settle settle) {
        Timing timing = settle.timing();
        Instant over = timing.ended();
        return new Cdr(
                call.id,
                Cdr.Direction.OUTBOUND,
                user,
                null,
                new Cdr.Numbers("+442079460123", "+442079460123", null),
                Cdr.Tariff.NONE,
                "carrier",
                null,
                new Cdr.Times(timing.started(), timing.alerting(), timing.answered(), over == null ? now : over),
                timing.talkMs(),
                call.tariff.charge(timing.talkMs()).billedSeconds(),
                settle.costMicros(),
                0,
                "EUR",
                new Cdr.Ending(settle.end().cause().word(), "gateway", 200, 16),
                Cdr.Quality.UNMEASURED,
                "{}");
    }
}
