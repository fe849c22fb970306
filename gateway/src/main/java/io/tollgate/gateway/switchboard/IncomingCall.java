package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.JournalledCall;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.InboundAction;
import io.tollgate.gateway.call.InboundEvent;
import io.tollgate.gateway.call.InboundMachine;
import io.tollgate.gateway.call.InboundSetup;
import io.tollgate.gateway.call.InboundState;
import io.tollgate.gateway.call.Step;
import io.tollgate.gateway.call.Timing;
import io.tollgate.overlay.client.io.SendOutcome;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.message.CallKey;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.seal.Sealing;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.Side;
import io.tollgate.sip.cause.CauseTable;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.io.InboundInvite;
import io.tollgate.sip.trunk.TrunkEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A call from a phone to a user's devices: carries out what {@link InboundMachine} decides. */
final class IncomingCall implements LiveCall {
    private static final Logger LOG = Logger.getLogger(IncomingCall.class);

    private final CallTools tools;
    private final InboundSetup setup;
    private final InboundInvite invite;
    private final String currency;
    private final Map<String, Credential> devices;
    private final Map<String, OverlayLeg> legs = new HashMap<>();
    private final CallLoop loop;
    private final CallRecord record;
    private final WatchedMedia watched;
    private final MediaCall media;

    private volatile InboundState state;
    private @Nullable TrunkLeg trunkLeg;

    /**
     * @param devices the setup's devices with their verified credentials
     * @param currency of the owner's account, for messages that name one
     */
    IncomingCall(
            CallTools tools,
            InboundSetup setup,
            InboundInvite invite,
            String currency,
            Map<String, Credential> devices) {
        this.tools = tools;
        this.setup = setup;
        this.invite = invite;
        this.currency = currency;
        this.devices = Map.copyOf(devices);
        this.record = new CallRecord(tools.json());
        this.loop = new CallLoop(
                "call-" + setup.callId(),
                tools.clock(),
                () -> feed(new InboundEvent.Wake()),
                () -> feed(new InboundEvent.Failed("its own work failed, see the log")));
        this.watched = new WatchedMedia(tools, setup.callId(), loop, record, EndSide.CALLEE, Side.TRUNK, this::lost);
        this.media = watched.media();
        this.state = InboundMachine.start(setup).state();
    }

    /** Called on the SIP lane, before it lets go of the INVITE. */
    void start() {
        record.ladder(invite.call().ladder());
        invite.call().listen(this::trunkEvent, this::reoffered);
        loop.start(() -> {
            record.decided(
                    setup.startedAt(),
                    "number " + setup.number() + " belongs to " + setup.user() + ": ringing " + devices.size()
                            + " devices");
            tools.journal().open(journalled());
            follow(InboundMachine.start(setup));
        });
    }

    private @Nullable String reoffered(String offer) {
        TrunkLeg opened = trunkLeg;
        return opened == null ? null : opened.answer(offer);
    }

    private JournalledCall journalled() {
        return new JournalledCall(
                setup.callId(),
                Cdr.Direction.INBOUND,
                setup.user(),
                null,
                numbers(),
                Cdr.Tariff.NONE,
                currency,
                setup.trunk(),
                setup.startedAt(),
                null,
                null,
                0);
    }

    private Cdr.Numbers numbers() {
        return new Cdr.Numbers(invite.calledNumber(), setup.number(), setup.from());
    }

    private void feed(InboundEvent event) {
        follow(InboundMachine.on(state, event, tools.clock().instant()));
    }

    private void post(InboundEvent event) {
        loop.post(() -> feed(event));
    }

    private void follow(Step<InboundState, InboundAction> step) {
        state = step.state();
        loop.wakeAt(step.wakeAt());
        step.actions().forEach(this::carryOut);
        if (state instanceof InboundState.Ended) {
            tools.calls().remove(this);
            loop.end();
        }
    }

    private void carryOut(InboundAction action) {
        switch (action) {
            case InboundAction.Ring ring -> ring(ring.device());
            case InboundAction.StopRinging stop -> stopRinging(stop.device(), stop.reason());
            case InboundAction.SendRinging ignored -> invite.call().ringing();
            case InboundAction.ConnectDevice connect -> connect(connect.device(), connect.sdp());
            case InboundAction.AnswerTrunk ignored -> answerTrunk();
            case InboundAction.TellAnswered answered -> tellAnswered(answered.device());
            case InboundAction.TellTick tick -> tick(tick);
            case InboundAction.EndTrunk endTrunk -> endTrunk(endTrunk.end());
            case InboundAction.TellEnded ended ->
                tell(
                        ended.device(),
                        Caller.ended(
                                ended.end(),
                                ended.timing(),
                                0,
                                currency,
                                balance(),
                                setup.from(),
                                setup.callId().toString()));
            case InboundAction.Settle settle -> settle(settle.end(), settle.timing());
            case InboundAction.CloseMedia ignored -> watched.close();
        }
    }

