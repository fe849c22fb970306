package io.tollgate.sip.trunk;

import static io.tollgate.sip.trunk.CallTimers.after;

import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallState.AwaitedAck;
import io.tollgate.sip.trunk.CallState.Ended;
import io.tollgate.sip.trunk.CallState.OwnRefresh;
import io.tollgate.sip.trunk.CallState.SessionClock;
import io.tollgate.sip.trunk.CallState.Talking;
import io.tollgate.sip.trunk.SipAction.Respond;
import io.tollgate.sip.trunk.SipAction.Tell;
import io.tollgate.sip.trunk.SipInput.Request;
import io.tollgate.sip.trunk.SipInput.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answered calls: re-INVITE, UPDATE, session timers, late answers of forks, BYE. */
final class Talks {

    private static final long GLARE_RETRY_MS = 3_000; // RFC 3261 section 14.1: owner of the Call-ID, 2.1-4 s
    private static final long GLARE_RETRY_OTHER_MS = 1_000; // and the other side, 0-2 s

    private Talks() {}

    static Step on(Talking talking, SipInput input, Moment now) {
        return switch (input) {
            case Response r -> response(talking, r, now);
            case SipInput.Unreachable u
            when isOwn(talking, u.method(), u.cseq()) ->
                lost(talking, "the carrier did not answer our session refresh", now);
            case SipInput.Tick t -> tick(talking, now);
            case Request r -> request(talking, r, now);
            case SipInput.OfferAnswered a -> offerAnswered(talking, a, now);
            case SipInput.HangUp h -> hangUp(talking, h.reason(), now);
            case SipInput.Reject r -> hangUp(talking, SipReason.normalClearing(), now);
            default -> Step.stay(talking);
        };
    }

    // --- requests of the carrier

    private static Step request(Talking talking, Request r, Moment now) {
        String tag = talking.dialogue().localTag();
        AwaitedAck ack = talking.ack();
        if (r.method().equals("CANCEL")) { // too late, but answered (section 9.2)
            return Step.stay(talking, InboundCalls.respond(r, 200, "OK", tag));
        }
        if (r.toTag() == null && r.method().equals("INVITE")) { // the initial INVITE once more
            return ack != null && ack.initial() && r.cseq() == ack.cseq()
                    ? Step.stay(talking, new SipAction.Resend(ack.key()))
                    : Step.stay(talking, InboundCalls.respond(r, 482, "Loop Detected", tag));
        }
        if (r.toTag() == null || !r.toTag().equals(tag)) {
            return r.method().equals("ACK")
                    ? Step.stay(talking)
                    : Step.stay(talking, InboundCalls.respond(r, 481, "Call/Transaction Does Not Exist", tag));
        }
        if (r.method().equals("ACK")) {
            return acked(talking, r, now);
        }
        if (r.cseq() <= talking.dialogue().remoteCseq()) { // section 12.2.2
            return Step.stay(talking, InboundCalls.respond(r, 500, "Request Out Of Order", tag));
        }
        Talking heard = talking.with(talking.dialogue().heard(r));
        return InboundCalls.refusal(r, tag)
                .map(refusal -> Step.to(heard, refusal))
                .orElseGet(() -> inOrder(heard, r, now));
    }

    private static Step inOrder(Talking talking, Request r, Moment now) {
        String tag = talking.dialogue().localTag();
        return switch (r.method()) {
            case "BYE" -> {
                int named = SipReason.q850In(r.reasons());
                SipEnd end = new SipEnd(200, "OK", named != 0 ? named : 16, EndSide.REMOTE, "the carrier hung up");
                yield Step.to(
                        new Ended(
                                talking.origin(),
                                talking.dialogue().auth(),
                                talking.originCseq(),
                                after(now, talking.timers().transactionMs())),
                        InboundCalls.respond(r, 200, "OK", tag),
                        new Tell(new TrunkEvent.Ended(now, end)));
            }
            case "INVITE", "UPDATE" -> offer(talking, r, now);
            case "OPTIONS" -> Step.stay(talking, InboundCalls.respond(r, 200, "OK", tag));
            case "INFO" -> Step.stay(talking, InboundCalls.info(r, tag));
            default -> Step.stay(talking, InboundCalls.respond(r, 405, "Method Not Allowed", tag));
        };
    }

