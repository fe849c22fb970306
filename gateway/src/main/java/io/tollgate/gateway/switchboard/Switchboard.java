package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.number.E164;
import io.tollgate.billing.policy.PolicyDecision;
import io.tollgate.billing.policy.PolicyLimits;
import io.tollgate.billing.rating.CallTariff;
import io.tollgate.gateway.books.Subscriber;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.CreditPolicy;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.Funding;
import io.tollgate.gateway.call.InboundSetup;
import io.tollgate.gateway.call.OutboundMachine;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.call.Timing;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.policy.Rules;
import io.tollgate.gateway.quote.Quote;
import io.tollgate.gateway.quote.Quotes;
import io.tollgate.gateway.trunks.Costs;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.overlay.client.io.Delivery;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import io.tollgate.rtp.media.Prompt;
import io.tollgate.sip.cause.CauseTable;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.io.InboundInvite;
import io.tollgate.sip.trunk.CallerId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Decides what a verified offer or a carrier's INVITE becomes: a call, or a refusal that says why. Blocking; each
 * decision has its own virtual thread.
 */
final class Switchboard {
    private static final Logger LOG = Logger.getLogger(Switchboard.class);
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    /** ISO 4217: no currency involved, for a refusal before an account could be read. */
    private static final String NO_CURRENCY = "XXX";

    private final TollgateConfig config;
    private final CallTools tools;
    private final Subscribers subscribers;
    private final Quotes quotes;
    private final CallCounters counters;

    Switchboard(TollgateConfig config, CallTools tools, Subscribers subscribers, Quotes quotes, CallCounters counters) {
        this.config = config;
        this.tools = tools;
        this.subscribers = subscribers;
        this.quotes = quotes;
        this.counters = counters;
    }

    /** A device's mail: about a call in progress, or the offer of a new one. On the overlay client's thread. */
    void received(Credential from, Delivery delivery) {
        Optional<LiveCall> live = tools.calls().find(delivery.call());
        if (live.isPresent()) {
            live.get().deliver(from.deviceId().value(), delivery.sealed());
            return;
        }
        if (from.role() != Role.PEER) {
            return;
        }
        Thread.ofVirtual().name("offer-" + delivery.call()).start(() -> offered(from, delivery));
    }

    private void offered(Credential from, Delivery delivery) {
        if (tools.overlay().openFirst(from, delivery, Instant.now())
                        instanceof Sealing.First(CallMessage.First first, SealedChannel channel)
                && first instanceof CallMessage.Call offer) {
            OverlayLeg leg = new OverlayLeg(tools.overlay(), channel, tools.dtls(), tools.random());
            try {
                outbound(delivery.call(), from.user(), offer, leg);
            } catch (LedgerUnavailableException e) {
                LOG.errorf("call %s: the ledger does not answer", delivery.call());
                refuseUnrecorded(delivery.call(), leg, Cause.GATEWAY_FAILURE);
            } catch (RuntimeException e) {
                LOG.errorf(e, "call %s could not be started", delivery.call());
                refuseUnrecorded(delivery.call(), leg, Cause.GATEWAY_FAILURE);
            }
        }
    }

    private void outbound(UUID callId, String user, CallMessage.Call offer, OverlayLeg leg) {
        Optional<Subscriber> found = subscribers.find(user);
        if (found.isEmpty()) {
            refuseUnrecorded(callId, leg, Cause.ACCOUNT_CLOSED);
            return;
        }
        Subscriber subscriber = found.get();
        Refusing refusing = new Refusing(callId, subscriber, offer, leg);
        Optional<Quote> emergency = quotes.emergency(subscriber.homeCountry(), offer.dialled());
        if (emergency.isPresent()) {
            emergency(callId, subscriber, offer, leg, emergency.get(), refusing);
            return;
        }
        if (!subscriber.active()) {
            refuseUnrecorded(callId, leg, Cause.ACCOUNT_CLOSED);
            return;
        }
        if (tools.calls().count() >= config.calls().total()) {
            refusing.with(Cause.TOO_MANY_CALLS, Cause.TOO_MANY_CALLS.words(), null, Cdr.Tariff.NONE);
            return;
        }
        switch (quotes.of(subscriber, offer.dialled(), tools.clock().instant())) {
            case Quote.Service ignored -> {
                if (tools.calls().ofUser(user) >= config.calls().perAccount()) {
                    refusing.with(Cause.TOO_MANY_CALLS, Cause.TOO_MANY_CALLS.words(), null, Cdr.Tariff.NONE);
                } else {
                    begin(new EchoCall(tools, callId, user, subscriber.currency(), offer, leg), leg, callId);
                }
            }
            case Quote.Emergency passed -> emergency(callId, subscriber, offer, leg, passed, refusing);
            case Quote.Denied denied -> {
                tools.policy().refused(user, callId, denied.refused());
                refusing.byRule(denied.refused(), denied.number().number().digits(), Cdr.Tariff.of(denied.tariff()));
            }
            case Quote.Refused refused -> refusing.with(refused.cause(), refused.words(), null, Cdr.Tariff.NONE);
            case Quote.RefusedNumber refused ->
                refusing.with(
                        refused.cause(),
                        refused.words(),
                        refused.number().number().digits(),
                        Cdr.Tariff.NONE);
            case Quote.Callable callable -> toPhone(callId, subscriber, offer, leg, callable, refusing);
        }
    }

