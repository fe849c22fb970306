package io.tollgate.overlay.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.message.CallMessage.DeclineReason;
import io.tollgate.overlay.message.CallMessage.EndSide;
import io.tollgate.overlay.message.CallMessage.StopReason;
import io.tollgate.overlay.message.CallMessageReader.Malformed;
import io.tollgate.overlay.message.CallMessageReader.Understood;
import io.tollgate.overlay.message.CallMessageReader.UnknownType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CallMessagesTest {

    private static final UUID CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000001");
    private static final Price PRICE = new Price(17_000, "EUR", 0, 60, 60);
    private static final Quality QUALITY = new Quality(0.5, 3.25, 20, 4.2, 24.5);
    private static final Quality JUDGED =
            new Quality(0.5, 3.25, 20, 4.2, 24.5, "poor", "12 % of the packets were lost", 12.4, 2.2, 140);

    static Stream<CallMessage> everyMessage() {
        return Stream.of(
                Cast.call("j1", Cast.NOW),
                new CallMessage.Accepted("+442079460123", "United Kingdom", PRICE, 35_280),
                new CallMessage.AnswerSdp(Cast.SDP, "opus/48000/2"),
                new CallMessage.Ringing(true),
                new CallMessage.Ringing(false),
                new CallMessage.Answered(Cast.NOW.plusMillis(123)),
                new CallMessage.Tick(12_345, 17_000, "EUR", 9_983_000, 35_220, QUALITY),
                new CallMessage.Tick(0, 0, "EUR", -5, 0, new Quality(0, 0, 0, 0, 0)),
                new CallMessage.Tick(1, 2, "EUR", 3, 4, JUDGED),
                new CallMessage.Warning(30, CallMessage.WarningReason.CREDIT),
                new CallMessage.Warning(0, CallMessage.WarningReason.LIFTED),
                new CallMessage.Ended(
                        "NORMAL",
                        EndSide.CALLEE,
                        "The other side hung up.",
                        200,
                        16,
                        1000,
                        5000,
                        1200,
                        17_000,
                        "EUR",
                        9_983_000,
                        "+442079460123",
                        "0193a5c0"),
                new CallMessage.Ended("NO_CREDIT", EndSide.GATEWAY, "", 0, 0, 0, 0, 0, 0, "EUR", 0, null, null),
                new CallMessage.Hangup(),
                new CallMessage.Dtmf("0123456789*#ABCD"),
                Cast.ring("j2", Cast.NOW),
                new CallMessage.Ring(null, "Carol", "+442079460201", Cast.NOW, "j", CallKey.random(Cast.RANDOM)),
                new CallMessage.DeviceRinging(),
                Cast.accept("j3", Cast.NOW),
                new CallMessage.Decline(DeclineReason.BUSY),
                new CallMessage.Decline(DeclineReason.DECLINED),
                new CallMessage.StopRinging(StopReason.ANSWERED_ELSEWHERE),
                new CallMessage.StopRinging(StopReason.CALLER_GAVE_UP),
                new CallMessage.StopRinging(StopReason.NO_ANSWER),
                new CallMessage.StopRinging(StopReason.DECLINED_ELSEWHERE));
    }

    private static MessageHead head(CallMessage message) {
        return new MessageHead(CALL, message.direction(), 7, Cast.GATEWAY.id());
    }

    private static CallMessageReader.Reading read(String json) {
        return CallMessageReader.read(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(CallMessage message) {
        return new String(CallMessages.write(head(message), message), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void whatIsWrittenIsReadBack(CallMessage message) {
        assertThat(CallMessageReader.read(CallMessages.write(head(message), message)))
                .isEqualTo(new Understood(head(message), message));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void unknownFieldsAreIgnored(CallMessage message) {
        String json = text(message).replaceFirst("\\{", "{\"from_the_future\":{\"x\":[1,2]},");
        assertThat(read(json)).isEqualTo(new Understood(head(message), message));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void noFieldThatIsWrittenMayBeOfAnotherKind(CallMessage message) {
        String json = text(message);
        for (String name : List.of("type", "call", "dir", "seq", "iat", "jti", "key", "sdp", "digits", "reason")) {
            String broken = json.replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+)", "\"" + name + "\":[]");
            if (!broken.equals(json)) {
                assertThat(read(broken)).as(broken).isInstanceOf(Malformed.class);
            }
        }
    }

    @Test
    void theFieldsAreThoseOfTheProtocol() {
        assertThat(text(new CallMessage.Tick(1, 2, "EUR", 3, 4, QUALITY)))
                .isEqualTo("{\"type\":\"tick\",\"call\":\"0193a5c0-0000-7000-8000-000000000001\",\"dir\":\"to-peer\","
                        + "\"seq\":7,\"aud\":\"" + Cast.GATEWAY.id() + "\",\"talk_ms\":1,\"cost_micros\":2,"
                        + "\"currency\":\"EUR\",\"balance_micros\":3,\"remaining_s\":4,\"quality\":{\"loss_pct\":0.5,"
                        + "\"jitter_ms\":3.25,\"rtt_ms\":20.0,\"mos\":4.2,\"kbps\":24.5}}");
        assertThat(text(new CallMessage.Tick(1, 2, "EUR", 3, 4, JUDGED)))
                .endsWith("\"kbps\":24.5,\"verdict\":\"poor\",\"cause\":\"12 % of the packets were lost\","
                        + "\"heard_loss_pct\":12.4,\"heard_mos\":2.2,\"delay_ms\":140.0}}");
        assertThat(text(Cast.call("j1", Cast.NOW)))
                .contains(
                        "\"orig\":{\"user\":\"alice\"}",
                        "\"dest\":{\"dialled\":\"+44 20 7946 0123\"}",
                        "\"mky\":[{\"alg\":\"sha-256\",\"dig\":\"" + Cast.DIGEST + "\"}]",
                        "\"iat\":" + Cast.NOW.getEpochSecond());
        assertThat(text(new CallMessage.Ring(null, null, "+442079460201", Cast.NOW, "j", CallKey.random(Cast.RANDOM))))
                .contains("\"from\":{\"number\":null,\"name\":null}", "\"to\":{\"number\":\"+442079460201\"}");
    }

    @Test
    void anUnknownTypeIsAValue() {
        String json = "{\"type\":\"hold\",\"call\":\"" + CALL + "\",\"dir\":\"to-gateway\",\"seq\":3}";
        assertThat(read(json)).isInstanceOfSatisfying(UnknownType.class, unknown -> {
            assertThat(unknown.type()).isEqualTo("hold");
            assertThat(unknown.head().seq()).isEqualTo(3);
        });
    }

    @Test
    void aTypeIsUnknownTheOtherWayRound() {
        String json = "{\"type\":\"hangup\",\"call\":\"" + CALL + "\",\"dir\":\"to-peer\",\"seq\":3}";
        assertThat(read(json)).isInstanceOf(UnknownType.class);
    }

    static Stream<Arguments> limits() {
        String call = text(Cast.call("j1", Cast.NOW));
        String dtmf = text(new CallMessage.Dtmf("1"));
        String tick = text(new CallMessage.Tick(1, 2, "EUR", 3, 4, QUALITY));
        return Stream.of(
                Arguments.of("an endless number", call.replace("+44 20 7946 0123", "1".repeat(65))),
                Arguments.of("an endless user", call.replace("alice", "a".repeat(81))),
                Arguments.of("no user", call.replace("alice", "")),
                Arguments.of("an endless SDP", call.replace("\"v=0", "\"" + "v".repeat(16 * 1024))),
                Arguments.of("an endless id", call.replace("\"j1\"", "\"" + "j".repeat(65) + "\"")),
                Arguments.of("no fingerprints", call.replaceFirst("\"mky\":\\[[^]]*]", "\"mky\":[]")),
                Arguments.of("a text for a fingerprint", call.replaceFirst("\"dig\":\"[^\"]*\"", "\"dig\":\"zz\"")),
                Arguments.of("a short key", call.replaceFirst("\"key\":\"[^\"]*\"", "\"key\":\"AAAA\"")),
                Arguments.of("a call that is no UUID", call.replace(CALL.toString(), "1-1-1-1-1")),
                Arguments.of(
                        "an upper-case UUID",
                        call.replace(CALL.toString(), CALL.toString().toUpperCase(Locale.ROOT))),
                Arguments.of("seq 0", call.replace("\"seq\":7", "\"seq\":0")),
                Arguments.of("a negative seq", call.replace("\"seq\":7", "\"seq\":-1")),
                Arguments.of("a broken seq", call.replace("\"seq\":7", "\"seq\":7.5")),
                Arguments.of("another direction", call.replace("to-gateway", "sideways")),
                Arguments.of(
                        "an audience that is no device",
                        call.replace(Cast.GATEWAY.id().value(), "me")),
                Arguments.of("letters for digits", dtmf.replace("\"1\"", "\"1e\"")),
                Arguments.of("endless digits", dtmf.replace("\"1\"", "\"" + "1".repeat(33) + "\"")),
                Arguments.of("no digits", dtmf.replace("\"1\"", "\"\"")),
                Arguments.of("a lower-case currency", tick.replace("EUR", "eur")),
                Arguments.of("more loss than all", tick.replace("0.5", "100.5")),
                Arguments.of("a negative duration", tick.replace("\"talk_ms\":1", "\"talk_ms\":-1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("limits")
    void whatIsOutOfItsLimitsIsMalformed(String what, String json) {
        assertThat(read(json)).as(what).isInstanceOf(Malformed.class);
    }

    @Test
    void wordsForPeopleAreCutAndNothingElse() {
        String endless = "x".repeat(1000);
        CallMessage.Ended ended =
                new CallMessage.Ended("BUSY", EndSide.CALLEE, endless, 486, 17, 0, 0, 0, 0, "EUR", 0, null, null);
        Understood understood = (Understood) CallMessageReader.read(CallMessages.write(head(ended), ended));
        assertThat(((CallMessage.Ended) understood.message()).text())
                .hasSize(400)
                .endsWith("…");
        CallMessage.AnswerSdp answer = new CallMessage.AnswerSdp("x".repeat(30_000), "opus");
        assertThatThrownBy(() -> CallMessages.write(head(answer), answer)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "a=fingerprint:sha-256 %s, true",
        "a=fingerprint:SHA-256 %s, true",
        "a=fingerprint:sha-1 %s, false",
        "a=fingerprint:sha-256 AA:%s, false",
        "a=fingerprintx:sha-256 %s, false",
        "b=fingerprint:sha-256 %s, false",
        "a=fingerprint:sha-256  %s, true",
        "a=fingerprint: %s, false",
    })
    void mkyIsComparedWithTheSdpsFingerprint(String line, boolean same) {
        for (String end : List.of("\r\n", "\n")) {
            String sdp = "v=0" + end + line.formatted(Cast.DIGEST) + end + "a=setup:actpass" + end;
            assertThat(Fingerprint.matches(List.of(Cast.FINGERPRINT), sdp)).isEqualTo(same);
            String lower = sdp.replace(Cast.DIGEST, Cast.DIGEST.toLowerCase(Locale.ROOT));
            assertThat(Fingerprint.matches(List.of(Cast.FINGERPRINT), lower)).isEqualTo(same);
        }
    }

    @Test
    void everyFingerprintOfTheSdpMustBeInMkyAndTheOtherWayRound() {
        String other = Cast.DIGEST.replace("AB", "CC");
        String both = Cast.SDP + "a=fingerprint:sha-256 " + other + "\r\n";
        Fingerprint second = new Fingerprint("sha-256", other);
        assertThat(Fingerprint.matches(List.of(Cast.FINGERPRINT), both)).isFalse();
        assertThat(Fingerprint.matches(List.of(Cast.FINGERPRINT, second), Cast.SDP))
                .isFalse();
        assertThat(Fingerprint.matches(List.of(second, Cast.FINGERPRINT), both)).isTrue();
        assertThat(Fingerprint.matches(List.of(Cast.FINGERPRINT), Cast.SDP + "a=fingerprint:sha-256 zz\r\n"))
                .as("a line that cannot be read")
                .isFalse();
        assertThat(Fingerprint.matches(List.of(), "v=0\r\n")).isFalse();
    }

    @Test
    void theCallKeyIsNotPrinted() {
        assertThat(Cast.call("j", Cast.NOW).toString()).contains("CallKey[secret]");
    }
}
