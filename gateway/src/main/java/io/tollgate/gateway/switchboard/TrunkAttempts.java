package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Funding;
import io.tollgate.gateway.call.OutboundEvent;
import io.tollgate.gateway.call.OutboundSetup;
import io.tollgate.gateway.trunks.TrunkMedia;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.io.TrunkCall;
import io.tollgate.sip.trunk.CallerId;
import io.tollgate.sip.trunk.OutboundInvite;
import io.tollgate.sip.trunk.Trunk;
import io.tollgate.sip.trunk.TrunkEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The trunk side of a call to a phone: one INVITE after another over one port, and what the carriers say to them. */
final class TrunkAttempts {
    private static final Logger LOG = Logger.getLogger(TrunkAttempts.class);

    private final CallTools tools;
    private final OutboundSetup setup;
    private final String dialled;
    private final CallerId callerId;
    private final MediaCall media;
    private final CallRecord record;
    private final CallLoop loop;
    private final Consumer<OutboundEvent> events;

    private @Nullable TrunkLeg leg;
    private @Nullable TrunkCall call;
    private AttemptLog.@Nullable Attempt attempt;
    private int attempts;
    private volatile @Nullable String trunk;

    /**
     * @param dialled as typed by the caller
     * @param events takes what becomes of the attempts, from any thread
     */
    TrunkAttempts(
            CallTools tools,
            OutboundSetup setup,
            String dialled,
            CallerId callerId,
            MediaCall media,
            CallRecord record,
            CallLoop loop,
            Consumer<OutboundEvent> events) {
        this.tools = tools;
        this.setup = setup;
        this.dialled = dialled;
        this.callerId = callerId;
        this.media = media;
        this.record = record;
        this.loop = loop;
        this.events = events;
    }

    /** The trunk tried last; null before the first. Any thread. */
    @Nullable
    String trunk() {
        return trunk;
    }

    CallerId callerId() {
        return callerId;
    }

    /** What was agreed with the carrier, e.g. {@code PCMU/8000}; empty before that. */
    String codec() {
        TrunkLeg opened = leg;
        return opened == null ? "" : opened.codec();
    }

    void invite(String trunkId) {
        Optional<Trunk> found = tools.trunks().find(trunkId);
        if (found.isEmpty() || isFull(found.get())) {
            String why = found.isEmpty() ? " is out of service" : " has no channel left";
            record.decided(tools.clock().instant(), "trunk " + trunkId + why);
            events.accept(new OutboundEvent.TrunkEnded(CallEnd.fromTrunk(503, 34, "trunk " + trunkId + why)));
            return;
        }
        trunk = trunkId;
        attempts++;
        TrunkLeg current = legOn(tools.trunks().mediaOf(trunkId));
        leg = current;
        Instant now = tools.clock().instant();
        record.decided(now, "INVITE on trunk " + trunkId);
        AttemptLog.Attempt begun = record.attempts()
                .begin(
                        setup.callId(),
                        CallAttempt.Kind.TRUNK,
                        trunkId,
                        new Cdr.Numbers(dialled, setup.number(), callerId.number()),
                        now);
        attempt = begun;
        note(begun, trunkId, attempts, now);
        TrunkCall invited = tools.sip()
                .get()
                .invite(
                        new OutboundInvite(
                                setup.callId() + "-" + attempts,
                                found.get(),
                                setup.number(),
                                callerId,
                                current.offer()),
                        event -> happened(begun, event),
                        current::answer);
        call = invited;
        record.ladder(invited.ladder());
    }

    /** An emergency call is never turned away by a limit of ours; the carrier may still do so. */
    private boolean isFull(Trunk wanted) {
        return !(setup.funding() instanceof Funding.Unbilled)
                && tools.calls().onTrunk(wanted.id()) >= wanted.maxChannels();
    }

    /** Into the journal, beside the loop: a call does not wait for it, and does without it when the database is away. */
    private void note(AttemptLog.Attempt begun, String trunkId, int ordinal, Instant now) {
        Thread.ofVirtual().name("attempt-" + setup.callId()).start(() -> {
            try {
                tools.journal().attempted(setup.callId(), begun.id(), ordinal, trunkId, now);
            } catch (LedgerUnavailableException e) {
                LOG.debugf("call %s: its attempt on %s is not in the journal", setup.callId(), trunkId);
            }
        });
    }

    private TrunkLeg legOn(TrunkMedia wanted) {
        TrunkLeg before = leg;
        return before != null
                ? before.onto(wanted, tools.random())
                : TrunkLeg.open(
                        media,
                        tools.trunkAddress(),
                        wanted,
                        setup.callId().getLeastSignificantBits() >>> 1,
                        tools.random());
    }

    /** On a SIP lane. */
    private void happened(AttemptLog.Attempt which, TrunkEvent event) {
        Instant now = tools.clock().instant();
        switch (event) {
            case TrunkEvent.Trying ignored -> {}
            case TrunkEvent.Ringing ignored -> {
                loop.post(() -> which.ringing(now));
                events.accept(new OutboundEvent.TrunkAlerting());
            }
            case TrunkEvent.EarlyMedia early -> {
                loop.post(() -> which.ringing(now));
                events.accept(new OutboundEvent.TrunkEarlyMedia(early.sdp()));
            }
            case TrunkEvent.Answered answered -> events.accept(new OutboundEvent.TrunkAnswered(answered.sdp()));
            case TrunkEvent.Confirmed ignored -> {}
            case TrunkEvent.Reoffered ignored -> loop.post(() -> record.decided(now, "the carrier changed its media"));
            case TrunkEvent.Ended ended -> {
                CallEnd end = TrunkEnds.ofOutbound(ended.end());
                loop.post(() -> which.failed(now, end));
                events.accept(new OutboundEvent.TrunkEnded(end));
            }
        }
    }

    /** The charge has started: what was asked last has answered. */
    void answered(Instant at) {
        AttemptLog.Attempt begun = attempt;
        if (begun != null) {
            begun.answered(at, codec());
        }
    }

    /** The country whose tones are played: the trunk's where it names one, else {@code otherwise}. */
    String tones(String otherwise) {
        String trunkId = trunk;
        String country =
                trunkId == null ? null : tools.trunks().mediaOf(trunkId).country();
        return country == null ? otherwise : country;
    }

    /** Applies the carrier's SDP; empty when it is usable, else why not. */
    Optional<String> apply(String sdp) {
        TrunkLeg opened = leg;
        if (opened == null) {
            throw new IllegalStateException("a carrier answered that was never asked");
        }
        return opened.apply(sdp);
    }

    /** CANCEL before the answer, BYE after it. */
    void end(CallEnd end) {
        TrunkCall invited = call;
        if (invited != null) {
            invited.cancelOrBye(SipReason.q850(end.q850() == 0 ? end.cause().q850() : end.q850()));
        }
    }
}