    /** Whatever the account's state, credit and limits, and however many calls there are. */
    private void emergency(
            UUID callId, Subscriber subscriber, CallMessage.Call offer, OverlayLeg leg, Quote what, Refusing refusing) {
        if (!(what instanceof Quote.Emergency(String digits, String region))) {
            Optional<Prompt> announcement = tools.prompts().emergency();
            if (announcement.isEmpty()) {
                refusing.with(Cause.EMERGENCY, Cause.EMERGENCY.words(), null, Cdr.Tariff.NONE);
                return;
            }
            begin(
                    new AnnouncedRefusal(
                            tools,
                            callId,
                            subscriber.user(),
                            subscriber.currency(),
                            offer.dialled(),
                            offer,
                            leg,
                            Cause.EMERGENCY,
                            announcement.get(),
                            (end, timing) ->
                                    refusing.with(end, timing, Cause.EMERGENCY.words(), "", null, Cdr.Tariff.NONE)),
                    leg,
                    callId);
            return;
        }
        OutboundSetup setup = new OutboundSetup(
                callId,
                subscriber.user(),
                digits,
                region,
                Emergencies.tariff(subscriber.currency(), tools.clock().instant()),
                List.of(config.emergency().trunk().orElse("")),
                tools.clock().instant(),
                new Funding.Unbilled());
        LOG.warnf("call %s: %s calls an emergency number", callId, subscriber.user());
        counters.emergencyPassed();
        begin(
                new OutgoingCall(tools, setup, PolicyLimits.NONE, offer, leg, callerId(subscriber), null, List.of()),
                leg,
                callId);
    }

    private void toPhone(
            UUID callId,
            Subscriber subscriber,
            CallMessage.Call offer,
            OverlayLeg leg,
            Quote.Callable callable,
            Refusing refusing) {
        E164 number = callable.number().number();
        Cdr.Tariff tariff = Cdr.Tariff.of(callable.tariff());
        if (callable.lastsSeconds() <= 0) {
            refusing.with(Cause.NO_CREDIT, Cause.NO_CREDIT.words(), number.digits(), tariff);
            return;
        }
        Costs.Choice routes = tools.costs().routes(callable.tariff(), callable.number());
        if (routes.trunks().isEmpty()) {
            refusing.because(routes.skipped());
            refusing.with(Cause.NO_TRUNK, Cause.NO_TRUNK.words(), number.digits(), tariff);
            return;
        }
        OutboundSetup setup = setup(callId, subscriber, callable, routes.trunks(), callable.availableMicros());
        Funding.Held funding = held(callable.availableMicros());
        switch (tools.policy()
                .begin(
                        subscriber.user(),
                        callable.limits(),
                        callId,
                        number.digits(),
                        callable.tariff().chargeMicros(1),
                        OutboundMachine.firstTotal(setup, funding))) {
            case PolicyDecision.Refused refused -> refusing.byRule(refused, number.digits(), tariff);
            case PolicyDecision.Allowed(long spendable) -> {
                LOG.infof("call %s: %s calls %s", callId, subscriber.user(), number.masked());
                long most = Math.min(callable.availableMicros(), spendable);
                Quote.Callable held = holdingPackage(callId, subscriber.user(), callable);
                begin(
                        new OutgoingCall(
                                tools,
                                setup(callId, subscriber, held, routes.trunks(), most),
                                callable.limits(),
                                offer,
                                leg,
                                callerId(subscriber),
                                callable.number(),
                                routes.skipped()),
                        leg,
                        callId);
            }
        }
    }

    /** The call by what it really holds of the packages that its quote has seen: another call may have been faster. */
    private Quote.Callable holdingPackage(UUID callId, String user, Quote.Callable quoted) {
        if (quoted.tariff().bundleSeconds() == 0) {
            return quoted;
        }
        CallTariff held = tools.packages().hold(callId, user, quoted.tariff().withBundle(0), CallCredit.HOLD_TTL);
        return new Quote.Callable(
                quoted.number(), held, quoted.availableMicros(), quoted.lastsSeconds(), quoted.limits());
    }