    private void ring(String device) {
        Credential credential = devices.get(device);
        if (credential == null) {
            post(new InboundEvent.DeviceUnreachable(device));
            return;
        }
        record.attempts()
                .begin(
                        setup.callId(),
                        CallAttempt.Kind.DEVICE,
                        device,
                        numbers(),
                        tools.clock().instant());
        CallMessage.Ring ring = new CallMessage.Ring(
                setup.from(),
                invite.caller().displayName(),
                setup.number(),
                tools.clock().instant(),
                UUID.randomUUID().toString(),
                CallKey.random(tools.random()));
        Sealing.Started started = tools.overlay().start(setup.callId(), ring, credential);
        legs.put(device, new OverlayLeg(tools.overlay(), started.channel(), tools.dtls(), tools.random()));
        var _ = tools.overlay()
                .send(credential.deviceId(), setup.callId(), started.sealed())
                .thenAccept(outcome -> {
                    if (outcome == SendOutcome.NOT_REACHABLE) {
                        loop.post(() -> failed(device, CallEnd.of(EndSide.GATEWAY, Cause.NOBODY_THERE, "")));
                        post(new InboundEvent.DeviceUnreachable(device));
                    }
                });
    }

    private void failed(String device, CallEnd end) {
        Instant now = tools.clock().instant();
        record.attempts().to(device).ifPresent(attempt -> attempt.failed(now, end));
    }

    private void stopRinging(String device, String reason) {
        if (reason.equals("answered-elsewhere")) {
            failed(device, CallEnd.of(EndSide.CALLEE, Cause.ANSWERED_ELSEWHERE, ""));
        }
        for (CallMessage.StopReason known : CallMessage.StopReason.values()) {
            if (known.word().equals(reason)) {
                tell(device, new CallMessage.StopRinging(known));
            }
        }
    }

    private void tell(String device, CallMessage message) {
        OverlayLeg leg = legs.get(device);
        if (leg != null) {
            leg.tell(message);
        }
    }

    private void connect(String device, String sdp) {
        OverlayLeg leg = legs.get(device);
        if (leg == null) {
            post(new InboundEvent.DeviceMediaFailed(device, "the device was never rung"));
            return;
        }
        record.decided(tools.clock().instant(), "accepted on device " + device);
        OverlayLeg.Answer answer = leg.answer(media, sdp, new OverlayLeg.MediaWatch() {
            @Override
            public void connected() {
                post(new InboundEvent.DeviceConnected(device));
            }

            @Override
            public void failed(String why) {
                post(new InboundEvent.DeviceMediaFailed(device, why));
            }
        });
        switch (answer) {
            case OverlayLeg.Answer.Given(String text, String codec) -> leg.tell(new CallMessage.AnswerSdp(text, codec));
            case OverlayLeg.Answer.Refused(String why) -> post(new InboundEvent.DeviceMediaFailed(device, why));
        }
    }

    private void answerTrunk() {
        TrunkLeg opened = TrunkLeg.open(
                media,
                tools.trunkAddress(),
                tools.trunks().mediaOf(setup.trunk()),
                setup.callId().getLeastSignificantBits() >>> 1,
                tools.random());
        trunkLeg = opened;
        String offer = invite.sdpOffer();
        String answer = offer == null ? opened.offer() : opened.answer(offer);
        if (answer == null) {
            CallEnd unusable = CallEnd.of(EndSide.GATEWAY, Cause.NOT_ACCEPTABLE, opened.fault());
            post(new InboundEvent.TrunkEnded(unusable));
            endTrunk(unusable);
            return;
        }
        invite.call().answer(answer);
        media.connect();
    }

    private void tellAnswered(String device) {
        Instant answered = state.timing().answered();
        if (answered != null) {
            watched.answered(answered);
            record.decided(answered, "answered");
            record.attempts().to(device).ifPresent(attempt -> attempt.answered(answered, "opus"));
            tell(device, new CallMessage.Answered(answered));
            tools.journal().answered(setup.callId(), answered);
        }
    }

    private void tick(InboundAction.TellTick tick) {
        watched.refresh(stats -> tell(
                tick.device(),
                new CallMessage.Tick(tick.talkMs(), 0, currency, 0, 0, Caller.quality(stats, tick.talkMs()))));
    }

    private void endTrunk(CallEnd end) {
        SipReason reason = end.cause() == Cause.NOT_ACCEPTABLE && !end.detail().isEmpty()
                ? new SipReason("Q.850", end.cause().q850(), end.detail())
                : SipReason.q850(end.cause().q850());
        if (state.timing().answered() != null) {
            invite.call().bye(reason);
        } else {
            int status = end.cause().sipStatus() < 300 ? 480 : end.cause().sipStatus();
            invite.call().reject(status, CauseTable.phraseOf(status), reason);
        }
    }

