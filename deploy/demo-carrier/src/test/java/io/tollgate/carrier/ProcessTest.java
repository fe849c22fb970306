package io.tollgate.carrier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.carrier.audio.G711;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a process. */
class ProcessTest {
    @TempDir
    Path dir;

    @Test
    void it_says_that_it_is_ready_and_hangs_up_live_calls_on_sigterm() throws Exception {
        Sipp.require();
        int port = CarrierFixture.freeUdpPort();
        Process carrier = start(port, freeTcpPort());
        try (Phone phone = Phone.open(G711.PCMU);
                BufferedReader out = carrier.inputReader(UTF_8)) {
            assertThat(out.readLine()).isEqualTo("Demo carrier is ready: sip:127.0.0.1:" + port);
            String scenario = Sipp.invite(phone.port(), "0")
                    + Sipp.receive(180)
                    + Sipp.receive(200)
                    + Sipp.request("ACK", "1 ACK")
                    + Sipp.receiveRequest("BYE")
                    + Sipp.respondInDialog("200 OK");
            Sipp.Running caller = Sipp.caller(dir, port, "+442079460124", scenario);
            phone.awaitPackets(20);
            carrier.destroy();
            caller.succeeds();
            assertThat(carrier.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            carrier.destroyForcibly();
        }
    }

    @Test
    void a_port_in_use_is_one_sentence_and_exit_code_two() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            Process carrier = start(taken.getLocalPort(), freeTcpPort());
            String words = new String(carrier.getInputStream().readAllBytes(), UTF_8);
            assertThat(carrier.waitFor()).isEqualTo(2);
            assertThat(words.lines()).hasSize(1);
            assertThat(words).contains(taken.getLocalPort() + "/udp", "in use");
        }
    }

    @Test
    void a_wrong_option_is_named() throws Exception {
        Process carrier = start(5090, 5091, "--rtp-ports", "many");
        String words = new String(carrier.getInputStream().readAllBytes(), UTF_8);
        assertThat(carrier.waitFor()).isEqualTo(2);
        assertThat(words).contains("'many' is not a range of ports");
    }

    private static Process start(int sipPort, int controlPort, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DemoCarrier.class.getName(),
                "--sip-port",
                Integer.toString(sipPort),
                "--control-port",
                Integer.toString(controlPort),
                "--rtp-ports",
                "32200-32299"));
        command.addAll(List.of(more));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static int freeTcpPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