    private OutboundSetup setup(
            UUID callId, Subscriber subscriber, Quote.Callable callable, List<String> trunks, long spendable) {
        return new OutboundSetup(
                callId,
                subscriber.user(),
                callable.number().number().digits(),
                callable.number().region(),
                callable.tariff(),
                trunks,
                tools.clock().instant(),
                held(spendable));
    }

    private Funding.Held held(long spendable) {
        return new Funding.Held(spendable, CreditPolicy.warning(config.calls().warning()));
    }

    /** The user's first online number; without one the call is anonymous. */
    private CallerId callerId(Subscriber subscriber) {
        return subscribers.numbersOf(subscriber.user()).stream()
                .findFirst()
                .map(CallerId::of)
                .orElseGet(CallerId::anonymous);
    }

    private void begin(LiveCall call, OverlayLeg leg, UUID callId) {
        if (!tools.calls().add(call)) {
            refuseUnrecorded(callId, leg, Cause.TOO_MANY_CALLS);
            return;
        }
        counters.started();
        switch (call) {
            case OutgoingCall outgoing -> outgoing.start();
            case EchoCall echo -> echo.start();
            case AnnouncedRefusal refusal -> refusal.start();
            default -> throw new IllegalStateException("a device cannot begin " + call);
        }
    }

    /** A refusal before any trunk was touched: the caller hears why, and the record says so too. */
    private final class Refusing {
        private final UUID callId;
        private final Subscriber subscriber;
        private final CallMessage.Call offer;
        private final OverlayLeg leg;
        private final Instant startedAt = tools.clock().instant();
        private List<String> reasons = List.of();

        Refusing(UUID callId, Subscriber subscriber, CallMessage.Call offer, OverlayLeg leg) {
            this.callId = callId;
            this.subscriber = subscriber;
            this.offer = offer;
            this.leg = leg;
        }

        /** Words for the operator alone. */
        void because(List<String> what) {
            reasons = what;
        }

        void with(Cause cause, String words, @org.jspecify.annotations.Nullable String number, Cdr.Tariff tariff) {
            CallEnd end = CallEnd.refused(cause, words);
            with(end, endedNow(), words, "", number, tariff);
        }

        /** The caller hears plain words, the record names the rule and its limit. */
        void byRule(PolicyDecision.Refused refused, String number, Cdr.Tariff tariff) {
            Cause cause = Rules.cause(refused.rule());
            String why = "rule " + refused.rule().word() + ": " + refused.detail();
            with(CallEnd.refused(cause, why), endedNow(), cause.words(), why, number, tariff);
        }

        private Timing endedNow() {
            return new Timing(startedAt, null, null, tools.clock().instant());
        }

        void with(
                CallEnd end,
                Timing timing,
                String words,
                String detail,
                @org.jspecify.annotations.Nullable String number,
                Cdr.Tariff tariff) {
            Cause cause = end.cause();
            Instant now = tools.clock().instant();
            CallRecord record = new CallRecord(tools.json());
            reasons.forEach(why -> record.decided(now, why));
            record.decided(
                    now,
                    "dialled " + offer.dialled() + ": refused before any trunk was touched, "
                            + (detail.isEmpty() ? words : detail));
            tools.ledger()
                    .release(new Cdr(
                            callId,
                            Cdr.Direction.OUTBOUND,
                            subscriber.user(),
                            leg.device(),
                            new Cdr.Numbers(offer.dialled(), number, null),
                            tariff,
                            null,
                            null,
                            new Cdr.Times(startedAt, timing.alerting(), null, now),
                            0,
                            0,
                            0,
                            0,
                            subscriber.currency(),
                            new Cdr.Ending(cause.word(), end.side().word(), 0, 0),
                            Cdr.Quality.UNMEASURED,
                            record.explanation(end)));
            counters.refused(cause);
            long balance = tools.ledger()
                    .balance(subscriber.user())
                    .map(b -> b.availableMicros())
                    .orElse(0L);
            CallMessage.Ended ended =
                    Caller.ended(end, timing, 0, subscriber.currency(), balance, number, callId.toString());
            leg.tell(new CallMessage.Ended(
                    ended.cause(),
                    ended.side(),
                    words,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    ended.currency(),
                    balance,
                    number,
                    ended.cdr()));
        }
    }

