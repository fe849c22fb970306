package io.tollgate.sip.trunk;

import static io.tollgate.sip.trunk.CallTimers.after;

import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.cause.CauseTable;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallState.Calling;
import io.tollgate.sip.trunk.CallState.Cancelling;
import io.tollgate.sip.trunk.CallState.Ended;
import io.tollgate.sip.trunk.CallState.Progress;
import io.tollgate.sip.trunk.SipAction.Tell;
import io.tollgate.sip.trunk.SipInput.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Outbound calls up to their final response. */
final class OutboundCalls {

    private static final int MAX_EARLY_DIALOGS = 16; // forks of one call; more is no carrier

    private OutboundCalls() {}

    static Step place(OutboundSetup setup, Moment now) {
        Calling calling = new Calling(
                setup,
                setup.auth(),
                1,
                Progress.SILENT,
                Map.of(),
                after(now, setup.timers().firstResponseMs()));
        return Step.to(calling, new SipAction.Send(setup.invite(1, setup.auth())));
    }

    static Step on(Calling calling, SipInput input, Moment now) {
        return switch (input) {
            case Response r when r.method().equals("INVITE") && r.cseq() == calling.cseq() -> response(calling, r, now);
            case SipInput.Unreachable u
            when u.method().equals("INVITE") && u.cseq() == calling.cseq() ->
                over(calling, SipEnd.of(503, EndSide.NETWORK, u.why()), now);
            case SipInput.Tick t when CallState.due(calling.deadlineNs(), now) -> timeout(calling, now);
            case SipInput.HangUp h ->
                giveUp(calling, h.reason(), SipEnd.of(487, EndSide.LOCAL, "we cancelled the call"), now);
            case SipInput.Request request -> Step.stay(calling, strangeRequest(calling.setup(), request));
            default -> Step.stay(calling);
        };
    }

    private static Step response(Calling calling, Response r, Moment now) {
        return switch (r.status() / 100) {
            case 1 -> provisional(calling, r, now);
            case 2 -> answered(calling, r, now);
            default -> {
                Optional<DigestSession> proof =
                        r.status() == 401 || r.status() == 407 ? proof(calling.auth(), r) : Optional.empty();
                yield proof.isPresent() ? tryAgain(calling, proof.get(), now) : over(calling, refusal(r), now);
            }
        };
    }

    private static Step provisional(Calling calling, Response r, Moment now) {
        boolean trying = r.status() == 100;
        boolean further = trying ? calling.progress() == Progress.SILENT : calling.progress() != Progress.ALERTING;
        long deadline = further ? after(now, calling.setup().timers().noAnswerMs()) : calling.deadlineNs();
        Progress progress = trying && calling.progress() != Progress.SILENT
                ? calling.progress()
                : trying ? Progress.TRYING : Progress.ALERTING;
        Map<String, String> early = new HashMap<>(calling.earlySdp());
        List<SipAction> actions = new ArrayList<>();
        if (trying) {
            if (further) {
                actions.add(new Tell(new TrunkEvent.Trying(now)));
            }
        } else if (r.sdp() == null) {
            actions.add(new Tell(new TrunkEvent.Ringing(now, r.status())));
        } else if (!r.sdp().equals(early.get(tagOf(r))) && early.size() < MAX_EARLY_DIALOGS) {
            early.put(tagOf(r), r.sdp());
            actions.add(new Tell(new TrunkEvent.EarlyMedia(now, r.status(), r.sdp())));
        }
        return new Step(
                new Calling(calling.setup(), calling.auth(), calling.cseq(), progress, Map.copyOf(early), deadline),
                actions);
    }

    private static Step answered(Calling calling, Response r, Moment now) {
        Dialogue dialogue = Dialogue.ofAnswer(calling.setup(), calling.cseq(), calling.auth(), r);
        SipAction ack = new SipAction.SendAck(dialogue.ack(calling.cseq()));
        String sdp = r.sdp() != null ? r.sdp() : calling.earlySdp().get(tagOf(r));
        if (sdp == null) {
            SipEnd end = new SipEnd(
                    r.status(), r.phrase(), 111, EndSide.LOCAL, "the carrier answered without a session description");
            return Closings.bye(
                    dialogue, calling.setup(), calling.cseq(), calling.setup().timers(), end, ack, now);
        }
        CallState.Talking talking = new CallState.Talking(
                dialogue,
                calling.setup(),
                calling.cseq(),
                calling.setup().timers(),
                calling.setup().sdp(),
                null,
                Talks.clock(r.sessionExpires(), SessionExpires.Refresher.UAC, now),
                null,
                null,
                null);
        return Step.to(talking, ack, new Tell(new TrunkEvent.Answered(now, sdp)));
    }

    private static Optional<DigestSession> proof(DigestSession auth, Response r) {
        return DigestChallenge.strongest(r.challenges()).flatMap(auth::challenged);
    }

