package io.tollgate.sip.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.auth.SipCredentials;
import io.tollgate.sip.cause.SipReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The machine under virtual time; what the wire would carry is printed as one word per action. */
class TrunkCallMachineTest {

    private static final String SDP = "v=0 remote";
    private static final String OFFER = "v=0 local";
    private static final SipReason NORMAL = SipReason.normalClearing();

    /** A call, its time and what it did since it was last asked. */
    private static final class Call {
        private CallState state = new CallState.Gone();
        private long ns;
        private final List<String> done = new ArrayList<>();
        private final List<SipAction> actions = new ArrayList<>();
        private final List<TrunkEvent> events = new ArrayList<>();

        Moment now() {
            return new Moment(ns, Instant.EPOCH.plusNanos(ns));
        }

        void take(Step step) {
            state = step.next();
            for (SipAction action : step.actions()) {
                done.add(word(action));
                actions.add(action);
                if (action instanceof SipAction.Tell tell) {
                    events.add(tell.event());
                }
            }
        }

        Call on(SipInput... inputs) {
            for (SipInput input : inputs) {
                take(TrunkCallMachine.on(state, input, now()));
            }
            return this;
        }

        /** Lets time pass, ticking at each deadline on the way. */
        Call pass(long ms) {
            long until = ns + ms * 1_000_000;
            while (state.deadlineNs() <= until) {
                ns = Math.max(ns, state.deadlineNs());
                on(new SipInput.Tick());
            }
            ns = until;
            return this;
        }

        List<String> did() {
            List<String> copy = List.copyOf(done);
            done.clear();
            return copy;
        }

        SipEnd end() {
            List<SipEnd> ends = events.stream()
                    .filter(TrunkEvent.Ended.class::isInstance)
                    .map(e -> ((TrunkEvent.Ended) e).end())
                    .toList();
            assertThat(ends).as("ends of %s", events).hasSize(1);
            return ends.getFirst();
        }

        SipAction.Request lastSent(String method) {
            return actions.stream()
                    .filter(a -> a instanceof SipAction.Send s
                            && s.request().method().equals(method))
                    .map(a -> ((SipAction.Send) a).request())
                    .reduce((a, b) -> b)
                    .orElseThrow();
        }
    }

    private static String word(SipAction action) {
        return switch (action) {
            case SipAction.Send s -> s.request().method() + " " + s.request().cseq();
            case SipAction.SendAck a -> "ACK " + a.request().cseq();
            case SipAction.Cancel c -> "CANCEL " + c.inviteCseq();
            case SipAction.Abandon a -> "abandon " + a.inviteCseq();
            case SipAction.Respond r -> Integer.toString(r.status());
            case SipAction.Resend r -> "resend";
            case SipAction.Tell t -> t.event().getClass().getSimpleName();
            case SipAction.AskAnswer a -> "ask";
            case SipAction.TakeAnswer a -> "take";
        };
    }

    private static Trunk trunk(@Nullable SipCredentials auth, CallerIdStyle style, NumberFormat format) {
        return new Trunk(
                "t",
                "192.0.2.1",
                5060,
                Transport.UDP,
                List.of(),
                auth,
                List.of("PCMA"),
                1,
                "gw.example",
                style,
                format);
    }

    private static OutboundSetup setup(CallerId caller, Trunk trunk) {
        OutboundInvite invite = new OutboundInvite("call-1", trunk, "+442079460123", caller, OFFER);
        return OutboundSetup.of(invite, "ltag", "cnonce", "198.51.100.1:5060", CallTimers.DEFAULT);
    }

    private static Call placed(@Nullable SipCredentials auth) {
        Call call = new Call();
        Trunk trunk = trunk(auth, CallerIdStyle.ASSERTED, NumberFormat.PLUS_USER_PHONE);
        call.take(TrunkCallMachine.place(setup(CallerId.of("+442079460201"), trunk), call.now()));
        return call;
    }

    private static Call placed() {
        return placed(null);
    }

