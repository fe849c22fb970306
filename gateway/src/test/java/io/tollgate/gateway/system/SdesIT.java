package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Trunks with keys in the SDP (RFC 4568) against baresip, whose {@code srtp-mand} speaks RTP/SAVP only and whose
 * {@code srtp} puts its keys beside RTP/AVP (RFC 8643). tshark reads along, and must not be able to listen.
 */
class SdesIT {
    private static final String TO_REQUIRED = "+442079460500";
    private static final String TO_OPTIONAL = "+442079460600";
    private static final String BOBS_NUMBER = "+442079460202";
    private static final Duration CALL = Duration.ofSeconds(45);
    private static final int TRUNK_PORTS = 40;
    private static final String PLAIN = "audio_codecs=PCMU";
    private static final String MANDATORY = PLAIN + ";mediaenc=srtp-mand";
    private static final String INVITING = PLAIN + ";mediaenc=srtp";

    private static RunningGateway gateway;
    private static Path folder;
    private static Path ourVoice;
    private static Path theirVoice;
    private static int trunkPort;
    private static int requiredPort;
    private static int optionalPort;

    @BeforeAll
    static void start() throws IOException {
        Programs.require("baresip", "baresip-core");
        trunkPort = Ports.free(TRUNK_PORTS);
        requiredPort = Ports.free(1);
        optionalPort = Ports.free(1);
        gateway = RunningGateway.start(
                "sdes",
                "tollgate.media.trunk-port-min=" + trunkPort,
                "tollgate.media.trunk-port-max=" + (trunkPort + TRUNK_PORTS - 1));
        folder = Files.createDirectory(gateway.folder().resolve("sdes"));
        ourVoice = folder.resolve("ours.wav");
        theirVoice = folder.resolve("theirs.wav");
        WavFile.write(ourVoice, Voices.ours().sampleRate(), Voices.ours().mono());
        WavFile.write(
                theirVoice, Voices.carriers().sampleRate(), Voices.carriers().mono());
        trunk("required", requiredPort, TO_REQUIRED);
        trunk("optional", optionalPort, TO_OPTIONAL);
    }

    private static void trunk(String srtp, int port, String number) {
        gateway.post(
                "/api/v1/trunks",
                Map.of(
                        "id",
                        srtp,
                        "host",
                        "127.0.0.1",
                        "port",
                        port,
                        "sources",
                        List.of("127.0.0.1/32#" + port),
                        "codecs",
                        List.of("PCMU"),
                        "media",
                        Map.of("srtp", srtp)));
        gateway.post("/api/v1/routes", Map.of("prefix", number.substring(1), "trunk", srtp));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void whereEncryptionIsRequiredBaresipIsCalledAndBothHearEachOther() throws Exception {
        called(requiredPort, TO_REQUIRED, MANDATORY, true);
    }

    @Test
    void whereEncryptionIsRequiredBaresipCallsAndBothHearEachOther() throws Exception {
        calls(requiredPort, TO_REQUIRED, MANDATORY, true);
    }

    @Test
    void whereEncryptionIsRequiredACallInTheClearIsRefused() throws Exception {
        try (PeerProcess bob = listening(folder.resolve("nothing.wav"));
                Baresip baresip = dialling(requiredPort, TO_REQUIRED, PLAIN)) {
            Await.until("it is refused", CALL, () -> baresip.words().contains("488"));
            assertThat(bob.words()).doesNotContain("ringing");
        }
    }

    @Test
    void whereEncryptionIsOptionalAnInvitationToItIsTaken() throws Exception {
        called(optionalPort, TO_OPTIONAL, INVITING, true);
    }

    @Test
    void whereEncryptionIsOptionalAnInvitationToItIsAccepted() throws Exception {
        calls(optionalPort, TO_OPTIONAL, INVITING, true);
    }

    @Test
    void whereEncryptionIsOptionalWhoInsistsOnItGetsIt() throws Exception {
        calls(optionalPort, TO_OPTIONAL, MANDATORY, true);
    }

    @Test
    void whereEncryptionIsOptionalWhoDoesNotSpeakItIsCalledInTheClear() throws Exception {
        called(optionalPort, TO_OPTIONAL, PLAIN, false);
    }

    private static void called(int port, String number, String account, boolean encrypted) throws Exception {
        Path heard = Files.createTempFile(folder, "from-baresip", ".wav");
        Baresip baresip = Baresip.start(folder, port, number, account, theirVoice);
        try (baresip;
                Wire wire = Wire.tap(folder, gateway.sipPort(), port)) {
            PlacedCall call = PlacedCall.place(
                    gateway,
                    "alice",
                    number,
                    "--play",
                    ourVoice.toString(),
                    "--record",
                    heard.toString(),
                    "--seconds",
                    "9");

            call.ended("answered", "normal", 200, 0).everybodyAgrees();
            assertHeard("by the caller", Voices.first(Voices.carriers(), 6), heard);
            assertWire(wire, call.cdr().path("pipeline").asText(), encrypted);
        }
        assertThat(AudioMatch.of(Voices.ours(), baresip.heard()).same())
                .as("by baresip")
                .isTrue();
    }

    private static void calls(int port, String number, String account, boolean encrypted) throws Exception {
        Path heard = Files.createTempFile(folder, "from-baresip", ".wav");
        Instant since = Instant.now();
        try (Wire wire = Wire.tap(folder, gateway.sipPort(), port);
                PeerProcess bob = listening(heard)) {
            Baresip baresip = dialling(port, number, account);
            try (baresip) {
                PeerProcess.Ended ended = bob.ended(CALL);
                assertThat(ended.text("cause")).as(ended.words()).isEqualTo("normal");
            }
            assertHeard("by the called", Voices.first(Voices.carriers(), 6), heard);
            assertWire(wire, gateway.cdrSince("bob", since).path("pipeline").asText(), encrypted);
            assertThat(AudioMatch.of(Voices.ours(), baresip.heard()).same())
                    .as("by baresip")
                    .isTrue();
        }
    }

    private static Baresip dialling(int port, String number, String account) throws IOException {
        return Baresip.start(
                folder,
                port,
                number,
                account,
                theirVoice,
                "-e",
                "/dial sip:" + BOBS_NUMBER + "@127.0.0.1:" + gateway.sipPort());
    }

    private static PeerProcess listening(Path heard) {
        return PeerProcess.listen(
                gateway, "bob", "--play", ourVoice.toString(), "--record", heard.toString(), "--seconds", "9");
    }

    private static void assertHeard(String where, WavFile original, Path heard) throws IOException {
        AudioMatch match = AudioMatch.of(original, WavFile.read(heard));
        assertThat(match.same()).as("%s: %s", where, match).isTrue();
    }

    /** Who listens on the way hears our voice when it is not encrypted, and noise when it is. */
    private static void assertWire(Wire wire, String pipeline, boolean encrypted) throws InterruptedException {
        wire.untap();
        WavFile said = wire.saidFrom(trunkPort, trunkPort + TRUNK_PORTS - 1);
        assertThat(said.mono().length).as("samples on the wire").isGreaterThan(8 * 5_000);
        AudioMatch match = AudioMatch.of(Voices.ours(), said);
        assertThat(match.same()).as("%s, %s", pipeline, match).isNotEqualTo(encrypted);
        String ofTrunk = pipeline.substring(pipeline.indexOf("pcmu/8000"));
        assertThat(ofTrunk.matches("pcmu/8000 20 ms (aes|aead_aes).*"))
                .as(pipeline)
                .isEqualTo(encrypted);
    }
}
