package io.tollgate.sip.trunk;

import static io.tollgate.sip.trunk.CallTimers.after;

import io.tollgate.sip.cause.CauseTable;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallState.AwaitedAck;
import io.tollgate.sip.trunk.CallState.Ended;
import io.tollgate.sip.trunk.CallState.Offered;
import io.tollgate.sip.trunk.CallState.Talking;
import io.tollgate.sip.trunk.SipAction.Respond;
import io.tollgate.sip.trunk.SipAction.Tell;
import io.tollgate.sip.trunk.SipInput.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Inbound calls up to our final response, and what RFC 3261 section 8.2 asks of any request. */
final class InboundCalls {

    private InboundCalls() {}

    static Step offered(InboundSetup setup, Moment now) {
        Request invite = setup.invite();
        Optional<Respond> refusal = refusal(invite, setup.localTag());
        if (refusal.isEmpty() && invite.contact() == null) {
            refusal = Optional.of(respond(invite, 400, "Missing Contact", setup.localTag()));
        }
        if (refusal.isPresent()) {
            return Step.to(new Ended(null, null, 0, after(now, setup.timers().transactionMs())), refusal.get());
        }
        Respond trying = new Respond(setup.inviteKey(), 100, "Trying", null, List.of(), null);
        return Step.to(new Offered(setup, after(now, setup.timers().offeredMs())), trying);
    }

    static Step on(Offered offered, SipInput input, Moment now) {
        InboundSetup setup = offered.setup();
        return switch (input) {
            case SipInput.Ring r -> Step.stay(offered, toInvite(setup, 180, "Ringing", List.of(), null));
            case SipInput.Announce a ->
                Step.stay(offered, toInvite(setup, 183, "Session Progress", List.of(), a.sdp()));
            case SipInput.Answer a -> answered(setup, a.sdp(), now);
            case SipInput.Reject r ->
                refuse(setup, r.status(), r.phrase(), r.reason(), r.headers(), "we refused the call", now);
            case SipInput.HangUp h -> {
                int status =
                        h.reason().isQ850() ? CauseTable.statusOf(h.reason().cause()) : 480;
                yield refuse(
                        setup, status, CauseTable.phraseOf(status), h.reason(), List.of(), "we refused the call", now);
            }
            case SipInput.Tick t
            when CallState.due(offered.deadlineNs(), now) ->
                refuse(
                        setup,
                        480,
                        "Temporarily Unavailable",
                        SipReason.q850(19),
                        List.of(),
                        "nobody answered in time",
                        now);
            case Request r -> request(offered, r, now);
            default -> Step.stay(offered);
        };
    }

    private static Step request(Offered offered, Request r, Moment now) {
        InboundSetup setup = offered.setup();
        return switch (r.method()) {
            case "CANCEL", "BYE" -> {
                SipEnd end = new SipEnd(
                        487,
                        "Request Terminated",
                        SipReason.q850In(r.reasons()) != 0 ? SipReason.q850In(r.reasons()) : 16,
                        EndSide.REMOTE,
                        "the caller gave up before the answer (" + r.method() + ")");
                yield Step.to(
                        new Ended(null, null, 0, after(now, setup.timers().transactionMs())),
                        respond(r, 200, "OK", setup.localTag()),
                        toInvite(setup, 487, "Request Terminated", List.of(), null),
                        new Tell(new TrunkEvent.Ended(now, end)));
            }
            case "INVITE" ->
                Step.stay(
                        offered, // RFC 3261 section 8.2.2.2: the same request by another path
                        r.key().equals(setup.inviteKey())
                                ? new SipAction.Resend(r.key())
                                : respond(r, 482, "Loop Detected", setup.localTag()));
            case "ACK" -> Step.stay(offered);
            default -> Step.stay(offered, early(r, setup.localTag()));
        };
    }

    /** The answer to a request in a dialog that is not confirmed yet. */
    static SipAction early(Request r, String localTag) {
        return refusal(r, localTag).orElseGet(() -> switch (r.method()) {
            case "UPDATE" ->
                r.sdp() == null ? respond(r, 200, "OK", localTag) : respond(r, 491, "Request Pending", localTag);
            case "OPTIONS" -> respond(r, 200, "OK", localTag);
            case "INFO" -> info(r, localTag);
            default -> respond(r, 481, "Call/Transaction Does Not Exist", localTag);
        });
    }

    private static Step answered(InboundSetup setup, String sdp, Moment now) {
        Request invite = setup.invite();
        String target = invite.contact() == null ? "" : invite.contact(); // offered() saw to it
        Dialogue dialogue = Dialogue.ofInvite(setup, target);
        SessionExpires agreed = agreed(invite);
        Talking talking = new Talking(
                dialogue,
                null,
                0,
                setup.timers(),
                sdp,
                awaitAck(invite, true, setup.timers(), now),
                Talks.clock(agreed, SessionExpires.Refresher.UAS, now),
                null,
                null,
                null);
        return Step.to(talking, toInvite(setup, 200, "OK", timerHeaders(agreed), sdp));
    }

