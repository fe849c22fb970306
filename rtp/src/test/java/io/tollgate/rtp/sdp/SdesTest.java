package io.tollgate.rtp.sdp;

import static io.tollgate.rtp.sdp.Samples.agreed;
import static io.tollgate.rtp.sdp.Samples.parsed;
import static io.tollgate.rtp.sdp.Samples.refusal;
import static io.tollgate.rtp.sdp.Samples.sample;
import static io.tollgate.rtp.sdp.Samples.security;
import static io.tollgate.rtp.sdp.Samples.text;
import static io.tollgate.rtp.sdp.Samples.trunk;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdesTest {
    /** From the offer of RFC 4568 section 7.1.5, which spells "YS___semctl () {" and so on in base64. */
    private static final String RFC_KEY = "WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz";

    private static final LocalTrunk OPTIONAL = trunk().with(security(SrtpPolicy.OPTIONAL, 1));
    private static final LocalTrunk REQUIRED = trunk().with(security(SrtpPolicy.REQUIRED, 1));

    private static Optional<SrtpKeys> keys(String line) {
        return CryptoLine.parse(line).flatMap(Sdes::keys);
    }

    private static SessionDescription secureOffer(String... cryptoLines) {
        String lines = "a=crypto:" + String.join("\r\na=crypto:", cryptoLines) + "\r\n";
        return parsed(text("sipp-offer").replace("RTP/AVP", "RTP/SAVP") + lines);
    }

    @Test
    void theKeyOfTheRfcIsCutIntoKeyAndSalt() {
        SrtpKeys keys = keys("1 AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY).orElseThrow();
        assertThat(keys.profile()).isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_80);
        assertThat(keys.masterKey()).isEqualTo("YS___semctl () {".getBytes(US_ASCII));
        assertThat(keys.masterSalt()).isEqualTo("\t220;}\n}\nunles".getBytes(US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                RFC_KEY,
                RFC_KEY + "|2^20",
                RFC_KEY + "|2^48",
                RFC_KEY + "|1048576",
                RFC_KEY + " WSH=128",
                RFC_KEY + "|2^31 -X_FUTURE=1 WSH=64"
            })
    void lifetimesAndHintsAreUnderstood(String rest) {
        assertThat(keys("1 AES_CM_128_HMAC_SHA1_80 inline:" + rest)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The RFC's own examples name their keys by an MKI.
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "|2^20|1:4 FEC_ORDER=FEC_SRTP",
                "AES_CM_128_HMAC_SHA1_80 inline:YUJDZGVmZ2hpSktMbW9QUXJzVHVWd3l6MTIzNDU2|1066:4",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "|2^20|1:4;inline:" + RFC_KEY + "|2^20|2:4",
                "F8_128_HMAC_SHA1_80 inline:" + RFC_KEY,
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + " KDR=1",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + " UNENCRYPTED_SRTP",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + " X_FUTURE=1",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "|2^49",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "|0",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "|",
                "AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "QUJD",
                "AES_CM_128_HMAC_SHA1_80 inline:AAAA",
                "AES_CM_128_HMAC_SHA1_80 inline:%%%%",
                "AES_CM_128_HMAC_SHA1_80 inline:",
                "AES_CM_128_HMAC_SHA1_80 uri:https://example.net/key",
                "AEAD_AES_128_GCM inline:" + RFC_KEY
            })
    void aLineThatAsksForMoreThanWeDoIsSkippedAndTheNextIsTaken(String unusable) {
        SessionDescription offer = secureOffer("1 " + unusable, "7 AES_CM_128_HMAC_SHA1_32 inline:" + RFC_KEY);
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offer, OPTIONAL));
        assertThat(answer.media().keys().orElseThrow().receive().profile())
                .isEqualTo(SrtpProfile.AES_CM_128_HMAC_SHA1_32);
        assertThat(answer.description().media().getFirst().cryptoLines())
                .singleElement()
                .satisfies(line -> assertThat(line.tag()).isEqualTo(7));
        assertThat(refusal(OfferAnswer.answerTrunk(secureOffer("1 " + unusable), OPTIONAL)))
                .isEqualTo(Refusal.NO_COMMON_CIPHER);
    }

    @ParameterizedTest
    @CsvSource({
        "asterisk-srtp-offer, 1, AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_80",
        "freeswitch-srtp-offer, 2, AEAD_AES_256_GCM, AEAD_AES_256_GCM",
        "linphone-srtp-offer, 1, AES_256_CM_HMAC_SHA1_80, AES_256_CM_HMAC_SHA1_80",
        "baresip-srtp-offer, 1, AES_CM_128_HMAC_SHA1_32, AES_CM_128_HMAC_SHA1_32"
    })
    void theFirstUsableLineOfEachMakeIsTaken(String name, int tag, String suite, SrtpProfile profile) {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample(name), REQUIRED));
        MediaDescription section = answer.description().media().getFirst();
        assertThat(section.protocol()).isEqualTo("RTP/SAVP");
        CryptoLine ours = section.cryptoLines().getFirst();
        assertThat(ours.tag()).isEqualTo(tag);
        assertThat(ours.suite()).isEqualTo(suite);
        TrunkKeys keys = answer.media().keys().orElseThrow();
        assertThat(keys.receive().profile()).isEqualTo(profile);
        assertThat(Sdes.keys(ours)).contains(keys.send());
        assertThat(keys.send()).isNotEqualTo(keys.receive());
    }

    @Test
    void freeSwitchsOldNameOfASuiteIsUnderstoodAndRepeated() {
        String offer = text("freeswitch-srtp-offer").replaceAll("a=crypto:[1235] [^\r]*\r\n", "");
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(parsed(offer), OPTIONAL));
        assertThat(answer.description().write()).contains("a=crypto:4 AES_CM_256_HMAC_SHA1_80 inline:");
        assertThat(answer.media().keys().orElseThrow().send().profile()).isEqualTo(SrtpProfile.AES_256_CM_HMAC_SHA1_80);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void theTwoSidesOfOurOwnNegotiationCrossTheirKeys(SrtpProfile suite) {
        SrtpKeys own = security(SrtpPolicy.REQUIRED, 9).keyFor(suite).orElseThrow();
        LocalTrunk there = trunk().with(new TrunkSecurity(SrtpPolicy.OPTIONAL, List.of(own)));
        SessionDescription offer = OfferAnswer.trunkOffer(REQUIRED);
        assertThat(offer.media().getFirst().cryptoLines()).hasSize(6);
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(parsed(offer.write()), there));
        Negotiated here = agreed(
                OfferAnswer.readTrunkAnswer(offer, parsed(answer.description().write())));
        TrunkKeys ours = here.keys().orElseThrow();
        TrunkKeys theirs = answer.media().keys().orElseThrow();
        assertThat(ours.send()).isEqualTo(theirs.receive());
        assertThat(ours.receive()).isEqualTo(theirs.send()).isEqualTo(own);
        assertThat(ours.send().profile()).isEqualTo(suite);
    }

    @Test
    void thePolicyDecidesWhatIsOfferedAndWhatIsTaken() {
        SessionDescription plain = sample("asterisk-offer");
        SessionDescription secure = sample("asterisk-srtp-offer");
        assertThat(OfferAnswer.trunkOffer(trunk()).write())
                .contains(" RTP/AVP ")
                .doesNotContain("a=crypto");
        assertThat(OfferAnswer.trunkOffer(OPTIONAL).write())
                .contains(" RTP/AVP ", "a=crypto:1 AEAD_AES_256_GCM ", "a=crypto:2 AES_CM_128_HMAC_SHA1_80 ")
                .doesNotContain("a=crypto:3");
        assertThat(OfferAnswer.trunkOffer(REQUIRED).write()).contains(" RTP/SAVP ", "a=crypto:1 AEAD_AES_256_GCM ");
        assertThat(refusal(OfferAnswer.answerTrunk(secure, trunk()))).isEqualTo(Refusal.UNSUPPORTED_TRANSPORT);
        assertThat(refusal(OfferAnswer.answerTrunk(plain, REQUIRED))).isEqualTo(Refusal.SRTP_REQUIRED);
        assertThat(agreed(OfferAnswer.answerTrunk(plain, OPTIONAL)).media().keys())
                .isEmpty();
        assertThat(agreed(OfferAnswer.answerTrunk(secure, OPTIONAL)).media().keys())
                .isPresent();
    }

    /** RFC 8643 section 3. */
    @Test
    void anInvitationToEncryptIsTakenByWhoWantsToAndPassedOverByWhoDoesNot() {
        SessionDescription offer = OfferAnswer.trunkOffer(OPTIONAL);
        TrunkAnswer taken =
                agreed(OfferAnswer.answerTrunk(parsed(offer.write()), trunk().with(security(SrtpPolicy.OPTIONAL, 3))));
        assertThat(taken.description().media().getFirst().protocol()).isEqualTo("RTP/AVP");
        TrunkKeys here = agreed(OfferAnswer.readTrunkAnswer(
                        offer, parsed(taken.description().write())))
                .keys()
                .orElseThrow();
        assertThat(here.send()).isEqualTo(taken.media().keys().orElseThrow().receive());
        assertThat(here.receive()).isEqualTo(taken.media().keys().orElseThrow().send());

        TrunkAnswer passedOver = agreed(OfferAnswer.answerTrunk(parsed(offer.write()), trunk()));
        assertThat(passedOver.description().write()).doesNotContain("a=crypto");
        assertThat(agreed(OfferAnswer.readTrunkAnswer(offer, passedOver.description()))
                        .keys())
                .isEmpty();
    }

    @Test
    void anInvitationNoneOfWhoseCiphersWeHaveIsAnsweredInTheClear() {
        SessionDescription offer =
                parsed(text("sipp-offer") + "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + RFC_KEY + "\r\n");
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(offer, OPTIONAL));
        assertThat(answer.media().keys()).isEmpty();
        assertThat(answer.description().write()).doesNotContain("a=crypto");
    }

    @Test
    void anAnswerToAnInvitationWithAKeyThatCannotBeReadIsRefusedBecauseItsMediaWouldBeNoise() {
        SessionDescription offer = OfferAnswer.trunkOffer(OPTIONAL);
        String answer = agreed(OfferAnswer.answerTrunk(offer, trunk().with(security(SrtpPolicy.OPTIONAL, 3))))
                .description()
                .write()
                .replaceFirst("inline:[^\r]*", "inline:AAAA");
        assertThat(refusal(OfferAnswer.readTrunkAnswer(offer, parsed(answer)))).isEqualTo(Refusal.NO_COMMON_CIPHER);
        assertThat(refusal(OfferAnswer.readTrunkAnswer(
                        offer, parsed(answer.replaceFirst("a=crypto:[^\r]*", "a=crypto:x")))))
                .isEqualTo(Refusal.NO_COMMON_CIPHER);
    }

    @Test
    void ofAPlainAndASecureSectionThePolicyPicks() {
        String secure = "m=audio 7000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + RFC_KEY + "\r\n";
        SessionDescription both = parsed(text("sipp-offer") + secure);
        assertThat(agreed(OfferAnswer.answerTrunk(both, trunk())).description().media())
                .extracting(MediaDescription::port)
                .containsExactly(20_000, 0);
        TrunkAnswer required = agreed(OfferAnswer.answerTrunk(both, REQUIRED));
        assertThat(required.description().media())
                .extracting(MediaDescription::port)
                .containsExactly(0, 20_000);
        assertThat(required.description().media())
                .extracting(MediaDescription::protocol)
                .containsExactly("RTP/AVP", "RTP/SAVP");
        assertThat(required.description().media().getFirst().cryptoLines()).isEmpty();
    }

    @Test
    void anAnswerThatChoosesWhatWasNotOfferedIsRefused() {
        SessionDescription offer = OfferAnswer.trunkOffer(REQUIRED);
        String right = agreed(OfferAnswer.answerTrunk(offer, trunk().with(security(SrtpPolicy.OPTIONAL, 3))))
                .description()
                .write();
        assertThat(agreed(OfferAnswer.readTrunkAnswer(offer, parsed(right))).keys())
                .isPresent();
        String line =
                right.lines().filter(l -> l.startsWith("a=crypto")).findFirst().orElseThrow();
        for (String wrong : List.of(
                right.replace("a=crypto:1 ", "a=crypto:2 "),
                right.replace("a=crypto:1 ", "a=crypto:44 "),
                right.replace(line + "\r\n", ""),
                right + line + "\r\n")) {
            assertThat(refusal(OfferAnswer.readTrunkAnswer(offer, parsed(wrong))))
                    .isEqualTo(Refusal.NO_COMMON_CIPHER);
        }
        assertThat(refusal(OfferAnswer.readTrunkAnswer(offer, parsed(right.replace("RTP/SAVP", "RTP/AVP")))))
                .isEqualTo(Refusal.SRTP_REQUIRED);
        assertThat(refusal(OfferAnswer.readTrunkAnswer(OfferAnswer.trunkOffer(OPTIONAL), parsed(right))))
                .isEqualTo(Refusal.UNSUPPORTED_TRANSPORT);
    }

    @Test
    void aReofferWithTheSameKeyKeepsTheKeysAndOneWithANewKeyChangesOnlyTheirs() {
        TrunkKeys first = agreed(OfferAnswer.answerTrunk(sample("asterisk-srtp-offer"), REQUIRED))
                .media()
                .keys()
                .orElseThrow();
        String hold = text("asterisk-srtp-offer").replace("a=sendrecv", "a=sendonly");
        assertThat(agreed(OfferAnswer.answerTrunk(parsed(hold), REQUIRED.next()))
                        .media()
                        .keys())
                .contains(first);
        String rekeyed = hold.replaceFirst("inline:[^\r]*", "inline:" + RFC_KEY);
        TrunkKeys second = agreed(
                        OfferAnswer.answerTrunk(parsed(rekeyed), REQUIRED.next().next()))
                .media()
                .keys()
                .orElseThrow();
        assertThat(second.receive()).isNotEqualTo(first.receive());
        assertThat(second.send()).isEqualTo(first.send());
    }

    @Test
    void noStringShowsAKey() {
        TrunkAnswer answer = agreed(OfferAnswer.answerTrunk(sample("asterisk-srtp-offer"), REQUIRED));
        String own =
                answer.description().media().getFirst().cryptoLines().getFirst().keyParams();
        assertThat(answer.description().write()).contains(own);
        for (Object shown :
                List.of(answer, REQUIRED, sample("asterisk-srtp-offer"), OfferAnswer.trunkOffer(REQUIRED))) {
            assertThat(shown.toString()).doesNotContain("inline", own.substring(7), "Kw0mT3Nv");
        }
    }

    @Test
    void keysAreOnePerSuite() {
        SrtpKeys one = security(SrtpPolicy.OPTIONAL, 1).keys().getFirst();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrunkSecurity(SrtpPolicy.OPTIONAL, List.of(one, one)));
        assertThatIllegalArgumentException().isThrownBy(() -> new TrunkSecurity(SrtpPolicy.REQUIRED, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> TrunkSecurity.of(SrtpPolicy.REQUIRED, new byte[10]));
    }
}