    private void refuseUnrecorded(UUID callId, OverlayLeg leg, Cause cause) {
        counters.refused(cause);
        Instant now = tools.clock().instant();
        leg.tell(Caller.ended(
                CallEnd.refused(cause, ""),
                new Timing(now, null, null, now),
                0,
                NO_CURRENCY,
                0,
                null,
                callId.toString()));
    }

    /** A carrier calls one of our numbers. On the call's SIP lane. */
    void invited(InboundInvite invite) {
        Instant now = tools.clock().instant();
        Optional<E164> number = calledNumber(invite.calledNumber());
        Optional<String> owner = number.flatMap(subscribers::ownerOf);
        Optional<Subscriber> subscriber = owner.flatMap(subscribers::find);
        if (number.isEmpty() || subscriber.isEmpty()) {
            reject(invite, number, Cause.UNALLOCATED, null, now);
            return;
        }
        if (tools.calls().count() >= config.calls().total()
                || tools.calls().onTrunk(invite.trunk().id()) >= invite.trunk().maxChannels()) {
            reject(invite, number, Cause.TOO_MANY_CALLS, subscriber.get(), now);
            return;
        }
        // An offer that cannot be answered is refused before anybody is rung for it.
        TrunkMedia wanted = tools.trunks().mediaOf(invite.trunk().id());
        Optional<String> fault = Optional.ofNullable(invite.sdpOffer()).flatMap(offer -> TrunkLeg.fault(offer, wanted));
        if (fault.isPresent()) {
            reject(invite, number, Cause.NOT_ACCEPTABLE, fault.get(), subscriber.get(), now);
            return;
        }
        Map<String, Credential> devices = new LinkedHashMap<>();
        tools.overlay()
                .devicesOf(subscriber.get().user())
                .forEach(device -> devices.put(device.deviceId().value(), device));
        if (devices.isEmpty()) {
            reject(invite, number, Cause.NOBODY_THERE, subscriber.get(), now);
            return;
        }
        InboundSetup setup = new InboundSetup(
                UUID.randomUUID(),
                subscriber.get().user(),
                number.get().digits(),
                invite.caller().withheld() ? null : invite.caller().number(),
                invite.trunk().id(),
                List.copyOf(devices.keySet()),
                now,
                config.calls().ringFor(),
                CONNECT_WITHIN);
        LOG.infof(
                "call %s: trunk %s calls %s",
                setup.callId(), setup.trunk(), number.get().masked());
        IncomingCall call =
                new IncomingCall(tools, setup, invite, subscriber.get().currency(), devices);
        tools.calls().add(call);
        counters.started();
        call.start();
    }

    /** Carriers write E.164 with or without the plus. */
    private static Optional<E164> calledNumber(String user) {
        String digits = user.startsWith("+") ? user : "+" + user;
        return E164.isE164(digits) ? Optional.of(new E164(digits)) : Optional.empty();
    }

    private void reject(
            InboundInvite invite,
            Optional<E164> number,
            Cause cause,
            @org.jspecify.annotations.Nullable Subscriber subscriber,
            Instant now) {
        reject(invite, number, cause, "", subscriber, now);
    }

    /** Refuses a carrier's call; its Reason header carries {@code detail} where there is one. */
    private void reject(
            InboundInvite invite,
            Optional<E164> number,
            Cause cause,
            String detail,
            @org.jspecify.annotations.Nullable Subscriber subscriber,
            Instant now) {
        SipReason reason =
                detail.isEmpty() ? SipReason.q850(cause.q850()) : new SipReason("Q.850", cause.q850(), detail);
        invite.call().reject(cause.sipStatus(), CauseTable.phraseOf(cause.sipStatus()), reason);
        counters.refused(cause);
        CallEnd end = CallEnd.of(EndSide.GATEWAY, cause, detail);
        CallRecord record = new CallRecord(tools.json());
        record.ladder(invite.call().ladder());
        Cdr cdr = new Cdr(
                UUID.randomUUID(),
                Cdr.Direction.INBOUND,
                subscriber == null ? null : subscriber.user(),
                null,
                new Cdr.Numbers(
                        invite.calledNumber(),
                        number.map(E164::digits).orElse(null),
                        invite.caller().withheld() ? null : invite.caller().number()),
                Cdr.Tariff.NONE,
                invite.trunk().id(),
                null,
                new Cdr.Times(now, null, null, tools.clock().instant()),
                0,
                0,
                0,
                0,
                subscriber == null ? null : subscriber.currency(),
                new Cdr.Ending(cause.word(), end.side().word(), end.sipStatus(), end.q850()),
                Cdr.Quality.UNMEASURED,
                record.explanation(end));
        if (subscriber == null) {
            tools.cdrs().append(cdr);
        } else {
            tools.ledger().release(cdr);
        }
    }
}