    private void trunkEvent(TrunkEvent event) {
        switch (event) {
            case TrunkEvent.Ended ended -> post(new InboundEvent.TrunkEnded(TrunkEnds.ofInbound(ended.end())));
            case TrunkEvent.Confirmed confirmed -> {
                String sdp = confirmed.sdp();
                if (sdp != null) {
                    loop.post(() -> applyLateAnswer(sdp));
                }
            }
            case TrunkEvent.Reoffered ignored ->
                loop.post(() -> record.decided(tools.clock().instant(), "the carrier changed its media"));
            case TrunkEvent.Trying ignored -> {}
            case TrunkEvent.Ringing ignored -> {}
            case TrunkEvent.EarlyMedia ignored -> {}
            case TrunkEvent.Answered ignored -> {}
        }
    }

    private void applyLateAnswer(String sdp) {
        TrunkLeg opened = trunkLeg;
        if (opened != null && opened.apply(sdp).isPresent()) {
            feed(new InboundEvent.MediaLost(
                    EndSide.CALLER, tools.clock().instant(), "the carrier's answer could not be used"));
        }
    }

    private long balance() {
        try {
            return tools.ledger()
                    .balance(setup.user())
                    .map(balance -> balance.availableMicros())
                    .orElse(0L);
        } catch (LedgerUnavailableException e) {
            return 0;
        }
    }

    private void settle(CallEnd end, Timing timing) {
        record.decided(
                tools.clock().instant(),
                "ended by " + end.side().word() + ": " + end.cause().word());
        Cdr cdr = cdr(end, timing);
        Settlement.start(tools.ledger(), cdr, outcome -> post(new InboundEvent.Settled()));
    }

    private Cdr cdr(CallEnd end, Timing timing) {
        TrunkLeg opened = trunkLeg;
        Instant known = timing.ended();
        Instant ended = known == null ? tools.clock().instant() : known;
        record.attempts().ended(ended, end);
        String device = switch (state) {
            case InboundState.Connecting s -> s.device();
            case InboundState.Talking s -> s.device();
            case InboundState.Offering ignored -> null;
            case InboundState.Closing ignored -> null;
            case InboundState.Ended ignored -> null;
        };
        return new Cdr(
                setup.callId(),
                Cdr.Direction.INBOUND,
                setup.user(),
                device,
                numbers(),
                Cdr.Tariff.NONE,
                setup.trunk(),
                record.codec(opened == null ? "" : opened.codec()),
                new Cdr.Times(timing.started(), timing.alerting(), timing.answered(), ended),
                timing.talkMs(),
                0,
                0,
                0,
                currency,
                new Cdr.Ending(end.cause().word(), end.side().word(), end.sipStatus(), end.q850()),
                record.quality(),
                record.explanation(end));
    }

    private void lost(EndSide side, long silentMs, String why) {
        loop.post(() ->
                feed(new InboundEvent.MediaLost(side, tools.clock().instant().minusMillis(silentMs), why)));
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
    public String trunk() {
        return setup.trunk();
    }

    @Override
    public void deliver(String fromDevice, String sealed) {
        loop.post(() -> {
            OverlayLeg leg = legs.get(fromDevice);
            if (leg != null) {
                leg.open(sealed, tools.clock().instant()).ifPresent(message -> received(fromDevice, message));
            }
        });
    }

    private void received(String device, CallMessage message) {
        switch (message) {
            case CallMessage.DeviceRinging ignored -> {
                Instant now = tools.clock().instant();
                record.attempts().to(device).ifPresent(attempt -> attempt.ringing(now));
                feed(new InboundEvent.DeviceRinging(device));
            }
            case CallMessage.Accept accept -> feed(new InboundEvent.DeviceAccepted(device, accept.sdp()));
            case CallMessage.Decline decline -> {
                boolean busy = decline.reason() == CallMessage.DeclineReason.BUSY;
                failed(device, CallEnd.of(EndSide.CALLEE, busy ? Cause.BUSY : Cause.DECLINED, ""));
                feed(new InboundEvent.DeviceDeclined(device, busy));
            }
            case CallMessage.Hangup ignored -> feed(new InboundEvent.UserHungUp(device));
            case CallMessage.Dtmf(String digits) -> media.sendDtmf(Side.TRUNK, digits);
            default -> LOG.debugf("call %s: a %s has no place here", setup.callId(), message.type());
        }
    }

    @Override
    public void endBy(String actor) {
        post(new InboundEvent.OperatorEnded(actor));
    }

    @Override
    public void shutDown() {
        post(new InboundEvent.ShuttingDown());
    }

    @Override
    public RecordingWish.Outcome record(RecordingWish wish, Path file, String actor) {
        return watched.record(state instanceof InboundState.Talking, wish, file, actor);
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
        return state instanceof InboundState.Talking talking
                ? watched.touch(talking.timing().answered())
                : Optional.empty();
    }

    @Override
    public View view() {
        InboundState now = state;
        return new View(
                setup.callId(),
                "inbound",
                now.getClass().getSimpleName().toLowerCase(Locale.ROOT),
                setup.user(),
                setup.number(),
                setup.trunk(),
                setup.startedAt(),
                now.timing().answered(),
                0,
                currency,
                watched.pipeline(),
                watched.quality());
    }
}
