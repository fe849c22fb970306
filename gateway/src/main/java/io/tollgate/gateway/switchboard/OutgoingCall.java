package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.rating.Charge;
import io.tollgate.billing.rating.Rate;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.OutboundAction;
import io.tollgate.gateway.call.OutboundEvent;
import io.tollgate.gateway.call.OutboundMachine;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.OutboundState;
import io.tollgate.gateway.call.Step;
import io.tollgate.gateway.call.Timing;
import io.tollgate.gateway.quote.Quote;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Price;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.Side;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.io.TrunkCall;
import io.tollgate.sip.trunk.CallerId;
import io.tollgate.sip.trunk.OutboundInvite;
import io.tollgate.sip.trunk.Trunk;
import io.tollgate.sip.trunk.TrunkEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A call from a user's device to a phone: carries out what {@link OutboundMachine} decides. */
final class OutgoingCall implements LiveCall {
    private static final Logger LOG = Logger.getLogger(OutgoingCall.class);
    /** Long enough for a restart to find it; the journal keeps live calls' holds from being swept. */
    private static final Duration HOLD_TTL = Duration.ofMinutes(5);

    private final CallTools tools;
    private final OutboundSetup setup;
    private final Quote.Callable quote;
    private final CallMessage.Call offer;
    private final OverlayLeg leg;
    private final CallerId callerId;
    private final CallLoop loop;
    private final CallRecord record;
    private final MediaCall media;
    private final CallRecorder recorder;

    private volatile OutboundState state;
    private final HeardMedia heard;
    private long available;
    private @Nullable TrunkLeg trunkLeg;
    private @Nullable TrunkCall trunkCall;
    private int attempts;
    private volatile @Nullable String trunk;

    OutgoingCall(
            CallTools tools,
            OutboundSetup setup,
            Quote.Callable quote,
            CallMessage.Call offer,
            OverlayLeg leg,
            CallerId callerId) {
        this.tools = tools;
        this.setup = setup;
        this.quote = quote;
        this.offer = offer;
        this.leg = leg;
        this.callerId = callerId;
        this.available = quote.availableMicros();
        this.record = new CallRecord(tools.json());
        this.heard = new HeardMedia(setup.callId());
        this.loop = new CallLoop(
                "call-" + setup.callId(),
                tools.clock(),
                () -> feed(new OutboundEvent.Wake()),
                () -> feed(new OutboundEvent.Failed("its own work failed, see the log")));
        this.media = tools.media()
                .newCall(setup.callId().toString(), new MediaWatcher(EndSide.CALLER, this::lost, (side, digit) -> {}));
        this.recorder = new CallRecorder(
                media,
                Side.OVERLAY,
                side -> media.mix(side, tools.prompts().recording()),
                line -> loop.post(() -> record.decided(tools.clock().instant(), line)));
        this.state = OutboundMachine.start(setup).state();
    }

    void start() {
        loop.start(() -> {
            record.decided(
                    setup.startedAt(),
                    "dialled " + offer.dialled() + ", read as " + setup.number() + " ("
                            + setup.tariff().rate().destination()
                            + "), rate " + setup.tariff().rate().perMinuteMicros() + " micros of "
                            + quote.deck().currency() + " per minute, prefix "
                            + setup.tariff().rate().prefix() + " of deck "
                            + quote.deck().name() + " version " + quote.deck().version());
            tools.journal().open(journalled());
            Step<OutboundState, OutboundAction> first = OutboundMachine.start(setup);
            follow(first);
        });
    }

    private JournalledCall journalled() {
        return new JournalledCall(
                setup.callId(),
                Cdr.Direction.OUTBOUND,
                setup.user(),
                leg.device(),
                numbers(),
                tariff(),
                quote.deck().currency(),
                null,
                setup.startedAt(),
                null,
                null,
                0);
    }

    private Cdr.Numbers numbers() {
        return new Cdr.Numbers(offer.dialled(), setup.number(), callerId.number());
    }