    private static Step tryAgain(Calling calling, DigestSession session, Moment now) {
        long cseq = calling.cseq() + 1;
        Calling again = new Calling(
                calling.setup(),
                session,
                cseq,
                calling.progress(),
                Map.of(),
                after(now, calling.setup().timers().firstResponseMs()));
        return Step.to(again, new SipAction.Send(calling.setup().invite(cseq, session)));
    }

    static SipEnd refusal(Response r) {
        int named = SipReason.q850In(r.reasons());
        String detail = "the carrier refused with " + r.status() + " " + r.phrase();
        if (r.status() < 400 && r.contact() != null) {
            detail = "the carrier redirects to " + r.contact() + ", which we do not follow";
        } else if (r.status() == 401 || r.status() == 407) {
            detail = r.challenges().isEmpty()
                    ? "the carrier asks for a proof that we do not know"
                    : "the carrier does not take this trunk's credentials";
        }
        return new SipEnd(
                r.status(), r.phrase(), named != 0 ? named : CauseTable.q850Of(r.status()), EndSide.REMOTE, detail);
    }

    private static Step timeout(Calling calling, Moment now) {
        CallTimers timers = calling.setup().timers();
        if (calling.progress() == Progress.SILENT) {
            SipEnd end = SipEnd.of(
                    408, EndSide.NETWORK, "the trunk did not respond within " + timers.firstResponseMs() + " ms");
            return over(calling, end, now, new SipAction.Abandon(calling.cseq()));
        }
        SipEnd end = new SipEnd(
                480, "No answer", 19, EndSide.LOCAL, "nobody answered within " + timers.noAnswerMs() + " ms");
        return giveUp(calling, SipReason.q850(19), end, now);
    }

    private static Step giveUp(Calling calling, SipReason reason, SipEnd end, Moment now) {
        boolean heard = calling.progress() != Progress.SILENT;
        SipEnd told = reason.isQ850()
                ? new SipEnd(end.status(), end.reasonPhrase(), reason.cause(), end.side(), end.detail())
                : end;
        Cancelling cancelling = new Cancelling(
                calling.setup(),
                calling.auth(),
                calling.cseq(),
                heard,
                reason,
                told,
                after(now, calling.setup().timers().cancelMs()));
        return heard ? Step.to(cancelling, cancel(cancelling)) : Step.to(cancelling);
    }

    static Step on(Cancelling cancelling, SipInput input, Moment now) {
        return switch (input) {
            case Response r
            when r.method().equals("INVITE") && r.cseq() == cancelling.cseq() -> late(cancelling, r, now);
            case SipInput.Unreachable u when u.method().equals("INVITE") -> over(cancelling, now);
            case SipInput.Tick t
            when CallState.due(cancelling.deadlineNs(), now) ->
                cancelling.sent()
                        ? over(cancelling, now)
                        : over(cancelling, now, new SipAction.Abandon(cancelling.cseq()));
            case SipInput.Request request -> Step.stay(cancelling, strangeRequest(cancelling.setup(), request));
            default -> Step.stay(cancelling);
        };
    }

    private static Step late(Cancelling c, Response r, Moment now) {
        if (r.status() < 200) {
            Cancelling sent = new Cancelling(c.setup(), c.auth(), c.cseq(), true, c.reason(), c.end(), c.deadlineNs());
            return c.sent() ? Step.stay(c) : Step.to(sent, cancel(sent));
        }
        if (r.status() < 300) { // the answer crossed our CANCEL: take it and hang up (RFC 3261 section 9.1)
            Dialogue dialogue = Dialogue.ofAnswer(c.setup(), c.cseq(), c.auth(), r);
            SipAction ack = new SipAction.SendAck(dialogue.ack(c.cseq()));
            SipEnd end = new SipEnd(
                    c.end().status(),
                    c.end().reasonPhrase(),
                    c.end().q850(),
                    c.end().side(),
                    c.end().detail() + "; the carrier's answer crossed the CANCEL and was hung up");
            return Closings.bye(dialogue, c.setup(), c.cseq(), c.setup().timers(), end, ack, now);
        }
        return over(c, now);
    }

    private static SipAction cancel(Cancelling c) {
        return new SipAction.Cancel(c.cseq(), OutboundSetup.reasonHeader(c.reason()));
    }

    private static SipAction strangeRequest(OutboundSetup setup, SipInput.Request request) {
        return InboundCalls.early(request, setup.localTag());
    }

    private static Step over(Calling calling, SipEnd end, Moment now, SipAction... before) {
        return over(calling.setup(), calling.auth(), calling.cseq(), end, now, before);
    }

    private static Step over(Cancelling c, Moment now, SipAction... before) {
        return over(c.setup(), c.auth(), c.cseq(), c.end(), now, before);
    }

    private static Step over(
            OutboundSetup setup, DigestSession auth, long cseq, SipEnd end, Moment now, SipAction... before) {
        List<SipAction> actions = new ArrayList<>(List.of(before));
        actions.add(new Tell(new TrunkEvent.Ended(now, end)));
        return new Step(new Ended(setup, auth, cseq, after(now, setup.timers().transactionMs())), actions);
    }

    private static String tagOf(Response r) {
        return r.toTag() == null ? "" : r.toTag();
    }
}