    private static Step offer(Talking talking, Request r, Moment now) {
        String tag = talking.dialogue().localTag();
        OwnRefresh own = talking.refresh();
        boolean invite = r.method().equals("INVITE");
        if (own != null && (own.method().equals("INVITE") || r.sdp() != null)) {
            return Step.stay(talking, InboundCalls.respond(r, 491, "Request Pending", tag));
        }
        if (talking.asked() != null || (invite && talking.ack() != null)) { // section 14.2: one at a time
            SipHeader retry = new SipHeader("Retry-After", "2");
            return Step.stay(talking, new Respond(r.key(), 500, "Server Internal Error", tag, List.of(retry), null));
        }
        if (r.sdp() != null) {
            return Step.to(talking.withAsked(r), new SipAction.AskAnswer(r.key(), r.sdp()));
        }
        return accepted(talking, r, invite ? talking.localSdp() : null, now);
    }

    private static Step offerAnswered(Talking talking, SipInput.OfferAnswered a, Moment now) {
        Request asked = talking.asked();
        if (asked == null || !asked.key().equals(a.key())) {
            return Step.stay(talking);
        }
        Talking free = talking.withAsked(null);
        if (a.answer() == null) {
            return Step.to(
                    free,
                    InboundCalls.respond(
                            asked,
                            488,
                            "Not Acceptable Here",
                            talking.dialogue().localTag()));
        }
        Step step = accepted(free.withLocalSdp(a.answer()), asked, a.answer(), now);
        List<SipAction> actions = new ArrayList<>(step.actions());
        actions.add(new Tell(new TrunkEvent.Reoffered(now, a.offer(), a.answer())));
        return new Step(step.next(), actions);
    }

    /** 200 to a re-INVITE or UPDATE, which also refreshes the session. */
    private static Step accepted(Talking talking, Request r, @Nullable String sdp, Moment now) {
        SessionExpires agreed = InboundCalls.agreed(r);
        Talking next = talking.withClock(clock(agreed, SessionExpires.Refresher.UAS, now));
        if (r.method().equals("INVITE")) {
            next = next.withAck(InboundCalls.awaitAck(r, false, talking.timers(), now));
        }
        return Step.to(
                next,
                new Respond(r.key(), 200, "OK", talking.dialogue().localTag(), InboundCalls.timerHeaders(agreed), sdp));
    }

    private static Step acked(Talking talking, Request r, Moment now) {
        AwaitedAck ack = talking.ack();
        if (ack == null || ack.cseq() != r.cseq()) {
            return Step.stay(talking);
        }
        Talking next = talking.withAck(null);
        String answer = ack.offered() ? r.sdp() : null;
        List<SipAction> actions = new ArrayList<>();
        if (ack.initial()) {
            actions.add(new Tell(new TrunkEvent.Confirmed(now, answer)));
        } else if (answer != null) {
            actions.add(new SipAction.TakeAnswer(answer));
        }
        SipReason reason = talking.hangUp();
        if (reason == null) {
            return new Step(next, actions);
        }
        Step bye = hangUp(next, reason, now);
        actions.addAll(bye.actions());
        return new Step(bye.next(), actions);
    }

    // --- responses of the carrier

    private static Step response(Talking talking, Response r, Moment now) {
        if (isOwn(talking, r.method(), r.cseq())) {
            return r.status() < 200 ? Step.stay(talking) : refreshed(talking, r, now);
        }
        OutboundSetup origin = talking.origin();
        boolean initial = r.method().equals("INVITE") && r.cseq() == talking.originCseq() && r.status() / 100 == 2;
        if (origin == null || !initial) {
            boolean again = r.method().equals("INVITE") && r.status() / 100 == 2;
            return again // a repeated 200 to our own re-INVITE: its ACK was lost
                    ? Step.stay(
                            talking, new SipAction.SendAck(talking.dialogue().ack(r.cseq())))
                    : Step.stay(talking);
        }
        return sameTag(talking.dialogue().remoteTag(), r.toTag())
                ? Step.stay(talking, new SipAction.SendAck(talking.dialogue().ack(r.cseq())))
                : new Step(
                        talking,
                        Closings.endFork(
                                origin, talking.originCseq(), talking.dialogue().auth(), r));
    }

    private static boolean sameTag(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }

    private static boolean isOwn(Talking talking, String method, long cseq) {
        OwnRefresh own = talking.refresh();
        return own != null && own.cseq() == cseq && own.method().equals(method);
    }

