package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.number.Dialled;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.Funding;
import io.tollgate.gateway.call.OutboundAction;
import io.tollgate.gateway.call.OutboundEvent;
import io.tollgate.gateway.call.OutboundMachine;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.OutboundState;
import io.tollgate.gateway.call.Step;
import io.tollgate.gateway.call.Timing;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Price;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.Side;
import io.tollgate.sip.trunk.CallerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A call from a user's device to a phone: carries out what {@link OutboundMachine} decides. */
final class OutgoingCall implements LiveCall {
    private static final Logger LOG = Logger.getLogger(OutgoingCall.class);

    private final CallTools tools;
    private final OutboundSetup setup;
    private final Dialled.@Nullable Number number;
    private final List<String> skipped;
    private final CallMessage.Call offer;
    private final OverlayLeg leg;
    private final CallLoop loop;
    private final CallRecord record;
    private final WatchedMedia watched;
    private final MediaCall media;
    private final CallCredit credit;
    private final TrunkAttempts trunks;
    private final OutgoingRecord written;

    private volatile OutboundState state;

    OutgoingCall(
            CallTools tools,
            OutboundSetup setup,
            PolicyLimits limits,
            CallMessage.Call offer,
            OverlayLeg leg,
            CallerId callerId,
            Dialled.@Nullable Number number,
            List<String> skipped) {
        this.tools = tools;
        this.setup = setup;
        this.number = number;
        this.skipped = List.copyOf(skipped);
        this.offer = offer;
        this.leg = leg;
        this.record = new CallRecord(tools.json());
        this.loop = new CallLoop(
                "call-" + setup.callId(),
                tools.clock(),
                () -> feed(new OutboundEvent.Wake()),
                () -> feed(new OutboundEvent.Failed("its own work failed, see the log")));
        this.watched = new WatchedMedia(tools, setup.callId(), loop, record, EndSide.CALLER, Side.OVERLAY, this::lost);
        this.media = watched.media();
        this.credit = new CallCredit(tools, setup, limits, record, loop, this::feed);
        this.trunks = new TrunkAttempts(tools, setup, offer.dialled(), callerId, media, record, loop, this::post);
        this.written = new OutgoingRecord(setup, leg.device(), offer.dialled(), callerId.number());
        this.state = OutboundMachine.start(setup).state();
    }

    void start() {
        loop.start(() -> {
            record.decided(setup.startedAt(), written.opening());
            skipped.forEach(why -> record.decided(setup.startedAt(), why));
            journal(journal -> journal.open(written.journalled()));
            Step<OutboundState, OutboundAction> first = OutboundMachine.start(setup);
            follow(first);
        });
    }

    /** A call that costs nothing does not depend on the books: its record is written when they are back. */
    private void journal(Consumer<CallJournal> writing) {
        try {
            writing.accept(tools.journal());
        } catch (LedgerUnavailableException e) {
            if (!(setup.funding() instanceof Funding.Unbilled)) {
                throw e;
            }
            LOG.warnf("call %s goes on without its journal: %s", setup.callId(), e.getMessage());
        }
    }

    private void feed(OutboundEvent event) {
        follow(OutboundMachine.on(state, event, tools.clock().instant()));
    }

    private void post(OutboundEvent event) {
        loop.post(() -> feed(event));
    }

    private void follow(Step<OutboundState, OutboundAction> step) {
        state = step.state();
        loop.wakeAt(step.wakeAt());
        step.actions().forEach(this::carryOut);
        if (state instanceof OutboundState.Ended) {
            tools.calls().remove(this);
            loop.end();
        }
    }

    private void carryOut(OutboundAction action) {
        switch (action) {
            case OutboundAction.Hold hold -> credit.hold(hold.totalMicros());
            case OutboundAction.AcceptCaller ignored -> acceptCaller();
            case OutboundAction.Invite invite -> trunks.invite(invite.trunk());
            case OutboundAction.PlayRingback ignored ->
                media.play(Side.OVERLAY, tools.prompts().ringback(trunks.tones(setup.region())));
            case OutboundAction.Bridge bridge -> bridge(bridge.sdp());
            case OutboundAction.TellRinging ringing -> leg.tell(new CallMessage.Ringing(ringing.earlyMedia()));
            case OutboundAction.TellAnswered ignored -> answered();
            case OutboundAction.TellTick tick -> tick(tick);
            case OutboundAction.TellWarning warning -> {
                record.decided(
                        tools.clock().instant(),
                        "warned: " + warning.limit().name().toLowerCase(Locale.ROOT) + " ends the call in "
                                + warning.remainingSeconds() + " s");
                leg.tell(new CallMessage.Warning(warning.remainingSeconds(), Caller.reason(warning.limit())));
                media.mix(Side.OVERLAY, tools.prompts().lowCredit());
            }
            case OutboundAction.LiftWarning ignored -> {
                record.decided(tools.clock().instant(), "the warning is taken back: the call can go on");
                leg.tell(new CallMessage.Warning(0, CallMessage.WarningReason.LIFTED));
            }
            case OutboundAction.EndTrunk endTrunk -> trunks.end(endTrunk.end());
            case OutboundAction.CloseMedia ignored -> watched.close();
            case OutboundAction.Settle settle -> settle(settle);
            case OutboundAction.TellEnded ended ->
                leg.tell(Caller.ended(
                        ended.end(),
                        ended.timing(),
                        ended.costMicros(),
                        setup.tariff().currency(),
                        credit.available(),
                        setup.number(),
                        setup.callId().toString()));
        }
    }

