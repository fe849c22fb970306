package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** For each behaviour of the demo carrier, the caller's cause, the record and the ledger say the same thing. */
class DemoNumbersIT {
    private static final String MAIN_ECHO = "+442079460123";
    private static final String VOICE = "+442079460124";
    private static final String NEVER_ANSWERS = "+442079460102";
    private static final String ANNOUNCES_THEN_ANSWERS = "+442079460103";
    private static final String READS_DIGITS = "+442079460105";
    private static final String HANGS_UP = "+442079460106";
    private static final String ANNOUNCES_THEN_REFUSES = "+442079460108";
    /** The demo deck's price of a begun minute to the United Kingdom. */
    private static final long MINUTE_MICROS = 17_000;

    private static RunningGateway gateway;
    private static Path ourVoice;

    @BeforeAll
    static void start() throws IOException {
        gateway = RunningGateway.start("demo-numbers");
        ourVoice = gateway.folder().resolve("our-voice.wav");
        WavFile.write(ourVoice, Voices.ours().sampleRate(), Voices.ours().mono());
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void speechArrivesUnharmedOnBothSidesOfACall() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-0124.wav");

        PlacedCall call = PlacedCall.place(
                gateway,
                "alice",
                VOICE,
                "--play",
                ourVoice.toString(),
                "--record",
                heardHere.toString(),
                "--seconds",
                "9");

        call.ended("answered", "normal", 200, 0).everybodyAgrees();
        assertThat(call.paidMicros()).isEqualTo(MINUTE_MICROS);
        assertThat(call.cdr().path("billed_seconds").asInt()).isEqualTo(60);
        assertThat(call.cdr().path("talk_ms").asLong()).isBetween(8_500L, 10_500L);
        assertHeard(Voices.ours(), gateway.carrier().heard(call.carriersId()));
        assertHeard(Voices.first(Voices.carriers(), 7), WavFile.read(heardHere));
    }

    @Test
    void whatTheCallerSaysComesBackMixedIntoTheVoice() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-0123.wav");

        PlacedCall call = PlacedCall.place(
                gateway,
                "alice",
                MAIN_ECHO,
                "--play",
                ourVoice.toString(),
                "--record",
                heardHere.toString(),
                "--seconds",
                "9");

