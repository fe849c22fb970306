package io.tollgate.rtp.sdp;

import static io.tollgate.rtp.sdp.Samples.agreed;
import static io.tollgate.rtp.sdp.Samples.parsed;
import static io.tollgate.rtp.sdp.Samples.refusal;
import static io.tollgate.rtp.sdp.Samples.sample;
import static io.tollgate.rtp.sdp.Samples.socket;
import static io.tollgate.rtp.sdp.Samples.text;
import static io.tollgate.rtp.sdp.Samples.trunk;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkOfferAnswerTest {
    @Test
    void ourOfferReadsAsTheTrunkExpectsIt() {
        assertThat(OfferAnswer.trunkOffer(trunk()).write())
                .isEqualTo(String.join(
                        "\r\n",
                        "v=0",
                        "o=tollgate 4711 1 IN IP4 192.0.2.1",
                        "s=-",
                        "c=IN IP4 192.0.2.1",
                        "t=0 0",
                        "m=audio 20000 RTP/AVP 0 8 101",
                        "a=rtpmap:0 PCMU/8000",
                        "a=rtpmap:8 PCMA/8000",
                        "a=rtpmap:101 telephone-event/8000",
                        "a=fmtp:101 0-15",
                        "a=ptime:20",
                        "a=sendrecv",
                        ""));
    }

    @Test
    void asterisksOrderOfCodecsIsFollowed() {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample("asterisk-offer"), trunk()));
        assertThat(answer.media())
                .isEqualTo(new Negotiated(
                        socket("198.51.100.20", 14_806),
                        socket("198.51.100.20", 14_807),
                        AudioCodec.PCMA,
                        8,
                        101,
                        20,
                        Direction.SENDRECV,
                        -1,
                        0,
                        140,
                        false,
                        new ArrivingFormats(
                                List.of(new TrunkFormat(8, AudioCodec.PCMA, 0), new TrunkFormat(0, AudioCodec.PCMU, 0)),
                                List.of(101),
                                List.of()),
                        Optional.empty()));
        assertThat(answer.description().media().getFirst().formats()).containsExactly("8", "0", "101");
    }

    @Test
    void aCodecThatIsNotOnOurListIsPassedOver() {
        LocalTrunk onlyMuLaw = new LocalTrunk(socket("192.0.2.1", 20_000), 20_001, List.of(AudioCodec.PCMU), 20, 1, 1);
        assertThat(agreed(OfferAnswer.answerTrunk(sample("asterisk-offer"), onlyMuLaw))
                        .media()
                        .codec())
                .isEqualTo(AudioCodec.PCMU);
    }

    @Test
    void ciscosFaxSectionIsRefusedByPortZeroAndItsPacketTimeIsTaken() {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample("cisco-offer"), trunk()));
        assertThat(answer.media().ptimeMs()).isEqualTo(30);
        assertThat(answer.media().telephoneEventPt()).isEqualTo(100);
        assertThat(answer.media().remoteRtp()).isEqualTo(socket("203.0.113.6", 17_388));
        MediaDescription fax = answer.description().media().get(1);
        assertThat(fax.kind()).isEqualTo("image");
        assertThat(fax.port()).isZero();
        assertThat(fax.formats()).containsExactly("t38");
    }

    @Test
    void sippWithoutTelephoneEventGetsNone() {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample("sipp-offer"), trunk()));
        assertThat(answer.media().telephoneEventPt()).isEqualTo(-1);
        assertThat(answer.description().write()).doesNotContain("telephone-event");
    }

    @Test
    void baresipsIpv6AddressAndRtcpPortAreTaken() {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample("baresip-offer"), trunk()));
        assertThat(answer.media().remoteRtp()).isEqualTo(socket("2001:db8::7", 10_344));
        assertThat(answer.media().remoteRtcp()).isEqualTo(socket("2001:db8::7", 10_399));
    }

    @ParameterizedTest
    @CsvSource({"sendonly,recvonly,false,true", "recvonly,sendonly,true,false", "inactive,inactive,false,false"})
    void holdIsAnsweredInKindWithTheVersionRaised(String offered, String answered, boolean sends, boolean receives) {
        SessionDescription reoffer = parsed(text("asterisk-offer").replace("a=sendrecv", "a=" + offered));
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(reoffer, trunk().next()));
        assertThat(answer.description().write())
                .contains("a=" + answered + "\r\n")
                .contains("o=tollgate 4711 2 ");
        assertThat(answer.media().direction().sends()).isEqualTo(sends);
        assertThat(answer.media().direction().receives()).isEqualTo(receives);
    }

    @Test
    void aDirectionOfTheWholeSessionCounts() {
        SessionDescription reoffer = parsed(text("sipp-offer").replace("t=0 0\r\n", "t=0 0\r\na=sendonly\r\n"));
        assertThat(agreed(OfferAnswer.answerTrunk(reoffer, trunk())).media().direction())
                .isEqualTo(Direction.RECVONLY);
    }

    @Test
    void holdTheOldWayStopsOurSending() {
        SessionDescription reoffer = parsed(text("sipp-offer").replace("c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0"));
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(reoffer, trunk()));
        assertThat(answer.media().direction()).isEqualTo(Direction.RECVONLY);
        assertThat(answer.description().write()).contains("a=sendrecv");
    }

    @Test
    void ofSeveralAudioSectionsTheFirstUsableOneIsTaken() {
        String second = "m=audio 6002 RTP/AVP 8\r\nm=audio 6004 RTP/AVP 0\r\n";
        SessionDescription offer =
                parsed(text("sipp-offer").replace("m=audio 6000 RTP/AVP 0", "m=audio 0 RTP/AVP 0") + second);
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offer, trunk()));
        assertThat(answer.description().media())
                .extracting(MediaDescription::port)
                .containsExactly(0, 20_000, 0);
        assertThat(answer.media().codec()).isEqualTo(AudioCodec.PCMA);
    }

    @Test
    void aDynamicPayloadTypeForACodecWeKnowIsUsed() {
        SessionDescription offer =
                parsed(text("sipp-offer").replace("RTP/AVP 0", "RTP/AVP 98").replace("rtpmap:0", "rtpmap:98"));
        assertThat(agreed(OfferAnswer.answerTrunk(offer, trunk())).media().payloadType())
                .isEqualTo(98);
    }

    @ParameterizedTest
    @CsvSource({
        "RTP/AVP 0,RTP/AVP 18,NO_COMMON_CODEC",
        "RTP/AVP 0,RTP/SAVP 0,UNSUPPORTED_TRANSPORT",
        "m=audio 6000,m=audio 0,NO_AUDIO",
        "m=audio,m=video,NO_AUDIO",
        "c=IN IP4 127.0.0.1,c=IN IP4 media.example.net,BAD_ADDRESS",
        "c=IN IP4 127.0.0.1,c=IN IP4 224.2.1.1/127,BAD_ADDRESS",
        "c=IN IP4 127.0.0.1,c=IN IP6 127.0.0.1,BAD_ADDRESS"
    })
    void whatCannotBeIsRefusedWithItsReason(String from, String to, Refusal reason) {
        SessionDescription offer = parsed(text("sipp-offer").replace(from, to));
        assertThat(refusal(OfferAnswer.answerTrunk(offer, trunk()))).isEqualTo(reason);
    }

    @Test
    void theFirstCodecOfAnAnswerIsWhatWeSend() {
        SessionDescription answer = parsed(text("asterisk-offer"));
        Negotiated media = agreed(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(trunk()), answer));
        assertThat(media.codec()).isEqualTo(AudioCodec.PCMA);
        assertThat(media.telephoneEventPt()).isEqualTo(101);
        assertThat(media.direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void anAnswerInEarlyMediaThatOnlySendsLeavesUsListening() {
        SessionDescription answer = parsed(text("asterisk-offer").replace("a=sendrecv", "a=sendonly"));
        assertThat(agreed(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(trunk()), answer))
                        .direction())
                .isEqualTo(Direction.RECVONLY);
    }

    @Test
    void anAnswerThatDoesNotFitTheOfferIsRefused() {
        SessionDescription offer = OfferAnswer.trunkOffer(trunk());
        assertThat(refusal(OfferAnswer.readTrunkAnswer(offer, sample("cisco-offer"))))
                .isEqualTo(Refusal.SECTIONS_DIFFER);
        assertThat(refusal(OfferAnswer.readTrunkAnswer(
                        offer, parsed(text("sipp-offer").replace("audio 6000", "audio 0")))))
                .isEqualTo(Refusal.NO_AUDIO);
        assertThat(refusal(OfferAnswer.readTrunkAnswer(
                        offer, parsed(text("sipp-offer").replace("RTP/AVP 0", "RTP/AVP 18")))))
                .isEqualTo(Refusal.NO_COMMON_CODEC);
    }

    @Test
    void theTwoSidesOfOurOwnNegotiationAgree() {
        LocalTrunk there = new LocalTrunk(
                socket("2001:db8::9", 30_000), 30_005, List.of(AudioCodec.PCMA, AudioCodec.PCMU), 40, 9, 9);
        SessionDescription offer = OfferAnswer.trunkOffer(trunk());
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offer, there));
        Negotiated here = agreed(
                OfferAnswer.readTrunkAnswer(offer, parsed(answer.description().write())));
        assertThat(here.codec()).isEqualTo(answer.media().codec());
        assertThat(here.ptimeMs()).isEqualTo(answer.media().ptimeMs()).isEqualTo(20);
        assertThat(here.remoteRtp()).isEqualTo(there.rtp());
        assertThat(here.remoteRtcp().getPort()).isEqualTo(30_005);
    }

    @Test
    void maxptimeCapsThePacketTime() {
        SessionDescription offer = parsed(text("sipp-offer") + "a=ptime:60\r\na=maxptime:40\r\n");
        assertThat(agreed(OfferAnswer.answerTrunk(offer, trunk())).media().ptimeMs())
                .isEqualTo(40);
    }
}
