package io.tollgate.rtp.sdp;

import static io.tollgate.rtp.sdp.Samples.agreed;
import static io.tollgate.rtp.sdp.Samples.parsed;
import static io.tollgate.rtp.sdp.Samples.security;
import static io.tollgate.rtp.sdp.Samples.speaking;
import static io.tollgate.rtp.sdp.Samples.webRtc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Offers of every make, damaged at random: an answer never throws and always has the offer's shape (RFC 3264). */
class MutatedOffersTest {
    private static final int ROUNDS = 4_000;
    private static final TrunkFeatures ALL = new TrunkFeatures(true, true, true);
    private static final List<LocalTrunk> TRUNKS = List.of(
            speaking(AudioCodec.values()).with(ALL),
            speaking(AudioCodec.values()).with(ALL).with(security(SrtpPolicy.OPTIONAL, 1)),
            speaking(AudioCodec.ILBC, AudioCodec.GSM, AudioCodec.PCMA).with(security(SrtpPolicy.REQUIRED, 2)));

    private static final LocalWebRtc PEER = webRtc().preferring(List.of(OverlayCodec.PCMU, OverlayCodec.OPUS));

    @ParameterizedTest
    @ValueSource(longs = {1, 20_261_122, 77_777})
    void anAnswerAlwaysHasTheShapeOfItsOffer(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int answered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String text = mutated(random);
            if (!(Sdp.parse(text) instanceof SdpResult.Parsed(SessionDescription offer))) {
                continue;
            }
            for (LocalTrunk trunk : TRUNKS) {
                if (OfferAnswer.answerTrunk(offer, trunk) instanceof Outcome.Agreed<TrunkAnswer>(TrunkAnswer answer)) {
                    answered++;
                    hasShapeOf(offer, answer.description(), text);
                    isUsable(answer.media(), text);
                }
                var _ = OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(trunk), offer);
            }
            if (OfferAnswer.answerWebRtc(offer, webRtc())
                    instanceof Outcome.Agreed<WebRtcAnswer>(WebRtcAnswer answer)) {
                answered++;
                hasShapeOf(offer, answer.description(), text);
            }
            var _ = OfferAnswer.readWebRtcAnswer(OfferAnswer.webRtcOffer(PEER), offer);
        }
        // The damage must leave something to look at.
        assertThat(answered).isGreaterThan(ROUNDS / 4);
    }

    private static void hasShapeOf(SessionDescription offer, SessionDescription answer, String text) {
        assertThat(answer.media()).as(text).hasSameSizeAs(offer.media());
        int accepted = 0;
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription offered = offer.media().get(i);
            MediaDescription given = answer.media().get(i);
            assertThat(given.kind()).as(text).isEqualTo(offered.kind());
            assertThat(offered.formats()).as(text).containsAll(given.formats());
            if (given.port() != 0) {
                accepted++;
                assertThat(offered.port()).as(text).isNotZero();
            }
        }
        assertThat(accepted).as(text).isOne();
        assertThat(parsed(answer.write())).as(text).isEqualTo(answer);
    }

    private static void isUsable(Negotiated media, String text) {
        assertThat(media.ptimeMs()).as(text).isBetween(10, 60);
        assertThat(media.ptimeMs() % media.arriving().audio().getFirst().frameMs())
                .as(text)
                .isZero();
        assertThat(media.arriving().audio(media.payloadType()).orElseThrow().codec())
                .as(text)
                .isEqualTo(media.codec());
    }

    private static String mutated(SplittableRandom random) {
        String name = Samples.NAMES.get(random.nextInt(Samples.NAMES.size()));
        List<String> lines = new ArrayList<>(Samples.text(name).lines().toList());
        for (int damage = random.nextInt(1, 5); damage > 0; damage--) {
            int at = random.nextInt(2, lines.size());
            switch (random.nextInt(6)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(2, lines.size())));
                case 2 -> lines.set(at, withNumber(lines.get(at), random));
                case 3 -> lines.set(at, withLetter(lines.get(at), random));
                case 4 -> lines.add(mediaLine(random));
                default ->
                    lines.set(
                            at,
                            lines.get(at)
                                    .substring(
                                            0, random.nextInt(2, lines.get(at).length() + 1)));
            }
            if (lines.size() < 5) {
                break;
            }
        }
        return String.join("\r\n", lines) + "\r\n";
    }

    private static String withNumber(String line, SplittableRandom random) {
        List<String> numbers = List.of("0", "-1", "3", "18", "13", "97", "128", "70000", "99999999999999999999", "");
        return line.replaceFirst("[0-9]+", numbers.get(random.nextInt(numbers.size())));
    }

    private static String withLetter(String line, SplittableRandom random) {
        int at = random.nextInt(2, Math.max(3, line.length()));
        if (at >= line.length()) {
            return line + (char) random.nextInt(' ', 127);
        }
        return line.substring(0, at) + (char) random.nextInt(' ', 127) + line.substring(at + 1);
    }

    private static String mediaLine(SplittableRandom random) {
        List<String> lines = List.of(
                "m=audio 6000 RTP/AVP 3 18 97",
                "m=audio 6002/2 RTP/SAVP 0",
                "m=video 6004 RTP/AVP 31",
                "m=audio 0 RTP/AVP 0",
                "m=image 6006 udptl t38",
                "m=audio 9 UDP/TLS/RTP/SAVPF 111 0");
        return lines.get(random.nextInt(lines.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"asterisk-offer", "cisco-offer", "sipp-offer", "baresip-offer"})
    void theUndamagedOnesAreAnsweredByAll(String name) {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(Samples.sample(name), TRUNKS.getFirst()));
        hasShapeOf(Samples.sample(name), answer.description(), name);
    }
}
