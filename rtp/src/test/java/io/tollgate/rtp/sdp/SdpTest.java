package io.tollgate.rtp.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
    static final List<String> NAMES = Samples.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void whatWasReadIsWrittenAgainLineByLine(String name) {
        SessionDescription read = Samples.sample(name);
        assertThat(read.write().lines().toList())
                .containsExactlyInAnyOrderElementsOf(Samples.text(name).lines().toList());
        assertThat(Samples.parsed(read.write())).isEqualTo(read);
    }

    @Test
    void aChromiumOfferIsUnderstoodInItsParts() {
        MediaDescription audio = Samples.sample("chromium-offer").media().getFirst();
        assertThat(audio.port()).isEqualTo(51_472);
        assertThat(audio.payloadTypes()).containsExactly(111, 63, 9, 0, 8, 13, 110, 126);
        assertThat(audio.rtpMaps()).containsEntry(111, new RtpMap(111, "opus", 48_000, 2));
        assertThat(audio.fmtp(111)).contains("minptime=10;useinbandfec=1");
        assertThat(audio.rtcpMux()).isTrue();
        assertThat(audio.mid()).contains("0");
        assertThat(audio.ssrc()).isEqualTo(3_735_928_559L);
        assertThat(audio.candidates()).hasSize(3);
        assertThat(audio.candidates().stream().flatMap(c -> c.udpSocket().stream()))
                .containsExactly(Samples.socket("192.0.2.17", 51_472));
    }

    @Test
    void bareLineFeedsAndBlankLinesAndAMissingNameAreForgiven() {
        String sloppy = "v=0\no=u 1 1 IN IP4 192.0.2.3\n\nc=IN IP4 192.0.2.3\nm=audio 4000 RTP/AVP 0\n\n";
        SessionDescription read = Samples.parsed(sloppy);
        assertThat(read.name()).isEqualTo("-");
        assertThat(read.media()).hasSize(1);
        assertThat(read.write()).contains("t=0 0\r\n");
    }

    @Test
    void theSectionsConnectionWinsOverTheSessions() {
        SessionDescription cisco = Samples.sample("cisco-offer");
        assertThat(cisco.connectionOf(cisco.media().getFirst())).contains(new Connection("IP4", "203.0.113.6"));
        SessionDescription sipp = Samples.sample("sipp-offer");
        assertThat(sipp.connectionOf(sipp.media().getFirst())).contains(new Connection("IP4", "127.0.0.1"));
    }

    @Test
    void securityDescriptionsAreReadAndTheirKeysStayOutOfText() {
        String text = """
                v=0
                o=u 1 1 IN IP4 192.0.2.3
                m=audio 4000 RTP/SAVP 0
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4
                """;
        List<CryptoLine> lines = Samples.parsed(text).media().getFirst().cryptoLines();
        assertThat(lines).singleElement().satisfies(line -> {
            assertThat(line.suite()).isEqualTo("AES_CM_128_HMAC_SHA1_80");
            assertThat(line.keyParams()).startsWith("inline:WVNf");
            assertThat(line.toString()).doesNotContain("WVNf");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "o=u 1 1 IN IP4 1.2.3.4",
                "v=1\r\no=u 1 1 IN IP4 1.2.3.4",
                "v=0\r\n",
                "v=0\r\nv=0\r\n",
                "v=0\r\no=u one 1 IN IP4 1.2.3.4",
                "v=0\r\no=u 1 1 IN IP4 1.2.3.4\r\nm=audio 70000 RTP/AVP 0",
                "v=0\r\no=u 1 1 IN IP4 1.2.3.4\r\nm=audio 4000 RTP/AVP",
                "v=0\r\no=u 1 1 IN IP4 1.2.3.4\r\nc=1.2.3.4",
                "v=0\r\no=u 1 1 IN IP4 1.2.3.4\r\na=:x",
                "v=0\r\no=u 1 1 IN IP4 1.2.3.4\r\na=x\0y"
            })
    void whatIsNoDescriptionIsMalformedAndNoException(String text) {
        assertThat(Sdp.parse(text)).isInstanceOf(SdpResult.Malformed.class);
    }

    @Test
    void everyLimitIsKept() {
        String head = "v=0\r\no=u 1 1 IN IP4 192.0.2.3\r\n";
        assertThat(Sdp.parse(head + "a=x\r\n".repeat(SdpLimits.MAX_LINES))).isInstanceOf(SdpResult.Malformed.class);
        assertThat(Sdp.parse(head + "a=" + "x".repeat(SdpLimits.MAX_LINE_CHARS)))
                .isEqualTo(new SdpResult.Malformed(3, "line longer than 2048 characters"));
        assertThat(Sdp.parse(head + "m=audio 0 RTP/AVP 0\r\n".repeat(SdpLimits.MAX_MEDIA)))
                .isInstanceOf(SdpResult.Parsed.class);
        assertThat(Sdp.parse(head + "m=audio 0 RTP/AVP 0\r\n".repeat(SdpLimits.MAX_MEDIA + 1)))
                .isInstanceOf(SdpResult.Malformed.class);
        assertThat(Sdp.parse(head + "m=audio 0 RTP/AVP" + " 0".repeat(SdpLimits.MAX_FORMATS + 1)))
                .isInstanceOf(SdpResult.Malformed.class);
        assertThat(Sdp.parse(head + "a=x\r\n".repeat(SdpLimits.MAX_CHARS)))
                .isEqualTo(new SdpResult.Malformed(0, "longer than 65536 characters"));
    }

    @Test
    void twentyThousandMutatedDescriptionsNeverThrowAndWhatIsReadRoundTrips() {
        long seed = 0x5D9_2026L;
        SplittableRandom random = new SplittableRandom(seed);
        List<String> originals = NAMES.stream().map(Samples::text).toList();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            String text = mutate(random, originals.get(random.nextInt(originals.size())));
            if (Sdp.parse(text) instanceof SdpResult.Parsed(SessionDescription description)) {
                read++;
                exercise(description, "seed " + seed + " round " + i);
            }
        }
        assertThat(read).as("mutations that are still readable").isBetween(2_000, 19_000);
    }

    @FuzzTest
    void anyTextIsReadOrRefused(FuzzedDataProvider data) {
        if (Sdp.parse(data.consumeRemainingAsString()) instanceof SdpResult.Parsed(SessionDescription description)) {
            exercise(description, "fuzzed");
        }
    }

    private static void exercise(SessionDescription description, String what) {
        assertThat(Samples.parsed(description.write())).as(what).isEqualTo(description);
        assertThat(OfferAnswer.answerTrunk(description, Samples.trunk())).isNotNull();
        assertThat(OfferAnswer.answerWebRtc(description, Samples.webRtc())).isNotNull();
        assertThat(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(Samples.trunk()), description))
                .isNotNull();
        assertThat(OfferAnswer.readWebRtcAnswer(OfferAnswer.webRtcOffer(Samples.webRtc()), description))
                .isNotNull();
        description.media().forEach(MediaDescription::cryptoLines);
    }

    private static String mutate(SplittableRandom random, String text) {
        StringBuilder out = new StringBuilder(text);
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && out.length() > 2; i++) {
            int at = random.nextInt(out.length() - 1);
            switch (random.nextInt(5)) {
                case 0 -> out.setCharAt(at, (char) random.nextInt(256));
                case 1 -> out.deleteCharAt(at);
                case 2 -> out.insert(at, (char) (' ' + random.nextInt(95)));
                case 3 -> out.delete(at, Math.min(out.length(), at + random.nextInt(40)));
                default -> {
                    int from = random.nextInt(out.length());
                    out.insert(at, out.substring(from, Math.min(out.length(), from + random.nextInt(60))));
                }
            }
        }
        return out.toString();
    }
}