    private void acceptCaller() {
        Rate rate = setup.tariff().rate();
        leg.tell(new CallMessage.Accepted(
                setup.number(),
                rate.destination(),
                new Price(
                        setup.tariff().shownPerMinuteMicros(),
                        setup.tariff().currency(),
                        setup.tariff().shownConnectionFeeMicros(),
                        rate.incrementSeconds(),
                        rate.firstSeconds()),
                setup.tariff().talkTime(credit.spendable())));
        OverlayLeg.Answer answer = leg.answer(media, offer.sdp(), new OverlayLeg.MediaWatch() {
            @Override
            public void connected() {
                loop.post(() -> record.decided(tools.clock().instant(), "the device's media is up"));
            }

            @Override
            public void failed(String why) {
                post(new OutboundEvent.CallerMediaFailed(why));
            }
        });
        switch (answer) {
            case OverlayLeg.Answer.Given(String sdp, String codec) -> leg.tell(new CallMessage.AnswerSdp(sdp, codec));
            case OverlayLeg.Answer.Refused(String why) -> post(new OutboundEvent.CallerMediaFailed(why));
        }
    }

    private void bridge(String sdp) {
        Optional<String> fault = trunks.apply(sdp);
        if (fault.isPresent()) {
            post(new OutboundEvent.TrunkMediaUnusable(fault.get()));
            return;
        }
        media.stop(Side.OVERLAY);
        media.connect();
    }

    private void answered() {
        Instant answered = state.timing().answered();
        if (answered != null) {
            watched.answered(answered);
            record.decided(answered, "answered: the charge starts");
            trunks.answered(answered);
            leg.tell(new CallMessage.Answered(answered));
            journal(journal -> journal.answered(setup.callId(), answered));
        }
    }

    private void tick(OutboundAction.TellTick tick) {
        watched.refresh(stats -> {
            long spendable = credit.available() + tick.heldMicros();
            long lasts = state.setup().tariff().talkTime(spendable) - tick.talkMs() / 1000;
            leg.tell(new CallMessage.Tick(
                    tick.talkMs(),
                    tick.costMicros(),
                    setup.tariff().currency(),
                    spendable - tick.costMicros(),
                    Math.max(0, lasts),
                    Caller.quality(stats, tick.talkMs())));
        });
    }

    private void settle(OutboundAction.Settle settle) {
        record.decided(
                tools.clock().instant(),
                "ended by " + settle.end().side().word() + ": "
                        + settle.end().cause().word() + ", talked "
                        + settle.timing().talkMs() + " ms, cost " + settle.costMicros() + " micros");
        credit.settle(written.cdr(
                state.setup().tariff(),
                settle.end(),
                settle.timing(),
                settle.costMicros(),
                trunks.trunk(),
                carrierCost(settle.timing()),
                trunks.codec(),
                record,
                tools.clock().instant()));
    }

    /** What the carrier asks for this call; null when unknown, and for emergency numbers. */
    private Cdr.@Nullable CarrierCost carrierCost(Timing timing) {
        Dialled.Number called = number;
        return called == null ? null : tools.costs().of(trunks.trunk(), called, timing.answered(), timing.talkMs());
    }

    private void lost(EndSide side, long silentMs, String why) {
        loop.post(() ->
                feed(new OutboundEvent.MediaLost(side, tools.clock().instant().minusMillis(silentMs), why)));
    }

    @Override
    public UUID id() {
        return setup.callId();
    }

    @Override
    public String user() {
        return setup.user();
    }

    @Override
    public @Nullable String trunk() {
        return trunks.trunk();
    }

    @Override
    public void deliver(String fromDevice, String sealed) {
        loop.post(() -> {
            if (fromDevice.equals(leg.device())) {
                leg.open(sealed, tools.clock().instant()).ifPresent(this::received);
            }
        });
    }

    private void received(CallMessage message) {
        if (message instanceof CallMessage.Hangup) {
            feed(new OutboundEvent.CallerHungUp());
        } else if (message instanceof CallMessage.Dtmf(String digits)) {
            media.sendDtmf(Side.TRUNK, digits);
        }
    }

    @Override
    public void creditAdded() {
        post(new OutboundEvent.CreditAdded());
    }

    @Override
    public void endBy(String actor) {
        post(new OutboundEvent.OperatorEnded(actor));
    }

    @Override
    public void shutDown() {
        post(new OutboundEvent.ShuttingDown());
    }

    @Override
    public RecordingWish.Outcome record(RecordingWish wish, Path file, String actor) {
        return watched.record(state instanceof OutboundState.Talking, wish, file, actor);
    }

    @Override
    public CompletableFuture<Boolean> stopRecording(String actor) {
        return watched.stopRecording(actor);
    }

    @Override
    public boolean recorded() {
        return watched.recorded();
    }

    @Override
    public Optional<JournalTouch> touch() {
        return state instanceof OutboundState.Talking talking
                ? watched.touch(talking.timing().answered())
                : Optional.empty();
    }

    @Override
    public View view() {
        OutboundState now = state;
        return new View(
                setup.callId(),
                "outbound",
                now.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                setup.user(),
                setup.number(),
                trunks.trunk(),
                setup.startedAt(),
                now.timing().answered(),
                heldMicros(now),
                setup.tariff().currency(),
                watched.pipeline(),
                watched.quality());
    }

    private static long heldMicros(OutboundState state) {
        return switch (state) {
            case OutboundState.Holding ignored -> 0;
            case OutboundState.Dialling s -> s.funds().heldMicros();
            case OutboundState.Alerting s -> s.funds().heldMicros();
            case OutboundState.Talking s -> s.credit().funds().heldMicros();
            case OutboundState.Closing ignored -> 0;
            case OutboundState.Ended ignored -> 0;
        };
    }
}
