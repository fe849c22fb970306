package io.tollgate.sip.trunk;

import static io.tollgate.sip.trunk.CallTimers.after;

import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallState.Closing;
import io.tollgate.sip.trunk.CallState.Ended;
import io.tollgate.sip.trunk.CallState.Gone;
import io.tollgate.sip.trunk.SipAction.Tell;
import io.tollgate.sip.trunk.SipInput.Request;
import io.tollgate.sip.trunk.SipInput.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that are over for their owner but not yet for the wire. */
final class Closings {

    private Closings() {}

    /** Sends BYE and reports the end. */
    static Step bye(
            Dialogue dialogue,
            @Nullable OutboundSetup origin,
            long originCseq,
            CallTimers timers,
            SipEnd end,
            @Nullable SipAction before,
            Moment now) {
        SipReason reason = SipReason.q850(end.q850());
        List<SipAction> actions = new ArrayList<>();
        if (before != null) {
            actions.add(before);
        }
        actions.add(new SipAction.Send(dialogue.request("BYE", OutboundSetup.reasonHeader(reason), null)));
        actions.add(new Tell(new TrunkEvent.Ended(now, end)));
        long deadline = after(now, timers.transactionMs());
        return new Step(new Closing(dialogue.next(), origin, originCseq, timers, reason, deadline), actions);
    }

    static Step on(Closing closing, SipInput input, Moment now) {
        Dialogue dialogue = closing.dialogue();
        return switch (input) {
            case Response r
            when r.method().equals("BYE") && r.cseq() == dialogue.localCseq() && r.status() >= 200 ->
                byeAnswered(closing, r, now);
            case Response r
            when isAnswer(r, closing.originCseq()) && closing.origin() != null -> {
                boolean same =
                        dialogue.remoteTag() != null && dialogue.remoteTag().equals(r.toTag());
                yield same
                        ? Step.stay(closing, new SipAction.SendAck(dialogue.ack(r.cseq())))
                        : new Step(closing, endFork(closing.origin(), r.cseq(), dialogue.auth(), r));
            }
            case SipInput.Unreachable u when u.method().equals("BYE") -> Step.to(ended(closing, now));
            case SipInput.Tick t when CallState.due(closing.deadlineNs(), now) -> Step.to(ended(closing, now));
            case Request r -> new Step(closing, afterwards(r, dialogue.localTag()));
            default -> Step.stay(closing);
        };
    }

    static Step on(Ended ended, SipInput input, Moment now) {
        return switch (input) {
            case Response r
            when isAnswer(r, ended.originCseq()) && ended.origin() != null && ended.auth() != null ->
                new Step(ended, endFork(ended.origin(), r.cseq(), ended.auth(), r));
            case SipInput.Tick t when CallState.due(ended.deadlineNs(), now) -> Step.to(new Gone());
            case Request r -> new Step(ended, afterwards(r, "gone"));
            default -> Step.stay(ended);
        };
    }

    /** ACK and BYE for an answer nobody wants: a second fork's, or one that came after the end. */
    static List<SipAction> endFork(OutboundSetup setup, long cseq, DigestSession auth, Response r) {
        Dialogue fork = Dialogue.ofAnswer(setup, cseq, auth, r);
        List<SipHeader> reason = OutboundSetup.reasonHeader(SipReason.q850(26));
        return List.of(new SipAction.SendAck(fork.ack(cseq)), new SipAction.Send(fork.request("BYE", reason, null)));
    }

    private static Step byeAnswered(Closing closing, Response r, Moment now) {
        if (r.status() == 401 || r.status() == 407) {
            DigestSession session = DigestChallenge.strongest(r.challenges())
                    .flatMap(closing.dialogue().auth()::challenged)
                    .orElse(null);
            if (session != null) {
                Dialogue dialogue = closing.dialogue().challenged(session);
                SipAction.Request again = dialogue.request("BYE", OutboundSetup.reasonHeader(closing.reason()), null);
                return Step.to(
                        new Closing(
                                dialogue.next(),
                                closing.origin(),
                                closing.originCseq(),
                                closing.timers(),
                                closing.reason(),
                                closing.deadlineNs()),
                        new SipAction.Send(again));
            }
        }
        return Step.to(ended(closing, now));
    }

    private static List<SipAction> afterwards(Request r, String localTag) {
        return switch (r.method()) {
            case "ACK" -> List.of();
            case "BYE", "CANCEL" -> List.of(InboundCalls.respond(r, 200, "OK", localTag));
            default -> List.of(InboundCalls.respond(r, 481, "Call/Transaction Does Not Exist", localTag));
        };
    }

    private static boolean isAnswer(Response r, long originCseq) {
        return r.method().equals("INVITE") && r.cseq() == originCseq && r.status() / 100 == 2;
    }

    private static Ended ended(Closing closing, Moment now) {
        return new Ended(
                closing.origin(),
                closing.dialogue().auth(),
                closing.originCseq(),
                after(now, closing.timers().transactionMs()));
    }
}