    private Cdr.Tariff tariff() {
        Rate rate = setup.tariff().rate();
        return new Cdr.Tariff(
                rate.destination(),
                rate.prefix(),
                Long.valueOf(quote.deck().id()),
                quote.deck().version());
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
            case OutboundAction.Hold hold -> hold(hold.totalMicros());
            case OutboundAction.AcceptCaller ignored -> acceptCaller();
            case OutboundAction.Invite invite -> invite(invite.trunk());
            case OutboundAction.PlayRingback ignored ->
                media.play(Side.OVERLAY, tools.prompts().ringback(tonesOf(trunk)));
            case OutboundAction.Bridge bridge -> bridge(bridge.sdp());
            case OutboundAction.TellRinging ringing -> leg.tell(new CallMessage.Ringing(ringing.earlyMedia()));
            case OutboundAction.TellAnswered ignored -> answered();
            case OutboundAction.TellTick tick -> tick(tick);
            case OutboundAction.TellWarning warning -> {
                leg.tell(new CallMessage.Warning(warning.remainingSeconds()));
                media.mix(Side.OVERLAY, tools.prompts().lowCredit());
            }
            case OutboundAction.EndTrunk endTrunk -> endTrunk(endTrunk.end());
            case OutboundAction.CloseMedia ignored -> closeMedia();
            case OutboundAction.Settle settle -> settle(settle);
            case OutboundAction.TellEnded ended ->
                leg.tell(Caller.ended(
                        ended.end(),
                        ended.timing(),
                        ended.costMicros(),
                        quote.deck().currency(),
                        available,
                        setup.number(),
                        setup.callId().toString()));
        }
    }

    /** Asks the ledger beside the loop, so that a hang-up need not wait for the database. */
    private void hold(long total) {
        Thread.ofVirtual().name("hold-" + setup.callId()).start(() -> {
            try {
                HoldOutcome outcome = tools.ledger()
                        .hold(setup.callId(), setup.user(), total, quote.deck().currency(), HOLD_TTL);
                loop.post(() -> held(total, outcome));
            } catch (LedgerUnavailableException e) {
                post(new OutboundEvent.LedgerUnavailable("the ledger does not answer"));
            } catch (RuntimeException e) {
                LOG.errorf(e, "call %s: the hold failed", setup.callId());
                post(new OutboundEvent.LedgerUnavailable("the hold failed"));
            }
        });
    }

    private void held(long asked, HoldOutcome outcome) {
        Instant now = tools.clock().instant();
        switch (outcome) {
            case HoldOutcome.Held(long total, long rest) -> {
                available = rest;
                record.decided(now, "held " + total + " micros");
                feed(new OutboundEvent.Held(total));
            }
            case HoldOutcome.ExceedsCredit(long held, long rest) -> {
                available = rest;
                record.decided(
                        now,
                        "a hold of " + asked + " micros exceeds the credit: " + held + " held, " + rest + " to spend");
                feed(new OutboundEvent.CreditShort(rest));
            }
            case HoldOutcome.NoSuchAccount() -> feed(new OutboundEvent.AccountRefused("no such account"));
            case HoldOutcome.AccountClosed() -> feed(new OutboundEvent.AccountRefused("suspended or closed"));
            case HoldOutcome.AlreadySettled() -> feed(new OutboundEvent.AccountRefused("settled already"));
            case HoldOutcome.CurrencyMismatch(String currency) ->
                feed(new OutboundEvent.AccountRefused("the account is in " + currency));
        }
    }

    private void acceptCaller() {
        Rate rate = setup.tariff().rate();
        leg.tell(new CallMessage.Accepted(
                setup.number(),
                rate.destination(),
                new Price(
                        rate.perMinuteMicros(),
                        quote.deck().currency(),
                        rate.connectionFeeMicros(),
                        rate.incrementSeconds(),
                        rate.firstSeconds()),
                quote.lastsSeconds()));
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

    private void invite(String trunkId) {
        Optional<Trunk> found = tools.trunks().find(trunkId);
        if (found.isEmpty() || tools.calls().onTrunk(trunkId) >= found.get().maxChannels()) {
            String why = found.isEmpty() ? " is out of service" : " has no channel left";
            record.decided(tools.clock().instant(), "trunk " + trunkId + why);
            post(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(503, 34, "trunk " + trunkId + why)));
            return;
        }
        trunk = trunkId;
        attempts++;
        TrunkMedia wanted = tools.trunks().mediaOf(trunkId);
        TrunkLeg before = trunkLeg;
        TrunkLeg current = before != null
                ? before.onto(wanted, tools.random())
                : TrunkLeg.open(
                        media,
                        tools.trunkAddress(),
                        wanted,
                        setup.callId().getLeastSignificantBits() >>> 1,
                        tools.random());
        trunkLeg = current;
        record.decided(tools.clock().instant(), "INVITE on trunk " + trunkId);
        TrunkCall call = tools.sip()
                .get()
                .invite(
                        new OutboundInvite(
                                setup.callId() + "-" + attempts,
                                found.get(),
                                setup.number(),
                                callerId,
                                current.offer()),
                        this::trunkEvent,
                        current::answer);
        trunkCall = call;
        record.ladder(call.ladder());
    }

    /** On a SIP lane. */
    private void trunkEvent(TrunkEvent event) {
        switch (event) {
            case TrunkEvent.Trying ignored -> {}
            case TrunkEvent.Ringing ignored -> post(new OutboundEvent.TrunkAlerting());
            case TrunkEvent.EarlyMedia early -> post(new OutboundEvent.TrunkEarlyMedia(early.sdp()));
            case TrunkEvent.Answered answered -> post(new OutboundEvent.TrunkAnswered(answered.sdp()));
            case TrunkEvent.Confirmed ignored -> {}
            case TrunkEvent.Reoffered ignored ->
                loop.post(() -> record.decided(tools.clock().instant(), "the carrier changed its media"));
            case TrunkEvent.Ended ended -> post(new OutboundEvent.TrunkEnded(TrunkEnds.ofOutbound(ended.end())));
        }
    }

    /** The country whose tones are played: the trunk's where it names one, else that of the number. */
    private String tonesOf(@Nullable String trunkId) {
        String country =
                trunkId == null ? null : tools.trunks().mediaOf(trunkId).country();
        return country == null ? quote.number().region() : country;
    }

    private void bridge(String sdp) {
        TrunkLeg opened = trunkLeg;
        if (opened == null) {
            throw new IllegalStateException("a carrier answered that was never asked");
        }
        Optional<String> fault = opened.apply(sdp);
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
            heard.answered(answered);
            record.decided(answered, "answered: the charge starts");
            leg.tell(new CallMessage.Answered(answered));
            tools.journal().answered(setup.callId(), answered);
        }
    }

    private void tick(OutboundAction.TellTick tick) {
        var _ = media.stats()
                .thenAccept(stats -> loop.post(() -> {
                    heard.heard(stats, tools.clock().instant());
                    long spendable = available + tick.heldMicros();
                    long lasts = state.setup().tariff().talkTime(spendable) - tick.talkMs() / 1000;
                    leg.tell(new CallMessage.Tick(
                            tick.talkMs(),
                            tick.costMicros(),
                            quote.deck().currency(),
                            spendable - tick.costMicros(),
                            Math.max(0, lasts),
                            Caller.quality(stats, tick.talkMs())));
                }));
    }

    private void endTrunk(CallEnd end) {
        TrunkCall call = trunkCall;
        if (call != null) {
            call.cancelOrBye(SipReason.q850(end.q850() == 0 ? end.cause().q850() : end.q850()));
        }
    }

    private void closeMedia() {
        recorder.endWithCall().ifPresent(what -> record.decided(tools.clock().instant(), what));
        MediaStats last = media.close()
                .completeOnTimeout(heard.last(), 2, TimeUnit.SECONDS)
                .join();
        if (last != null) {
            record.media(last);
        }
    }

    private void settle(OutboundAction.Settle settle) {
        record.decided(
                tools.clock().instant(),
                "ended by " + settle.end().side().word() + ": "
                        + settle.end().cause().word() + ", talked "
                        + settle.timing().talkMs() + " ms, cost " + settle.costMicros() + " micros");
        Cdr cdr = cdr(settle.end(), settle.timing(), settle.costMicros());
        Settlement.start(
                tools.ledger(),
                cdr,
                outcome -> loop.post(() -> {
                    if (outcome instanceof SettleOutcome.Settled settled) {
                        available = settled.availableMicros();
                    }
                    feed(new OutboundEvent.Settled());
                }));
    }

    private Cdr cdr(CallEnd end, Timing timing, long cost) {
        TrunkLeg opened = trunkLeg;
        Instant ended = timing.ended();
        Charge charge = state.setup().tariff().charge(timing.talkMs());
        return new Cdr(
                setup.callId(),
                Cdr.Direction.OUTBOUND,
                setup.user(),
                leg.device(),
                numbers(),
                tariff(),
                trunk,
                record.codec(opened == null ? "" : opened.codec()),
                new Cdr.Times(
                        timing.started(),
                        timing.alerting(),
                        timing.answered(),
                        ended == null ? tools.clock().instant() : ended),
                timing.talkMs(),
                charge.billedSeconds(),
                cost,
                charge.taxMicros(),
                quote.deck().currency(),
                new Cdr.Ending(end.cause().word(), end.side().word(), end.sipStatus(), end.q850()),
                record.quality(),
                record.explanation(end));
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
        return trunk;
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
    public void endBy(String actor) {
        post(new OutboundEvent.OperatorEnded(actor));
    }

    @Override
    public void shutDown() {
        post(new OutboundEvent.ShuttingDown());
    }

    @Override
    public RecordingWish.Outcome record(RecordingWish wish, Path file, String actor) {
        return state instanceof OutboundState.Talking
                ? recorder.start(wish, file, actor)
                : RecordingWish.Outcome.NOT_TALKING;
    }

    @Override
    public CompletableFuture<Boolean> stopRecording(String actor) {
        return recorder.stop(actor);
    }

    @Override
    public boolean recorded() {
        return recorder.running();
    }

    @Override
    public Optional<JournalTouch> touch() {
        return state instanceof OutboundState.Talking talking
                ? heard.touch(talking.timing().answered())
                : Optional.empty();
    }

    @Override
    public View view() {
        OutboundState now = state;
        return new View(
                setup.callId(),
                "outbound",
                now.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                setup.user(),
                setup.number(),
                trunk,
                setup.startedAt(),
                now.timing().answered(),
                heldMicros(now),
                quote.deck().currency(),
                heard.pipeline(),
                heard.quality());
    }

    private static long heldMicros(OutboundState state) {
        return switch (state) {
            case OutboundState.Holding ignored -> 0;
            case OutboundState.Dialling s -> s.held();
            case OutboundState.Alerting s -> s.held();
            case OutboundState.Talking s -> s.credit().heldMicros();
            case OutboundState.Closing ignored -> 0;
            case OutboundState.Ended ignored -> 0;
        };
    }
}
