package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.codec.G711;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** SIPp and baresip, which nobody here wrote, stand in for the carrier in both directions; tshark reads along. */
class InteropIT {
    private static final String TO_SIPP = "+442079460300";
    private static final String TO_BARESIP = "+442079460400";
    private static final String BOBS_NUMBER = "+442079460202";
    private static final Duration CALL = Duration.ofSeconds(45);
    private static final int TRUNK_PORTS = 40;

    private static RunningGateway gateway;
    private static Path folder;
    private static Path ourVoice;
    private static Path theirVoice;
    private static int trunkPort;
    private static int sippPort;
    private static int baresipPort;

    @BeforeAll
    static void start() throws IOException {
        Programs.require("sipp", "sip-tester");
        Programs.require("baresip", "baresip-core");
        trunkPort = Ports.free(TRUNK_PORTS);
        sippPort = Ports.free(1);
        baresipPort = Ports.free(1);
        gateway = RunningGateway.start(
                "interop",
                "tollgate.media.trunk-port-min=" + trunkPort,
                "tollgate.media.trunk-port-max=" + (trunkPort + TRUNK_PORTS - 1));
        folder = Files.createDirectory(gateway.folder().resolve("interop"));
        ourVoice = folder.resolve("ours.wav");
        theirVoice = folder.resolve("theirs.wav");
        WavFile.write(ourVoice, Voices.ours().sampleRate(), Voices.ours().mono());
        WavFile.write(
                theirVoice, Voices.carriers().sampleRate(), Voices.carriers().mono());
        Files.write(folder.resolve("voice.ulaw"), ulaw(Voices.carriers()));
        trunk("sipp", sippPort, TO_SIPP);
        trunk("baresip", baresipPort, TO_BARESIP);
    }

    private static void trunk(String id, int port, String number) {
        gateway.post(
                "/api/v1/trunks",
                Map.of(
                        "id",
                        id,
                        "host",
                        "127.0.0.1",
                        "port",
                        port,
                        "sources",
                        List.of("127.0.0.1/32#" + port),
                        "codecs",
                        List.of("PCMU")));
        gateway.post("/api/v1/routes", Map.of("prefix", number.substring(1), "trunk", id));
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void sippIsCalled() throws Exception {
        Path heard = folder.resolve("from-sipp.wav");
        try (Wire wire = tap()) {
            Process sipp = sipp("uas.xml", "127.0.0.1:" + gateway.sipPort());

            PlacedCall call = PlacedCall.place(
                    gateway,
                    "alice",
                    TO_SIPP,
                    "--play",
                    ourVoice.toString(),
                    "--record",
                    heard.toString(),
                    "--seconds",
                    "9");

            call.ended("answered", "normal", 200, 0).everybodyAgrees();
            assertThat(call.cdr().path("trunk").asText()).isEqualTo("sipp");
            succeeded(sipp);
            assertHeard("by the caller", Voices.first(Voices.carriers(), 6), WavFile.read(heard));
            assertWire(wire);
        }
    }

    @Test
    void sippCalls() throws Exception {
        Path heard = folder.resolve("from-sipp-inbound.wav");
        try (Wire wire = tap();
                PeerProcess bob = listening(heard)) {
            Process sipp = sipp("uac.xml", "127.0.0.1:" + gateway.sipPort(), "-s", BOBS_NUMBER);

            PeerProcess.Ended ended = bob.ended(CALL);
            assertThat(ended.text("cause")).as(ended.words()).isEqualTo("normal");
            assertThat(ended.text("number")).isEqualTo("+442079460997");
            succeeded(sipp);
            assertHeard("by the called", Voices.first(Voices.carriers(), 6), WavFile.read(heard));
            assertWire(wire);
        }
    }

    @Test
    void baresipIsCalled() throws Exception {
        Path heard = folder.resolve("from-baresip.wav");
        Path dump = Files.createTempDirectory(folder, "baresip-");
        Process baresip = baresip(dump);
        try (Wire wire = tap()) {
            PlacedCall call = PlacedCall.place(
                    gateway,
                    "alice",
                    TO_BARESIP,
                    "--play",
                    ourVoice.toString(),
                    "--record",
                    heard.toString(),
                    "--seconds",
                    "9");

            call.ended("answered", "normal", 200, 0).everybodyAgrees();
            assertHeard("by the caller", Voices.first(Voices.carriers(), 6), WavFile.read(heard));
            assertWire(wire);
        } finally {
            end(baresip);
        }
        assertHeard("by baresip", Voices.ours(), recordedBy(dump));
    }

    @Test
    void baresipCalls() throws Exception {
        Path heard = folder.resolve("from-baresip-inbound.wav");
        Path dump = Files.createTempDirectory(folder, "baresip-");
        try (Wire wire = tap();
                PeerProcess bob = listening(heard, "--seconds", "9")) {
            Process baresip = baresip(dump, "-e", "/dial sip:" + BOBS_NUMBER + "@127.0.0.1:" + gateway.sipPort());
            try {
                PeerProcess.Ended ended = bob.ended(CALL);
                assertThat(ended.text("cause")).as(ended.words()).isEqualTo("normal");
                assertHeard("by the called", Voices.first(Voices.carriers(), 6), WavFile.read(heard));
                assertWire(wire);
            } finally {
                end(baresip);
            }
        }
        assertHeard("by baresip", Voices.ours(), recordedBy(dump));
    }

    private static Wire tap() throws IOException {
        return Wire.tap(folder, gateway.sipPort(), sippPort, baresipPort);
    }

    /** What left for the carrier is our voice, and nothing that left or came is malformed. */
    private static void assertWire(Wire wire) throws InterruptedException {
        wire.untap();
        assertThat(wire.malformed()).isEmpty();
        assertThat(wire.sipMessages()).isGreaterThanOrEqualTo(5);
        assertHeard("on the wire", Voices.ours(), wire.saidFrom(trunkPort, trunkPort + TRUNK_PORTS - 1));
    }

    private static PeerProcess listening(Path heard, String... more) {
        List<String> options = new ArrayList<>(List.of("--play", ourVoice.toString(), "--record", heard.toString()));
        options.addAll(Arrays.asList(more));
        return PeerProcess.listen(gateway, "bob", options.toArray(String[]::new));
    }

    private static Process sipp(String scenario, String remote, String... more) throws IOException {
        Files.writeString(folder.resolve(scenario), resource(scenario));
        List<String> command = new ArrayList<>(List.of(
                "sipp",
                remote,
                "-nostdin",
                "-sf",
                scenario,
                "-m",
                "1",
                "-i",
                "127.0.0.1",
                "-p",
                Integer.toString(sippPort),
                "-mp",
                Integer.toString(Ports.free(8)),
                "-timeout",
                "60s",
                "-timeout_error"));
        command.addAll(Arrays.asList(more));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(scenario + ".log").toFile())
                .start();
    }

