package io.tollgate.rtp.sdp;

import static io.tollgate.rtp.sdp.Samples.agreed;
import static io.tollgate.rtp.sdp.Samples.parsed;
import static io.tollgate.rtp.sdp.Samples.refusal;
import static io.tollgate.rtp.sdp.Samples.sample;
import static io.tollgate.rtp.sdp.Samples.socket;
import static io.tollgate.rtp.sdp.Samples.text;
import static io.tollgate.rtp.sdp.Samples.webRtc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebRtcOfferAnswerTest {
    @Test
    void chromiumsOfferIsAnsweredWithEverythingItNeeds() {
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(sample("chromium-offer"), webRtc()));
        assertThat(answer.description().write())
                .isEqualTo(String.join(
                        "\r\n",
                        "v=0",
                        "o=- 7 1 IN IP4 127.0.0.1",
                        "s=-",
                        "t=0 0",
                        "a=group:BUNDLE 0",
                        "a=ice-lite",
                        "a=msid-semantic: WMS tollgate",
                        "m=audio 40000 UDP/TLS/RTP/SAVPF 111 110 126",
                        "c=IN IP4 192.0.2.1",
                        "a=mid:0",
                        "a=ice-ufrag:gwfrag01",
                        "a=ice-pwd:0123456789abcdefghijklmn",
                        "a=fingerprint:sha-256 AB" + ":CD".repeat(31),
                        "a=setup:passive",
                        "a=rtcp-mux",
                        "a=sendrecv",
                        "a=rtpmap:111 opus/48000/2",
                        "a=fmtp:111 minptime=10;useinbandfec=1",
                        "a=rtpmap:110 telephone-event/48000",
                        "a=fmtp:110 0-15",
                        "a=rtpmap:126 telephone-event/8000",
                        "a=fmtp:126 0-15",
                        "a=ptime:20",
                        "a=msid:tollgate audio",
                        "a=ssrc:2291772091 cname:tollgate",
                        "a=ssrc:2291772091 msid:tollgate audio",
                        "a=candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host",
                        "a=candidate:2 1 udp 2130706175 2001:db8:0:0:0:0:0:1 40000 typ host",
                        "a=end-of-candidates",
                        ""));
    }

    @Test
    void whatChromiumOfferedIsWhatWeUse() {
        NegotiatedWebRtc media = agreed(OfferAnswer.answerWebRtc(sample("chromium-offer"), webRtc()))
                .media();
        assertThat(media.remoteUfrag()).isEqualTo("Yh8P");
        assertThat(media.remotePwd()).isEqualTo("Tt5xLZzS3sFrCqYzv4x1v0Qe");
        assertThat(media.remoteFingerprint().value()).startsWith("6B:8B:F0:65");
        assertThat(media.remoteSetup()).isEqualTo(Setup.ACTPASS);
        assertThat(List.of(media.opusPt(), media.te48kPt(), media.te8kPt())).containsExactly(111, 110, 126);
        assertThat(media.inbandFec()).isTrue();
        assertThat(media.remoteSsrc()).isEqualTo(3_735_928_559L);
        assertThat(media.toString()).doesNotContain(media.remotePwd());
    }

    @Test
    void onlyTheTelephoneEventsThatWereOfferedAreAnswered() {
        String offer = text("chromium-offer")
                .replace(" 13 110 126", " 13 126")
                .replace("a=rtpmap:110 telephone-event/48000\r\n", "");
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(parsed(offer), webRtc()));
        assertThat(answer.media().te48kPt()).isEqualTo(-1);
        assertThat(answer.description().write()).doesNotContain("telephone-event/48000");
    }

    @Test
    void credentialsAndFingerprintOfTheSessionServeTheSection() {
        String offer = text("chromium-offer");
        String moved = "a=ice-ufrag:Yh8P\r\na=ice-pwd:Tt5xLZzS3sFrCqYzv4x1v0Qe\r\n";
        String section = offer.replace(moved, "").replace("a=group:BUNDLE 0\r\n", "a=group:BUNDLE 0\r\n" + moved);
        assertThat(agreed(OfferAnswer.answerWebRtc(parsed(section), webRtc()))
                        .media()
                        .remoteUfrag())
                .isEqualTo("Yh8P");
    }

    @Test
    void videoBesideTheAudioIsRefusedAndKeptOutOfTheBundle() {
        String video = "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=mid:1\r\na=rtpmap:96 VP8/90000\r\n";
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(parsed(text("chromium-offer") + video), webRtc()));
        assertThat(answer.description().write())
                .contains("a=group:BUNDLE 0\r\n")
                .contains("m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a=rtcp-mux|,NO_RTCP_MUX",
        "a=rtpmap:111 opus/48000/2|,NOT_OPUS",
        "a=ice-ufrag:Yh8P|,NO_ICE_CREDENTIALS",
        "a=ice-pwd:Tt5xLZzS3sFrCqYzv4x1v0Qe|,NO_ICE_CREDENTIALS",
        "a=fingerprint:sha-256,NO_FINGERPRINT",
        "UDP/TLS/RTP/SAVPF,UNSUPPORTED_TRANSPORT",
        "m=audio,NO_AUDIO",
        "a=setup:actpass,WRONG_SETUP"
    })
    void whatIsMissingIsNamed(String cut, Refusal reason) {
        String line = cut.replace("|", "\r\n");
        String substitute = switch (reason) {
            case UNSUPPORTED_TRANSPORT -> "RTP/AVP";
            case NO_AUDIO -> "m=text";
            case WRONG_SETUP -> "a=setup:passive";
            case NO_FINGERPRINT -> "a=fingerprint:sha-1";
            default -> "a=x" + (line.endsWith("\n") ? "\r\n" : "");
        };
        String offer = text("chromium-offer").replace(line, substitute);
        assertThat(refusal(OfferAnswer.answerWebRtc(parsed(offer), webRtc()))).isEqualTo(reason);
    }

    @Test
    void ourPeersOfferAndTheGatewaysAnswerFitTogether() {
        LocalWebRtc peer = new LocalWebRtc(
                "peer",
                "abcdefghijklmnopqrstuv",
                new Fingerprint("sha-256", "00" + ":11".repeat(31)),
                List.of(socket("192.0.2.77", 55_000)),
                42,
                "alice",
                1,
                1);
        SessionDescription offer = OfferAnswer.webRtcOffer(peer);
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(parsed(offer.write()), webRtc()));
        NegotiatedWebRtc atPeer = agreed(
                OfferAnswer.readWebRtcAnswer(offer, parsed(answer.description().write())));
        assertThat(atPeer.remoteSetup()).isEqualTo(Setup.PASSIVE);
        assertThat(atPeer.remoteUfrag()).isEqualTo("gwfrag01");
        assertThat(atPeer.remoteCandidates().getFirst().udpSocket()).contains(socket("192.0.2.1", 40_000));
        assertThat(answer.media().remoteCandidates().getFirst().udpSocket()).contains(socket("192.0.2.77", 55_000));
        assertThat(atPeer.opusPt()).isEqualTo(answer.media().opusPt());
        assertThat(answer.media().remoteSsrc()).isEqualTo(42);
    }

    @Test
    void anAnswerThatLeavesTheDtlsRoleOpenIsRefused() {
        SessionDescription offer = OfferAnswer.webRtcOffer(webRtc());
        assertThat(refusal(OfferAnswer.readWebRtcAnswer(offer, offer))).isEqualTo(Refusal.WRONG_SETUP);
    }

    @ParameterizedTest
    @CsvSource({"PCMU,0,PCMU/8000", "PCMA,8,PCMA/8000", "G722,9,G722/8000"})
    void aTrunksCodecInFrontIsChosenWithEventsOfItsClock(OverlayCodec codec, int payloadType, String words) {
        LocalWebRtc local = webRtc().preferring(List.of(codec, OverlayCodec.OPUS));
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(sample("chromium-offer"), local));
        assertThat(answer.media().codec()).isEqualTo(codec);
        assertThat(answer.media().payloadType()).isEqualTo(payloadType);
        assertThat(answer.media().opusPt()).isEqualTo(-1);
        assertThat(answer.media().telephoneEventPt()).isEqualTo(126);
        assertThat(answer.media().te48kPt()).isEqualTo(-1);
        assertThat(codec.words()).isEqualTo(words);
        assertThat(answer.description().write())
                .contains("RTP/SAVPF " + payloadType + " 126\r\n", "a=rtpmap:" + payloadType + " " + words)
                .doesNotContain("opus", "telephone-event/48000");
    }

    @Test
    void opusIsTakenWhereThePreferredCodecWasNotOffered() {
        LocalWebRtc local = webRtc().preferring(List.of(OverlayCodec.PCMU, OverlayCodec.OPUS));
        SessionDescription opusOnly = OfferAnswer.webRtcOffer(webRtc());
        NegotiatedWebRtc media =
                agreed(OfferAnswer.answerWebRtc(opusOnly, local)).media();
        assertThat(media.opusPt()).isEqualTo(111);
        assertThat(media.telephoneEventPt()).isEqualTo(110);
        LocalWebRtc withoutOpus = webRtc().preferring(List.of(OverlayCodec.PCMU, OverlayCodec.G722));
        assertThat(refusal(OfferAnswer.answerWebRtc(opusOnly, withoutOpus))).isEqualTo(Refusal.NO_COMMON_CODEC);
    }

    @Test
    void aPeerThatOffersSeveralCodecsReadsWhichWasChosen() {
        LocalWebRtc peer = webRtc().preferring(List.of(OverlayCodec.OPUS, OverlayCodec.G722, OverlayCodec.PCMU));
        SessionDescription offer = OfferAnswer.webRtcOffer(peer);
        assertThat(offer.media().getFirst().formats()).containsExactly("111", "9", "0", "110", "126");
        LocalWebRtc gateway = webRtc().preferring(List.of(OverlayCodec.PCMA, OverlayCodec.G722));
        WebRtcAnswer answer = agreed(OfferAnswer.answerWebRtc(parsed(offer.write()), gateway));
        NegotiatedWebRtc atPeer = agreed(
                OfferAnswer.readWebRtcAnswer(offer, parsed(answer.description().write())));
        assertThat(atPeer.codec())
                .isEqualTo(OverlayCodec.G722)
                .isEqualTo(answer.media().codec());
        assertThat(atPeer.telephoneEventPt()).isEqualTo(126);
        SessionDescription opusOnly = OfferAnswer.webRtcOffer(webRtc());
        assertThat(refusal(OfferAnswer.readWebRtcAnswer(opusOnly, answer.description())))
                .isEqualTo(Refusal.NOT_OPUS);
    }

    @Test
    void whatTheDecoderAsksOfOurOpusIsRead() {
        String asking = text("chromium-offer")
                .replace(
                        "a=fmtp:111 minptime=10;useinbandfec=1",
                        "a=fmtp:111 usedtx=1; maxaveragebitrate=30000; maxplaybackrate=16000\r\na=ptime:40\r\na=maxptime:120");
        NegotiatedWebRtc media =
                agreed(OfferAnswer.answerWebRtc(parsed(asking), webRtc())).media();
        assertThat(media.opus()).isEqualTo(new OpusParameters(false, true, 30_000, 16_000));
        assertThat(media.ptimeMs()).isEqualTo(40);
        assertThat(media.maxPtimeMs()).isEqualTo(120);
        String absurd = asking.replace("=30000", "=1").replace("=16000", "=999999999999");
        assertThat(agreed(OfferAnswer.answerWebRtc(parsed(absurd), webRtc()))
                        .media()
                        .opus())
                .isEqualTo(new OpusParameters(false, true, 0, 48_000));
    }

    @ParameterizedTest
    @CsvSource({
        "'',20",
        "a=ptime:10|,20",
        "a=ptime:30|,20",
        "a=ptime:60|,60",
        "a=ptime:120|,60",
        "a=ptime:60|a=maxptime:50|,40",
        "a=maxptime:10|,20"
    })
    void packetsAreOfWholeFramesWithinWhatTheOtherSideTakes(String lines, int ptimeMs) {
        String offer = text("chromium-offer") + lines.replace("|", "\r\n");
        assertThat(agreed(OfferAnswer.answerWebRtc(parsed(offer), webRtc()))
                        .media()
                        .ptimeMs())
                .isEqualTo(ptimeMs);
    }

    @Test
    void packetLengthsAmongOpusParametersCountToo() {
        String offer = text("chromium-offer").replace("minptime=10", "ptime=60; maxptime=40");
        NegotiatedWebRtc media =
                agreed(OfferAnswer.answerWebRtc(parsed(offer), webRtc())).media();
        assertThat(media.ptimeMs()).isEqualTo(40);
        assertThat(media.maxPtimeMs()).isEqualTo(40);
    }
}