        call.ended("answered", "normal", 200, 0).everybodyAgrees();
        String id = call.carriersId();
        assertHeard(Voices.ours(), gateway.carrier().heard(id));
        assertHeard(Voices.first(gateway.carrier().sent(id), 7), WavFile.read(heardHere));
    }

    @ParameterizedTest
    @CsvSource({
        "+442079460101, not-answered, busy,            486, 4",
        "+442079460104, failed,       carrier-failure, 503, 5",
        "+442079460107, not-answered, declined,        603, 4",
        "+442079460199, not-answered, unallocated,     404, 4",
    })
    void aRefusalOfTheCarrierIsToldAsItIs(String number, String state, String cause, int status, int exitCode) {
        PlacedCall.place(gateway, "alice", number)
                .ended(state, cause, status, exitCode)
                .everybodyAgrees()
                .wasFree();
    }

    @Test
    void aCallThatIsNotAnsweredCostsNothing() {
        PlacedCall call = PlacedCall.place(gateway, "alice", NEVER_ANSWERS, "--ring-seconds", "3");

        assertThat(call.peer().text("state")).as(call.toString()).isEqualTo("not-answered");
        assertThat(call.peer().exitCode()).isEqualTo(4);
        assertThat(call.cdr().path("cause").asText()).as(call.toString()).isEqualTo("cancelled");
        call.wasFree();
        gateway.carrier().await(call.mark(), "cancelled");
        gateway.assertNothingHeld();
        gateway.assertBooksRight();
    }

    @Test
    void anAnnouncementIsHeardBeforeTheAnswer() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-0103.wav");

        PlacedCall call = PlacedCall.place(
                gateway, "alice", ANNOUNCES_THEN_ANSWERS, "--record", heardHere.toString(), "--seconds", "4");

        call.ended("answered", "normal", 200, 0).everybodyAgrees();
        assertThat(call.paidMicros()).isEqualTo(MINUTE_MICROS);
        assertThat(call.cdr().path("talk_ms").asLong())
                .as("talk time without the announcement")
                .isLessThan(6_000);
        assertHeard(Voices.first(gateway.carrier().sent(call.carriersId()), 5), WavFile.read(heardHere));
    }

    @Test
    void anAnnouncementOfARefusalIsHeardAndFree() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-0108.wav");

        PlacedCall call = PlacedCall.place(gateway, "alice", ANNOUNCES_THEN_REFUSES, "--record", heardHere.toString());

        call.ended("not-answered", "unallocated", 404, 4).everybodyAgrees().wasFree();
        assertHeard(Voices.join("unrecognised"), WavFile.read(heardHere));
    }

    @Test
    void everyKeyArrivesExactlyOnceAndIsReadBack() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-0105.wav");

        PlacedCall call = PlacedCall.place(
                gateway, "alice", READS_DIGITS, "--dtmf", "123#", "--record", heardHere.toString(), "--seconds", "6");

        call.ended("answered", "normal", 200, 0).everybodyAgrees();
        assertThat(gateway.carrier().digitsAfter(call.mark())).isEqualTo("123#");
        assertThat(gateway.carrier().eventsAfter(call.mark()).stream()
                        .filter(event -> event.event().equals("dtmf"))
                        .map(event -> event.more().path("source").asText())
                        .distinct())
                .as("RFC 4733, not tones")
                .singleElement()
                .asString()
                .contains("telephone");
        assertHeard(gateway.carrier().sent(call.carriersId()), WavFile.read(heardHere));
    }

    @Test
    void theCarrierHangsUp() {
        PlacedCall call = PlacedCall.place(gateway, "alice", HANGS_UP);

        call.ended("answered", "normal", 200, 0).everybodyAgrees();
        assertThat(call.peer().text("side")).isEqualTo("callee");
        assertThat(call.peer().number("talk_ms")).isBetween(9_000L, 11_500L);
        assertThat(call.paidMicros()).isEqualTo(MINUTE_MICROS);
    }

    @ParameterizedTest
    @CsvSource({
        "999,          emergency",
        "112,          emergency",
        "+881612345678, blocked-destination",
        "+80012345678, unknown-destination",
        "12,           invalid-number",
    })
    void whatIsRefusedHereNeverReachesATrunk(String number, String cause) {
        PlacedCall.place(gateway, "bob", number)
                .ended("refused", cause, 0, 3)
                .everybodyAgrees()
                .wasFree()
                .touchedNoTrunk();
    }

    @Test
    void withoutCreditThereIsNoCall() {
        gateway.post(
                "/api/v1/accounts/carol/credit",
                Map.of(
                        "id",
                        UUID.randomUUID(),
                        "amount_micros",
                        1_000 - gateway.balanceMicros("carol"),
                        "kind",
                        "adjustment",
                        "reason",
                        "all but a tenth of a cent"));

        PlacedCall.place(gateway, "carol", VOICE)
                .ended("refused", "no-credit", 0, 3)
                .everybodyAgrees()
                .wasFree()
                .touchedNoTrunk();
    }

    @Test
    void theEchoTestIsFreeAndSaysWhatItHeard() throws IOException {
        Path heardHere = gateway.folder().resolve("heard-echo.wav");

        PlacedCall call = PlacedCall.place(
                gateway,
                "bob",
                "echo123",
                "--play",
                ourVoice.toString(),
                "--record",
                heardHere.toString(),
                "--seconds",
                "14");

        call.ended("answered", "normal", 0, 0).touchedNoTrunk();
        assertThat(call.paidMicros()).isZero();
        assertThat(Files.size(heardHere)).isPositive();
        assertHeard(Voices.ours(), WavFile.read(heardHere));
    }

    private static void assertHeard(WavFile original, WavFile heard) {
        AudioMatch match = AudioMatch.of(original, heard);
        assertThat(match.same()).as(match.toString()).isTrue();
    }
}