    static AwaitedAck awaitAck(Request invite, boolean initial, CallTimers timers, Moment now) {
        return new AwaitedAck(
                invite.key(),
                invite.cseq(),
                initial,
                invite.sdp() == null,
                timers.t1Ms(),
                after(now, timers.t1Ms()),
                after(now, timers.transactionMs()));
    }

    private static Step refuse(
            InboundSetup setup,
            int status,
            String phrase,
            @Nullable SipReason reason,
            List<SipHeader> headers,
            String detail,
            Moment now) {
        List<SipHeader> all = new ArrayList<>(headers);
        all.addAll(OutboundSetup.reasonHeader(reason));
        int q850 = reason != null && reason.isQ850() ? reason.cause() : CauseTable.q850Of(status);
        SipEnd end = new SipEnd(status, phrase, q850, EndSide.LOCAL, detail);
        return Step.to(
                new Ended(null, null, 0, after(now, setup.timers().transactionMs())),
                toInvite(setup, status, phrase, all, null),
                new Tell(new TrunkEvent.Ended(now, end)));
    }

    /** Section 8.2.2.3 and 8.2.3, RFC 4028 section 9: extensions, bodies and intervals that we do not take. */
    static Optional<Respond> refusal(Request r, String localTag) {
        if (r.method().equals("ACK")
                || r.method().equals("CANCEL")
                || r.method().equals("BYE")) {
            return Optional.empty();
        }
        List<String> foreign = r.required().stream()
                .filter(tag -> !tag.equalsIgnoreCase("timer"))
                .toList();
        if (!foreign.isEmpty()) {
            List<SipHeader> unsupported = foreign.stream()
                    .map(tag -> new SipHeader("Unsupported", tag))
                    .toList();
            return Optional.of(new Respond(r.key(), 420, "Bad Extension", localTag, unsupported, null));
        }
        boolean session = r.method().equals("INVITE") || r.method().equals("UPDATE");
        if (session && r.body() != null && r.sdp() == null) {
            return Optional.of(unsupportedMedia(r, localTag));
        }
        SessionExpires interval = r.sessionExpires();
        if (session && interval != null && interval.seconds() < SessionExpires.MIN_SECONDS && r.supportsTimer()) {
            SipHeader min = new SipHeader("Min-SE", Integer.toString(SessionExpires.MIN_SECONDS));
            return Optional.of(new Respond(r.key(), 422, "Session Interval Too Small", localTag, List.of(min), null));
        }
        return Optional.empty();
    }

    /** INFO carries nothing that we act upon: an empty one is a keep-alive, a body would be a claim. */
    static Respond info(Request r, String localTag) {
        return r.body() == null ? respond(r, 200, "OK", localTag) : unsupportedMedia(r, localTag);
    }

    private static Respond unsupportedMedia(Request r, String localTag) {
        List<SipHeader> accept =
                r.method().equals("INFO") ? List.of() : List.of(new SipHeader("Accept", "application/sdp"));
        return new Respond(r.key(), 415, "Unsupported Media Type", localTag, accept, null);
    }

    /** The session timer that our 2xx to this request sets, or null (RFC 4028 section 9). */
    static @Nullable SessionExpires agreed(Request r) {
        SessionExpires asked = r.sessionExpires();
        if (asked == null) {
            return null;
        }
        boolean we = asked.refresher() == SessionExpires.Refresher.UAS || !r.supportsTimer();
        int seconds = Math.max(asked.seconds(), SessionExpires.MIN_SECONDS);
        return new SessionExpires(seconds, we ? SessionExpires.Refresher.UAS : SessionExpires.Refresher.UAC);
    }

    static List<SipHeader> timerHeaders(@Nullable SessionExpires agreed) {
        if (agreed == null) {
            return List.of();
        }
        SipHeader interval = new SipHeader("Session-Expires", agreed.write());
        return agreed.refresher() == SessionExpires.Refresher.UAC
                ? List.of(interval, new SipHeader("Require", "timer"))
                : List.of(interval);
    }

    static Respond respond(Request r, int status, String phrase, String localTag) {
        return new Respond(r.key(), status, phrase, localTag, List.of(), null);
    }

    private static Respond toInvite(
            InboundSetup setup, int status, String phrase, List<SipHeader> headers, @Nullable String sdp) {
        return new Respond(setup.inviteKey(), status, phrase, setup.localTag(), headers, sdp);
    }
}