    private static void succeeded(Process sipp) throws InterruptedException {
        boolean ended = sipp.waitFor(20, TimeUnit.SECONDS);
        if (!ended) {
            sipp.destroyForcibly();
        }
        assertThat(ended).as("SIPp ended by itself").isTrue();
        assertThat(sipp.exitValue()).as("SIPp saw what it expected").isZero();
    }

    private static Process baresip(Path dump, String... more) throws IOException {
        Files.writeString(
                dump.resolve("config"),
                resource("baresip.conf")
                        .replace("@SIP@", Integer.toString(baresipPort))
                        .replace("@VOICE@", theirVoice.toString())
                        .replace("@DIR@", dump.toString()));
        Files.writeString(
                dump.resolve("accounts"),
                "<sip:" + TO_BARESIP + "@127.0.0.1:" + baresipPort + ">;regint=0;answermode=auto;audio_codecs=PCMU\n");
        Path log = dump.resolve("baresip.log");
        List<String> command = new ArrayList<>(List.of("baresip", "-4", "-f", dump.toString(), "-t", "60"));
        command.addAll(Arrays.asList(more));
        Process baresip = new ProcessBuilder(command)
                .directory(dump.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Await.until(
                "baresip is ready",
                Duration.ofSeconds(20),
                () -> Files.readString(log).contains("baresip is ready"));
        return baresip;
    }

    private static void end(Process baresip) throws InterruptedException {
        baresip.destroy();
        if (!baresip.waitFor(10, TimeUnit.SECONDS)) {
            baresip.destroyForcibly();
        }
    }

    /** The recording that baresip made of what it decoded. */
    private static WavFile recordedBy(Path dump) throws IOException {
        try (Stream<Path> files = Files.list(dump)) {
            List<Path> all = files.toList();
            return WavFile.read(all.stream()
                    .filter(file -> file.getFileName().toString().endsWith("dec.wav"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("baresip recorded nothing: " + all)));
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = InteropIT.class.getResourceAsStream("/system/" + name)) {
            if (in == null) {
                throw new AssertionError("the test resource system/" + name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] ulaw(WavFile sound) {
        byte[] bytes = new byte[sound.mono().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = G711.encodeUlaw(sound.mono()[i]);
        }
        return bytes;
    }

    private static void assertHeard(String where, WavFile original, WavFile heard) {
        AudioMatch match = AudioMatch.of(original, heard);
        assertThat(match.same()).as("%s: %s", where, match).isTrue();
    }
}
