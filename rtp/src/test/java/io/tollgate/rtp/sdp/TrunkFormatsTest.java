package io.tollgate.rtp.sdp;

import static io.tollgate.rtp.sdp.Samples.agreed;
import static io.tollgate.rtp.sdp.Samples.parsed;
import static io.tollgate.rtp.sdp.Samples.sample;
import static io.tollgate.rtp.sdp.Samples.socket;
import static io.tollgate.rtp.sdp.Samples.speaking;
import static io.tollgate.rtp.sdp.Samples.text;
import static io.tollgate.rtp.sdp.Samples.trunk;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rtp.codec.AudioCodecs;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TrunkFormatsTest {
    private static final TrunkFeatures EVERYTHING = new TrunkFeatures(true, true, true);

    private static LocalTrunk speakingAll() {
        return speaking(AudioCodec.values());
    }

    private static SessionDescription offerOf(String formats, String lines) {
        return parsed("v=0\r\no=u 1 1 IN IP4 192.0.2.9\r\nc=IN IP4 192.0.2.9\r\nm=audio 6000 RTP/AVP " + formats
                + "\r\n" + lines.replace("|", "\r\n"));
    }

    @Test
    void everyCodecIsOfferedWithItsParameters() {
        assertThat(OfferAnswer.trunkOffer(speakingAll().with(EVERYTHING)).write())
                .contains(String.join(
                        "\r\n",
                        "m=audio 20000 RTP/AVP 0 8 9 18 3 97 98 13 101",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:9 G722/8000",
                        "a=rtpmap:18 G729/8000",
                        "a=fmtp:18 annexb=yes",
                        "a=rtpmap:3 GSM/8000",
                        "a=rtpmap:97 iLBC/8000",
                        "a=fmtp:97 mode=20",
                        "a=rtpmap:98 L16/8000",
                        "a=rtpmap:13 CN/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=rtcp-mux",
                        "a=sendrecv",
                        ""));
    }

    @Test
    void whatATrunkDoesNotWantIsNotOffered() {
        TrunkFeatures voiceOnly = new TrunkFeatures(false, false, false);
        assertThat(OfferAnswer.trunkOffer(trunk().with(voiceOnly)).write())
                .contains("m=audio 20000 RTP/AVP 0 8\r\n")
                .doesNotContain("telephone-event", "CN/8000", "rtcp-mux");
    }

    @ParameterizedTest
    @EnumSource(AudioCodec.class)
    void theTwoSidesAgreeOnEveryCodecAndItsPacketLength(AudioCodec codec) {
        for (int ptime = 10; ptime <= 60; ptime += 10) {
            LocalTrunk here = new LocalTrunk(socket("192.0.2.1", 20_000), 20_001, List.of(codec), ptime, 1, 1);
            LocalTrunk there =
                    new LocalTrunk(socket("192.0.2.2", 30_000), 30_001, List.of(AudioCodec.PCMU, codec), 20, 2, 1);
            SessionDescription offer = OfferAnswer.trunkOffer(here);
            TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(parsed(offer.write()), there));
            Negotiated read = agreed(OfferAnswer.readTrunkAnswer(
                    offer, parsed(answer.description().write())));
            assertThat(read.codec()).isEqualTo(answer.media().codec()).isEqualTo(codec);
            assertThat(read.payloadType()).isEqualTo(answer.media().payloadType());
            assertThat(read.arriving()).isEqualTo(answer.media().arriving());
            assertThat(read.ilbcModeMs()).isEqualTo(answer.media().ilbcModeMs());
            int frame = read.arriving().audio().getFirst().frameMs();
            assertThat(read.ptimeMs())
                    .isEqualTo(answer.media().ptimeMs())
                    .isEqualTo(Math.max(frame, Math.min(ptime, read.ilbcModeMs() == 20 ? 40 : 60) / frame * frame));
            assertThat(AudioCodecs.takes(codec, read.ptimeMs())).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // codec, mode, wish, receiver's limit, packet
        "PCMU, 0, 20, 0, 20",
        "PCMU, 0, 25, 0, 20",
        "PCMU, 0, 5, 0, 10",
        "PCMU, 0, 100, 0, 60",
        "G722, 0, 60, 40, 40",
        "G722, 0, 20, 5, 10",
        "G729, 0, 30, 0, 30",
        "GSM, 0, 30, 0, 20",
        "GSM, 0, 10, 0, 20",
        "GSM, 0, 60, 50, 40",
        "ILBC, 20, 50, 0, 40",
        "ILBC, 20, 60, 0, 40",
        "ILBC, 30, 20, 0, 30",
        "ILBC, 30, 60, 0, 60",
        "ILBC, 30, 60, 20, 30",
        "L16, 0, 40, 0, 40",
    })
    void packetsHoldWholeFramesWithinWhatTheOtherSideTakes(
            AudioCodec codec, int mode, int wish, int limit, int packet) {
        TrunkFormat format = new TrunkFormat(codec == AudioCodec.ILBC ? 97 : 0, codec, mode);
        assertThat(format.ptimeMs(wish, limit)).isEqualTo(packet);
    }

    @ParameterizedTest
    @CsvSource({"mode=20,20,20", "mode=30,20,30", "mode=20,30,30", "mode=25,20,30", "x=1,20,30"})
    void ofTwoIlbcModesTheOneOfLowerBandwidthHolds(String theirs, int ourPtime, int mode) {
        LocalTrunk local =
                new LocalTrunk(socket("192.0.2.1", 20_000), 20_001, List.of(AudioCodec.ILBC), ourPtime, 1, 1);
        TrunkAnswer answer = agreed(
                OfferAnswer.answerTrunk(offerOf("102", "a=rtpmap:102 ILBC/8000|a=fmtp:102 " + theirs + "|"), local));
        assertThat(answer.media().ilbcModeMs()).isEqualTo(mode);
        assertThat(answer.media().ptimeMs() % mode).isZero();
        assertThat(answer.description().write()).contains("a=fmtp:102 mode=" + mode + "\r\n");
    }

    @Test
    void anIlbcAnswerWithoutAModeMeansThirty() {
        LocalTrunk local = speaking(AudioCodec.ILBC);
        Negotiated media = agreed(
                OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(local), offerOf("97", "a=rtpmap:97 iLBC/8000|")));
        assertThat(media.ilbcModeMs()).isEqualTo(30);
        assertThat(media.ptimeMs()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"'', yes", "a=fmtp:18 annexb=yes|, yes", "a=fmtp:18 annexb=no|, no"})
    void whereComfortNoiseIsAllowedSilencesOfG729AreToo(String theirs, String answered) {
        LocalTrunk local = speaking(AudioCodec.G729).with(new TrunkFeatures(true, false, true));
        assertThat(OfferAnswer.trunkOffer(local).write()).contains("a=fmtp:18 annexb=yes\r\n");
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offerOf("18", theirs), local));
        assertThat(answer.description().write()).contains("a=fmtp:18 annexb=" + answered + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({"''", "a=fmtp:18 annexb=yes|", "a=fmtp:18 annexb=no|"})
    void g729IsAnsweredWithoutAnnexBWhateverWasOffered(String fmtp) {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offerOf("18", fmtp), speaking(AudioCodec.G729)));
        assertThat(answer.media().codec()).isEqualTo(AudioCodec.G729);
        assertThat(answer.description().write()).contains("a=fmtp:18 annexb=no\r\n");
    }

    @Test
    void telephoneEventsOfAnotherClockAreLeftAlone() {
        SessionDescription offer =
                offerOf("0 96 97", "a=rtpmap:96 telephone-event/16000|a=rtpmap:97 telephone-event/8000|");
        assertThat(agreed(OfferAnswer.answerTrunk(offer, trunk())).media().telephoneEventPt())
                .isEqualTo(97);
        SessionDescription only16k = offerOf("0 96", "a=rtpmap:96 telephone-event/16000|");
        assertThat(agreed(OfferAnswer.answerTrunk(only16k, trunk())).media().telephoneEventPt())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({"0 13,'',13", "0 19,a=rtpmap:19 CN/8000|,19", "0 98,a=rtpmap:98 CN/16000|,-1", "0,'',-1"})
    void comfortNoiseIsAcceptedWhereTheTrunkAllowsIt(String formats, String lines, int payloadType) {
        SessionDescription offer = offerOf(formats, lines);
        TrunkAnswer allowed = agreed(OfferAnswer.answerTrunk(offer, trunk().with(EVERYTHING)));
        assertThat(allowed.media().comfortNoisePt()).isEqualTo(payloadType);
        assertThat(allowed.description().write().contains("CN/8000")).isEqualTo(payloadType >= 0);
        TrunkAnswer without = agreed(OfferAnswer.answerTrunk(offer, trunk()));
        assertThat(without.media().comfortNoisePt()).isEqualTo(-1);
        assertThat(without.description().write()).doesNotContain("CN/8000");
    }

    @Test
    void anAnswerCannotBringWhatWasNotOffered() {
        SessionDescription answer = offerOf("0 13 101", "a=rtpmap:101 telephone-event/8000|a=rtcp-mux|");
        SessionDescription plain = OfferAnswer.trunkOffer(trunk().with(new TrunkFeatures(false, false, false)));
        Negotiated media = agreed(OfferAnswer.readTrunkAnswer(plain, answer));
        assertThat(media.comfortNoisePt()).isEqualTo(-1);
        assertThat(media.telephoneEventPt()).isEqualTo(-1);
        assertThat(media.rtcpMux()).isFalse();
        Negotiated all = agreed(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(trunk().with(EVERYTHING)), answer));
        assertThat(all.comfortNoisePt()).isEqualTo(13);
        assertThat(all.telephoneEventPt()).isEqualTo(101);
        assertThat(all.rtcpMux()).isTrue();
        assertThat(all.remoteRtcp()).isEqualTo(all.remoteRtp());
    }

    @Test
    void anOfferedSharedPortIsAcceptedUnlessANumberWouldLookLikeRtcp() {
        TrunkAnswer shared = agreed(OfferAnswer.answerTrunk(offerOf("0", "a=rtcp-mux|"), trunk()));
        assertThat(shared.media().remoteRtcp()).isEqualTo(socket("192.0.2.9", 6_000));
        assertThat(shared.description().write()).contains("a=rtcp-mux\r\n");
        TrunkAnswer clash =
                agreed(OfferAnswer.answerTrunk(offerOf("72", "a=rtpmap:72 PCMU/8000|a=rtcp-mux|"), trunk()));
        assertThat(clash.media().rtcpMux()).isFalse();
        assertThat(clash.description().write()).doesNotContain("rtcp-mux");
    }

    @Test
    void whatWasOfferedUnderOurNumbersMayArriveUnderThemOrUnderTheirs() {
        SessionDescription answer =
                offerOf("110 0 102", "a=rtpmap:110 iLBC/8000|a=fmtp:110 mode=20|a=rtpmap:102 telephone-event/8000|");
        Negotiated media = agreed(OfferAnswer.readTrunkAnswer(
                OfferAnswer.trunkOffer(speaking(AudioCodec.PCMU, AudioCodec.ILBC, AudioCodec.L16)), answer));
        assertThat(media.payloadType()).isEqualTo(110);
        assertThat(media.telephoneEventPt()).isEqualTo(102);
        assertThat(media.arriving())
                .isEqualTo(new ArrivingFormats(
                        List.of(
                                new TrunkFormat(97, AudioCodec.ILBC, 20),
                                new TrunkFormat(0, AudioCodec.PCMU, 0),
                                new TrunkFormat(110, AudioCodec.ILBC, 20)),
                        List.of(101, 102),
                        List.of()));
        assertThat(media.arriving().audio(110)).contains(new TrunkFormat(110, AudioCodec.ILBC, 20));
        assertThat(media.arriving().audio(98)).isEmpty();
        assertThat(media.arriving().payloadTypeOf(AudioCodec.ILBC)).hasValue(97);
    }

    @Test
    void aNumberThatMeansSomethingElseToUsIsNotTakenForTheirs() {
        // Their 101 for PCMU crosses our 101 for telephone events.
        SessionDescription answer = offerOf("101 8", "a=rtpmap:101 PCMU/8000|");
        Negotiated media = agreed(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(trunk()), answer));
        assertThat(media.payloadType()).isEqualTo(101);
        assertThat(media.arriving().audio())
                .containsExactly(new TrunkFormat(0, AudioCodec.PCMU, 0), new TrunkFormat(8, AudioCodec.PCMA, 0));
    }

    @Test
    void anIpv6HoldKeepsItsFamilyAndItsFormats() {
        String held =
                text("linphone-srtp-offer").replace("RTP/SAVP", "RTP/AVP").replace("t=0 0", "t=0 0\r\na=sendonly");
        LocalTrunk local = new LocalTrunk(socket("2001:db8::1", 20_000), 20_001, List.of(AudioCodec.L16), 20, 1, 1);
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(parsed(held), local.next()));
        assertThat(answer.media().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(answer.media().remoteRtp()).isEqualTo(socket("2001:db8::42", 7_078));
        assertThat(answer.description().write())
                .contains("c=IN IP6 2001:db8:0:0:0:0:0:1\r\n", "a=recvonly\r\n", "a=rtpmap:98 L16/8000\r\n");
    }

    @Test
    void theRemotesLimitIsKeptForLater() {
        assertThat(agreed(OfferAnswer.answerTrunk(sample("asterisk-offer"), trunk()))
                        .media()
                        .maxPtimeMs())
                .isEqualTo(140);
    }

    @Test
    void aModeForACodecThatHasNoneIsAMistakeOfOurs() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TrunkFormat(0, AudioCodec.PCMU, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrunkFormat(97, AudioCodec.ILBC, 0));
    }
}
