package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The carrier calls numbers of ours, and hears what its engineers expect. */
class InboundIT {
    private static final String ALICES_NUMBER = "+442079460201";
    private static final String BOBS_NUMBER = "+442079460202";
    private static final String NOBODYS_NUMBER = "+442079460203";
    private static final String A_CALLER = "+442079460999";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int SILENCE_MS = 1500;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = RunningGateway.start("inbound", "tollgate.calls.ring-for=3s");
    }

    @AfterAll
    static void stop() throws IOException {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void allDevicesRingAtOnceAndTheFirstAnswerWins() throws IOException {
        Path voice = gateway.folder().resolve("voice.wav");
        WavFile.write(voice, Voices.ours().sampleRate(), Voices.ours().mono());
        Path[] heard = {
            gateway.folder().resolve("heard-1.wav"), gateway.folder().resolve("heard-2.wav")
        };
        try (PeerProcess one = listening(voice, heard[0]);
                PeerProcess other = listening(voice, heard[1])) {
            int mark = gateway.carrier().events().size();
            Instant since = Instant.now();

            String call = gateway.carrier().call(BOBS_NUMBER, A_CALLER, 30, "main");

            List<PeerProcess.Ended> ended = List.of(one.ended(Duration.ofSeconds(40)), other.ended(SOON));
            assertThat(ended).allSatisfy(peer -> assertThat(peer.words()).contains("ringing: " + A_CALLER));
            assertThat(ended.stream().map(peer -> peer.text("cause")))
                    .containsExactlyInAnyOrder("normal", "answered-elsewhere");
            assertThat(ended.stream().map(PeerProcess.Ended::exitCode)).containsExactlyInAnyOrder(0, 4);
            Path answered = ended.getFirst().exitCode() == 0 ? heard[0] : heard[1];
            assertHeard(Voices.first(Voices.carriers(), 6), WavFile.read(answered));
            gateway.carrier().await(mark, "ended");
            assertHeard(Voices.ours(), gateway.carrier().heard(call));
            JsonNode cdr = gateway.cdrSince("bob", since);
            assertThat(cdr.path("direction").asText()).isEqualTo("inbound");
            assertThat(cdr.path("cause").asText()).isEqualTo("normal");
            assertThat(cdr.path("caller").asText()).isEqualTo(A_CALLER);
            assertThat(cdr.path("cost_micros").asLong()).isZero();
            assertThat(cdr.path("talk_ms").asLong()).isBetween(7_000L, 11_000L);
        }
    }

    private static PeerProcess listening(Path voice, Path heard) {
        return PeerProcess.listen(
                gateway, "bob", "--play", voice.toString(), "--record", heard.toString(), "--seconds", "8");
    }

    @Test
    void withNobodyThereTheCarrierIsToldSo() {
        assertRefused(ALICES_NUMBER, 480, 20);
        assertThat(gateway.get("/api/v1/cdrs?user=alice&cause=nobody-there")
                        .path("cdrs")
                        .isEmpty())
                .isFalse();
    }

    @Test
    void anUnassignedNumberIsNotInUse() {
        assertRefused(NOBODYS_NUMBER, 404, 1);
    }

    @Test
    void aDeclinedCallIsDeclined() {
        try (PeerProcess peer = PeerProcess.listen(gateway, "alice", "--decline")) {
            assertRefused(ALICES_NUMBER, 603, 21);

            PeerProcess.Ended ended = peer.ended(SOON);
            assertThat(ended.text("cause")).isEqualTo("declined");
            assertThat(ended.exitCode()).isEqualTo(4);
        }
    }

    @Test
    void whatNobodyAnswersTimesOut() throws IOException, InterruptedException {
        try (PeerProcess peer = PeerProcess.listen(gateway, "carol")) {
            gateway.post("/api/v1/numbers", Map.of("number", "+442079460205", "country", "GB"));
            gateway.put("/api/v1/numbers/+442079460205/owner", Map.of("user", "carol"));
            peer.freeze();
            Instant since = Instant.now();

            assertRefused("+442079460205", 408, 19);

            assertThat(gateway.cdrSince("carol", since).path("cause").asText()).isEqualTo("no-answer");
            assertThat(gateway.get("/api/v1/cdrs?user=carol&cause=no-answer")
                            .path("cdrs")
                            .size())
                    .isEqualTo(1);
        }
    }

    @Test
    void aCallerWhoGivesUpStopsTheRinging() throws IOException, InterruptedException {
        try (PeerProcess peer = PeerProcess.listen(gateway, "bob")) {
            peer.freeze();
            int mark = gateway.carrier().events().size();
            String call = gateway.carrier().call(BOBS_NUMBER, A_CALLER, 10, "main");
            gateway.carrier().await(mark, "invite");
            Await.until(
                    "it rings",
                    SOON,
                    () -> !gateway.get("/api/v1/calls").path("calls").isEmpty());

            gateway.carrier().hangUp(call);

            gateway.carrier().await(mark, "ended");
            Await.until(
                    "no call is left",
                    SOON,
                    () -> gateway.get("/api/v1/calls").path("calls").isEmpty());
        }
    }

    @Test
    void aSourceThatIsNoTrunkGetsNoAnswerAndNoCall() throws IOException {
        double before = gateway.metric("tollgate_sip_port_total", "unknown_source");
        try (PeerProcess peer = PeerProcess.listen(gateway, "bob");
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            stranger.setSoTimeout(SILENCE_MS);
            for (String method : List.of("INVITE", "OPTIONS", "REGISTER")) {
                byte[] request = request(method, stranger.getLocalPort());
                stranger.send(new DatagramPacket(
                        request,
                        request.length,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.sipPort())));
            }

            assertThat(hearsAnything(stranger)).isFalse();
            assertThat(peer.words()).doesNotContain("ringing");
            assertThat(gateway.metric("tollgate_sip_port_total", "unknown_source"))
                    .isEqualTo(before + 3);
            assertThat(gateway.get("/api/v1/calls").path("calls").isEmpty()).isTrue();
        }
    }

    private static boolean hearsAnything(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2000], 2000));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static byte[] request(String method, int port) {
        String sdp = """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio 40000 RTP/AVP 0
                """.replace("\n", "\r\n");
        String head = Stream.of(
                        method + " sip:" + BOBS_NUMBER + "@127.0.0.1:" + gateway.sipPort() + " SIP/2.0",
                        "Via: SIP/2.0/UDP 127.0.0.1:" + port + ";branch=z9hG4bK-" + method,
                        "From: <sip:+442079460998@127.0.0.1>;tag=stranger",
                        "To: <sip:" + BOBS_NUMBER + "@127.0.0.1>",
                        "Call-ID: stranger-" + method,
                        "CSeq: 1 " + method,
                        "Contact: <sip:stranger@127.0.0.1:" + port + ">",
                        "Max-Forwards: 70",
                        "Content-Type: application/sdp",
                        "Content-Length: " + sdp.length())
                .reduce("", (text, line) -> text + line + "\r\n");
        return (head + "\r\n" + sdp).getBytes(StandardCharsets.US_ASCII);
    }

    private static void assertRefused(String number, int status, int q850) {
        int mark = gateway.carrier().events().size();
        gateway.carrier().call(number, A_CALLER, 10, "main");
        gateway.carrier().await(mark, "ended");
        assertThat(gateway.carrier().eventsAfter(mark))
                .as("%s ends by %d", number, status)
                .anySatisfy(event -> {
                    assertThat(event.more().path("status").asInt()).isEqualTo(status);
                    assertThat(event.more().path("q850").asInt()).isEqualTo(q850);
                });
    }

    private static void assertHeard(WavFile original, WavFile heard) {
        AudioMatch match = AudioMatch.of(original, heard);
        assertThat(match.same()).as(match.toString()).isTrue();
    }
}