    private static SipInput.Response response(int status, long cseq, @Nullable String tag, @Nullable String sdp) {
        return response("INVITE", status, cseq, tag, sdp, null, true);
    }

    private static SipInput.Response response(
            String method,
            int status,
            long cseq,
            @Nullable String tag,
            @Nullable String sdp,
            @Nullable SessionExpires expires,
            boolean update) {
        return new SipInput.Response(
                status,
                "Phrase",
                method,
                cseq,
                tag,
                sdp,
                "sip:carrier@192.0.2.9",
                List.of("<sip:p2;lr>", "<sip:p1;lr>"),
                List.of(),
                List.of(),
                expires,
                update);
    }

    private static SipInput.Response challenge(int status, long cseq, String text) {
        return new SipInput.Response(
                status,
                "Phrase",
                "INVITE",
                cseq,
                "x",
                null,
                null,
                List.of(),
                List.of(),
                List.of(DigestChallenge.parse(text, status == 407).orElseThrow()),
                null,
                false);
    }

    private static SipInput.Request request(
            String method, long cseq, @Nullable String toTag, @Nullable String body, String... required) {
        return new SipInput.Request(
                method + cseq,
                method,
                cseq,
                toTag,
                body == null ? null : "application/sdp",
                body,
                "sip:carrier@192.0.2.9",
                List.of("<sip:p1;lr>"),
                List.of(required),
                List.of(),
                null,
                false,
                false);
    }

    private static Call talking() {
        Call call = placed().on(response(180, 1, "a", null), response(200, 1, "a", SDP));
        call.did();
        return call;
    }

    private static Call offered(SipInput.Request invite) {
        Call call = new Call();
        InboundSetup setup = new InboundSetup(
                "in-1",
                invite.key(),
                "<sip:c@192.0.2.9>;tag=rtag",
                "<sip:us@198.51.100.1>",
                "ltag",
                "rtag",
                invite,
                DigestSession.fresh(null, "c"),
                CallTimers.DEFAULT);
        call.take(TrunkCallMachine.offered(setup, call.now()));
        return call;
    }

    // --- outbound

    @Test
    void aCallIsPlacedAnsweredAndHungUp() {
        Call call = placed().on(response(100, 1, null, null), response(180, 1, "a", null), response(200, 1, "a", SDP));
        assertThat(call.did()).containsExactly("INVITE 1", "Trying", "Ringing", "ACK 1", "Answered");
        call.on(new SipInput.HangUp(NORMAL));
        assertThat(call.did()).containsExactly("BYE 2", "Ended");
        assertThat(call.end().status()).isEqualTo(200);
        call.on(response("BYE", 200, 2, "a", null, null, true)).pass(40_000);
        assertThat(call.state).isInstanceOf(CallState.Gone.class);
    }

    @Test
    void requestsFollowTheRouteSetToTheContact() {
        Call call = talking().on(new SipInput.HangUp(NORMAL));
        SipAction.Request bye = call.lastSent("BYE");
        assertThat(bye.requestUri()).isEqualTo("sip:carrier@192.0.2.9");
        assertThat(bye.routes()).containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(bye.to()).endsWith(";tag=a");
        assertThat(bye.headers()).contains(new SipHeader("Reason", NORMAL.write()));
    }