    private static Step refreshed(Talking talking, Response r, Moment now) {
        Talking free = talking.withRefresh(null);
        if (r.status() < 300) {
            Talking next = free.withClock(clock(r.sessionExpires(), SessionExpires.Refresher.UAC, now));
            List<SipAction> actions = new ArrayList<>();
            if (r.method().equals("INVITE")) {
                actions.add(new SipAction.SendAck(talking.dialogue().ack(r.cseq())));
                if (r.sdp() != null) {
                    actions.add(new SipAction.TakeAnswer(r.sdp()));
                }
            }
            return new Step(next, actions);
        }
        SessionClock clock = talking.clock();
        return switch (r.status()) {
            case 408, 481 -> lost(free, "the carrier no longer knows the call (" + r.status() + ")", now);
            case 401, 407 ->
                DigestChallenge.strongest(r.challenges())
                        .flatMap(talking.dialogue().auth()::challenged)
                        .map(session -> refresh(free.with(talking.dialogue().challenged(session)), now))
                        .orElseGet(() -> untilExpiry(free, now));
            case 405, 501 ->
                r.method().equals("UPDATE")
                        ? refresh(free.with(talking.dialogue().withoutUpdate()), now)
                        : untilExpiry(free, now);
            case 491 -> {
                long wait = talking.origin() != null ? GLARE_RETRY_MS : GLARE_RETRY_OTHER_MS;
                yield Step.to(
                        clock == null
                                ? free
                                : free.withClock(new SessionClock(clock.seconds(), true, after(now, wait))));
            }
            default -> untilExpiry(free, now);
        };
    }

    /** The refresh was refused: the session runs out its interval, then ends. */
    private static Step untilExpiry(Talking talking, Moment now) {
        SessionClock clock = talking.clock();
        return Step.to(
                clock == null
                        ? talking
                        : talking.withClock(
                                new SessionClock(clock.seconds(), false, after(now, clock.seconds() * 500L))));
    }

    // --- time

    private static Step tick(Talking talking, Moment now) {
        AwaitedAck ack = talking.ack();
        if (ack != null && CallState.due(ack.giveUpNs(), now)) {
            return lost(talking.withAck(null), "the carrier never acknowledged our 200", now);
        }
        if (ack != null && CallState.due(ack.resendNs(), now)) {
            long interval = Math.min(ack.intervalMs() * 2, talking.timers().t2Ms());
            AwaitedAck next = new AwaitedAck(
                    ack.key(),
                    ack.cseq(),
                    ack.initial(),
                    ack.offered(),
                    interval,
                    after(now, interval),
                    ack.giveUpNs());
            return Step.to(talking.withAck(next), new SipAction.Resend(ack.key()));
        }
        SessionClock clock = talking.clock();
        if (clock == null || !CallState.due(clock.dueNs(), now)) {
            return Step.stay(talking);
        }
        if (!clock.weRefresh()) {
            return lost(talking, "the session timer ran out without a refresh", now);
        }
        return refresh(talking, now);
    }

    private static Step refresh(Talking talking, Moment now) {
        SessionClock clock = talking.clock();
        if (clock == null) {
            return Step.stay(talking);
        }
        if (talking.refresh() != null || talking.ack() != null || talking.asked() != null) {
            return Step.stay(talking.withClock(new SessionClock(clock.seconds(), true, after(now, 1_000))));
        }
        boolean update = talking.dialogue().peerUpdates();
        String method = update ? "UPDATE" : "INVITE";
        SessionExpires interval = new SessionExpires(clock.seconds(), SessionExpires.Refresher.UAC);
        SipAction.Request request = talking.dialogue()
                .request(
                        method,
                        List.of(new SipHeader("Session-Expires", interval.write())),
                        update ? null : talking.localSdp());
        Talking next = talking.with(talking.dialogue().next())
                .withRefresh(new OwnRefresh(method, request.cseq()))
                .withClock(new SessionClock(clock.seconds(), false, after(now, clock.seconds() * 500L)));
        return Step.to(next, new SipAction.Send(request));
    }

    /**
     * The clock that a 2xx starts.
     *
     * @param us the role in which we took part in the transaction
     */
    static @Nullable SessionClock clock(@Nullable SessionExpires agreed, SessionExpires.Refresher us, Moment now) {
        if (agreed == null) {
            return null;
        }
        int seconds = agreed.seconds();
        if (agreed.refresher() == us) {
            return new SessionClock(seconds, true, after(now, seconds * 500L)); // half time
        }
        return new SessionClock(seconds, false, after(now, (seconds - Math.min(32L, seconds / 3L)) * 1000L));
    }

    // --- ends

    private static Step hangUp(Talking talking, SipReason reason, Moment now) {
        AwaitedAck ack = talking.ack();
        if (ack != null && ack.initial()) { // section 15: no BYE before the ACK
            return Step.to(talking.withHangUp(reason));
        }
        int q850 = reason.isQ850() ? reason.cause() : 16;
        return bye(talking, new SipEnd(200, "OK", q850, EndSide.LOCAL, "we hung up"), now);
    }

    private static Step lost(Talking talking, String why, Moment now) {
        return bye(talking, SipEnd.of(408, EndSide.NETWORK, why), now);
    }

    private static Step bye(Talking talking, SipEnd end, Moment now) {
        return Closings.bye(
                talking.dialogue(), talking.origin(), talking.originCseq(), talking.timers(), end, null, now);
    }
}