    @Test
    void aRepeatedAnswerIsAcknowledgedAgainAndAnotherForkIsEnded() {
        Call call = talking().on(response(200, 1, "a", SDP));
        assertThat(call.did()).containsExactly("ACK 1");
        call.on(response(200, 1, "b", SDP));
        assertThat(call.did()).containsExactly("ACK 1", "BYE 2");
        assertThat(call.lastSent("BYE").to()).endsWith(";tag=b");
        assertThat(call.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void earlyMediaOfEachForkIsReportedOnceAndStandsInForAMissingAnswer() {
        Call call = placed().on(
                        response(183, 1, "a", SDP),
                        response(183, 1, "a", SDP),
                        response(183, 1, "b", "other"),
                        response(200, 1, "a", null));
        assertThat(call.did()).containsExactly("INVITE 1", "EarlyMedia", "EarlyMedia", "ACK 1", "Answered");
        assertThat(((TrunkEvent.Answered) call.events.getLast()).sdp()).isEqualTo(SDP);
    }

    @Test
    void anAnswerWithoutMediaIsHungUp() {
        Call call = placed().on(response(200, 1, "a", null));
        assertThat(call.did()).containsExactly("INVITE 1", "ACK 1", "BYE 2", "Ended");
        assertThat(call.end().q850()).isEqualTo(111);
    }

    @Test
    void silenceEndsTheCallAfterTenSecondsAndALateAnswerIsHungUp() {
        Call call = placed().pass(9_999);
        assertThat(call.did()).containsExactly("INVITE 1");
        call.pass(1);
        assertThat(call.did()).containsExactly("abandon 1", "Ended");
        assertThat(call.end().status()).isEqualTo(408);
        assertThat(call.end().side()).isEqualTo(EndSide.NETWORK);
        call.on(response(200, 1, "a", SDP));
        assertThat(call.did()).containsExactly("ACK 1", "BYE 2");
    }

    @Test
    void ringingEndsAfterSixtySecondsFromTheFirst180() {
        Call call = placed().on(response(100, 1, null, null)).pass(5_000).on(response(180, 1, "a", null));
        call.pass(30_000).on(response(180, 1, "a", null)).pass(29_999);
        assertThat(call.did()).doesNotContain("CANCEL 1");
        call.pass(1);
        assertThat(call.did()).containsExactly("CANCEL 1");
        call.on(response(487, 1, "a", null));
        assertThat(call.end().q850()).isEqualTo(19);
        assertThat(call.end().status()).isEqualTo(480);
    }

    @Test
    void cancelWaitsForTheFirstProvisionalResponse() {
        Call call = placed().on(new SipInput.HangUp(NORMAL));
        assertThat(call.did()).containsExactly("INVITE 1");
        call.on(response(100, 1, null, null));
        assertThat(call.did()).containsExactly("CANCEL 1");
        call.on(response(487, 1, "a", null));
        assertThat(call.did()).containsExactly("Ended");
        assertThat(call.end().side()).isEqualTo(EndSide.LOCAL);
    }

    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndHungUp() {
        Call call = placed().on(response(180, 1, "a", null), new SipInput.HangUp(NORMAL), response(200, 1, "a", SDP));
        assertThat(call.did()).containsExactly("INVITE 1", "Ringing", "CANCEL 1", "ACK 1", "BYE 2", "Ended");
        assertThat(call.end().status()).isEqualTo(487);
    }

    @Test
    void aCancelThatNobodyAnswersIsReportedAfterFiveSeconds() {
        Call call = placed().on(response(180, 1, "a", null), new SipInput.HangUp(NORMAL))
                .pass(5_000);
        assertThat(call.end().status()).isEqualTo(487);
        call.did();
        call.on(response(200, 1, "a", SDP));
        assertThat(call.did()).containsExactly("ACK 1", "BYE 2");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 302, 400, 403, 404, 408, 410, 480, 481, 484, 486, 487, 488, 491, 500, 503, 504, 600, 603})
    void everyRefusalEndsTheCallWithItsStatus(int status) {
        Call call = placed().on(response(status, 1, "a", null));
        assertThat(call.did()).containsExactly("INVITE 1", "Ended");
        assertThat(call.end().status()).isEqualTo(status);
        assertThat(call.end().side()).isEqualTo(EndSide.REMOTE);
        assertThat(call.end().q850()).isBetween(1, 127);
    }

    @Test
    void aChallengeIsAnsweredOnceAndAgainOnlyWhenStale() {
        SipCredentials who = new SipCredentials("u", "p");
        Call call = placed(who).on(challenge(407, 1, "Digest realm=\"r\", nonce=\"1\", qop=\"auth\""));
        assertThat(call.did()).containsExactly("INVITE 1", "INVITE 2");
        assertThat(call.lastSent("INVITE").headers()).anyMatch(h -> h.name().equals("Proxy-Authorization"));
        call.on(challenge(407, 2, "Digest realm=\"r\", nonce=\"2\", qop=\"auth\", stale=true"));
        assertThat(call.did()).containsExactly("INVITE 3");
        call.on(challenge(407, 3, "Digest realm=\"r\", nonce=\"3\", qop=\"auth\""));
        assertThat(call.did()).containsExactly("Ended");
        assertThat(call.end().status()).isEqualTo(407);
    }

    @Test
    void identityIsWrittenInTheTrunksStyle() {
        Trunk asserted = trunk(null, CallerIdStyle.ASSERTED, NumberFormat.PLUS_USER_PHONE);
        OutboundSetup shown = setup(CallerId.of("+442079460201"), asserted);
        assertThat(shown.requestUri()).isEqualTo("sip:+442079460123@192.0.2.1;user=phone");
        assertThat(shown.from()).isEqualTo("<sip:+442079460201@gw.example;user=phone>;tag=ltag");
        assertThat(shown.identity())
                .containsExactly(new SipHeader("P-Asserted-Identity", "<sip:+442079460201@gw.example;user=phone>"));
        OutboundSetup hidden = setup(CallerId.withheld("+442079460201"), asserted);
        assertThat(hidden.from()).isEqualTo("\"Anonymous\" <sip:anonymous@anonymous.invalid>;tag=ltag");
        assertThat(hidden.identity())
                .contains(new SipHeader("Privacy", "id"))
                .anyMatch(h -> h.name().equals("P-Asserted-Identity"));
        OutboundSetup plain =
                setup(CallerId.withheld("+442079460201"), trunk(null, CallerIdStyle.FROM, NumberFormat.DIGITS));
        assertThat(plain.requestUri()).isEqualTo("sip:442079460123@192.0.2.1");
        assertThat(plain.identity().toString()).doesNotContain("442079460201");
    }

    // --- within a call

    @Test
    void aReinviteIsAnsweredByTheMediaSideAndAcknowledged() {
        Call call = talking().on(request("INVITE", 1, "ltag", "hold"));
        assertThat(call.did()).containsExactly("ask");
        call.on(new SipInput.OfferAnswered("INVITE1", "hold", "held"));
        assertThat(call.did()).containsExactly("200", "Reoffered");
        call.pass(1_499);
        assertThat(call.did()).containsExactly("resend");
        call.on(request("ACK", 1, "ltag", null)).pass(60_000);
        assertThat(call.did()).isEmpty();
        call.on(request("INVITE", 2, "ltag", "worse"), new SipInput.OfferAnswered("INVITE2", "worse", null));
        assertThat(call.did()).containsExactly("ask", "488");
    }

    @Test
    void aReinviteWithoutOfferGetsOursAndTheAckItsAnswer() {
        Call call = talking().on(request("INVITE", 1, "ltag", null));
        SipAction.Respond ok = (SipAction.Respond) call.actions.getLast();
        assertThat(ok.sdp()).isEqualTo(OFFER);
        call.did();
        call.on(request("ACK", 1, "ltag", "answer"));
        assertThat(call.did()).containsExactly("take");
    }

    @Test
    void requestsOfTheCarrierAreAnsweredAsTheyDeserve() {
        Call call = talking();
        call.on(request("UPDATE", 1, "ltag", null));
        call.on(request("OPTIONS", 2, "ltag", null));
        call.on(request("INFO", 3, "ltag", null));
        call.on(new SipInput.Request(
                "k",
                "INFO",
                4,
                "ltag",
                "application/dtmf-relay",
                "Signal=1",
                null,
                List.of(),
                List.of(),
                List.of(),
                null,
                false,
                false));
        call.on(request("REFER", 5, "ltag", null));
        call.on(request("INVITE", 6, "ltag", "x", "100rel"));
        call.on(request("BYE", 6, "ltag", null)); // CSeq not above
        call.on(request("BYE", 7, "wrong", null));
        assertThat(call.did()).containsExactly("200", "200", "200", "415", "405", "420", "500", "481");
        call.on(request("BYE", 8, "ltag", null));
        assertThat(call.did()).containsExactly("200", "Ended");
        assertThat(call.end().side()).isEqualTo(EndSide.REMOTE);
    }

    @Test
    void glareIs491() {
        SessionExpires we = new SessionExpires(100, SessionExpires.Refresher.UAC);
        Call call = placed().on(response("INVITE", 200, 1, "a", SDP, we, false)).pass(50_000);
        assertThat(call.did()).containsExactly("INVITE 1", "ACK 1", "Answered", "INVITE 2");
        call.on(request("INVITE", 1, "ltag", "offer"));
        assertThat(call.did()).containsExactly("491");
        call.on(response("INVITE", 491, 2, "a", null, null, false)).pass(3_000);
        assertThat(call.did()).containsExactly("INVITE 3");
        call.on(response("INVITE", 200, 3, "a", SDP, we, false));
        assertThat(call.did()).containsExactly("ACK 3", "take");
    }

    @Test
    void weRefreshWithUpdateAtHalfTimeWhenItIsOurTurn() {
        SessionExpires we = new SessionExpires(100, SessionExpires.Refresher.UAC);
        Call call = placed().on(response("INVITE", 200, 1, "a", SDP, we, true)).pass(50_000);
        assertThat(call.did()).endsWith("UPDATE 2");
        call.on(response("UPDATE", 200, 2, "a", null, we, true)).pass(50_000);
        assertThat(call.did()).containsExactly("UPDATE 3");
        call.on(response("UPDATE", 481, 3, "a", null, null, true));
        assertThat(call.did()).containsExactly("BYE 4", "Ended");
        assertThat(call.end().side()).isEqualTo(EndSide.NETWORK);
    }

    @Test
    void aSessionThatTheCarrierDoesNotRefreshEndsWithBye() {
        SessionExpires they = new SessionExpires(90, SessionExpires.Refresher.UAS);
        Call call = placed().on(response("INVITE", 200, 1, "a", SDP, they, true));
        call.did();
        call.pass(59_999);
        assertThat(call.did()).isEmpty();
        call.pass(1); // 90 s less a third (RFC 4028 section 10)
        assertThat(call.did()).containsExactly("BYE 2", "Ended");
    }

    // --- inbound

    @Test
    void anInboundCallRingsIsAnsweredAndConfirmed() {
        Call call = offered(request("INVITE", 1, null, "offer"));
        call.on(new SipInput.Ring(), new SipInput.Announce(OFFER), new SipInput.Answer(OFFER));
        assertThat(call.did()).containsExactly("100", "180", "183", "200");
        call.on(request("ACK", 1, "ltag", null));
        assertThat(call.did()).containsExactly("Confirmed");
        call.on(request("BYE", 2, "ltag", null));
        assertThat(call.did()).containsExactly("200", "Ended");
    }

    @Test
    void our200IsRepeatedUntilTheAckAndGivenUpAfter32Seconds() {
        Call call = offered(request("INVITE", 1, null, "offer")).on(new SipInput.Answer(OFFER));
        call.did();
        call.pass(31_999);
        // 0.5 1.5 3.5 7.5 11.5 … s: RFC 3261 section 13.3.1.4
        assertThat(call.did()).hasSize(10).containsOnly("resend");
        call.pass(1);
        assertThat(call.did()).containsExactly("BYE 1", "Ended");
        assertThat(call.end().side()).isEqualTo(EndSide.NETWORK);
    }

    @Test
    void cancelEndsARingingCallAndNotAnAnsweredOne() {
        Call call = offered(request("INVITE", 1, null, "offer"));
        call.on(new SipInput.Ring(), request("CANCEL", 1, null, null));
        assertThat(call.did()).containsExactly("100", "180", "200", "487", "Ended");
        Call answered = offered(request("INVITE", 1, null, "offer"));
        answered.on(new SipInput.Answer(OFFER), request("CANCEL", 1, null, null));
        assertThat(answered.did()).containsExactly("100", "200", "200");
        assertThat(answered.state).isInstanceOf(CallState.Talking.class);
    }

    @Test
    void aHangUpBeforeTheAckWaitsForIt() {
        Call call = offered(request("INVITE", 1, null, "offer"));
        call.on(new SipInput.Answer(OFFER), new SipInput.HangUp(NORMAL));
        assertThat(call.did()).containsExactly("100", "200");
        call.on(request("ACK", 1, "ltag", null));
        assertThat(call.did()).containsExactly("Confirmed", "BYE 1", "Ended");
    }

    @Test
    void foreignExtensionsAndBodiesAreRefusedBeforeAnybodyIsAsked() {
        Call rel = offered(request("INVITE", 1, null, "offer", "100rel"));
        assertThat(rel.did()).containsExactly("420");
        assertThat(((SipAction.Respond) rel.actions.getFirst()).headers())
                .contains(new SipHeader("Unsupported", "100rel"));
        Call body = offered(new SipInput.Request(
                "k",
                "INVITE",
                1,
                null,
                "text/plain",
                "hello",
                "sip:c@d",
                List.of(),
                List.of(),
                List.of(),
                null,
                false,
                false));
        assertThat(body.did()).containsExactly("415");
    }

    @Test
    void aCallThatNobodyAnswersIsRefusedInTheEnd() {
        Call call = offered(request("INVITE", 1, null, "offer"))
                .on(new SipInput.Ring())
                .pass(180_000);
        assertThat(call.did()).containsExactly("100", "180", "480", "Ended");
        assertThat(call.end().q850()).isEqualTo(19);
    }

    // --- anything

    @Test
    void whateverComesInWhateverOrderThereIsOneEndAndThenSilence() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 5_000; round++) {
            Call call = random.nextBoolean()
                    ? placed(new SipCredentials("u", "p"))
                    : offered(request("INVITE", 1, null, "offer"));
            boolean inbound = call.state instanceof CallState.Offered;
            for (int i = 0; i < 30; i++) {
                call.on(any(random)).pass(random.nextInt(3) == 0 ? random.nextInt(20_000) : 0);
            }
            call.on(new SipInput.HangUp(NORMAL)).pass(400_000);
            assertThat(call.state).as("seed %d round %d", seed, round).isInstanceOf(CallState.Gone.class);
            assertThat(call.events.stream().filter(TrunkEvent.Ended.class::isInstance))
                    .as("seed %d round %d inbound %s: %s", seed, round, inbound, call.events)
                    .hasSize(1);
            assertThat(call.events.getLast()).isInstanceOf(TrunkEvent.Ended.class);
        }
    }

    private static SipInput any(SplittableRandom random) {
        String[] tags = {"a", "b"};
        String[] methods = {"INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "INFO", "OPTIONS", "PRACK"};
        int[] statuses = {100, 180, 183, 200, 200, 302, 401, 407, 481, 486, 487, 491, 503};
        String tag = tags[random.nextInt(2)];
        String sdp = random.nextBoolean() ? SDP : null;
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> response(statuses[random.nextInt(statuses.length)], 1 + random.nextInt(3), tag, sdp);
            case 4 ->
                response(
                        methods[random.nextInt(methods.length)],
                        statuses[random.nextInt(statuses.length)],
                        1 + random.nextInt(4),
                        tag,
                        sdp,
                        new SessionExpires(90, SessionExpires.Refresher.UAC),
                        random.nextBoolean());
            case 5, 6, 7 ->
                request(
                        methods[random.nextInt(methods.length)],
                        1 + random.nextInt(6),
                        random.nextInt(4) == 0 ? null : "ltag",
                        sdp);
            case 8 -> new SipInput.OfferAnswered("INVITE" + random.nextInt(6), "o", sdp);
            case 9 -> new SipInput.Unreachable(methods[random.nextInt(methods.length)], 1 + random.nextInt(3), "gone");
            case 10 -> random.nextBoolean() ? new SipInput.Ring() : new SipInput.Announce(OFFER);
            default -> random.nextInt(4) == 0 ? new SipInput.Answer(OFFER) : new SipInput.Tick();
        };
    }
}
