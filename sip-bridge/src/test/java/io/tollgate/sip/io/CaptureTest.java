package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.trunk.CallTimers;
import io.tollgate.sip.trunk.TrunkEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** tshark, which nobody here wrote, reads what was on the wire. */
@Timeout(90)
class CaptureTest {

    private static final String PROBE = "OPTIONS sip:probe SIP/2.0\r\n\r\n";

    /** A live capture of one port; each line is malformed flag, expert message, request or status line, User-Agent. */
    private record Capture(Process process, BlockingQueue<String> lines) implements AutoCloseable {

        static Capture of(int port) throws IOException {
            List<String> command = List.of(
                    "tshark",
                    "-i",
                    "lo",
                    "-f",
                    "udp port " + port,
                    "-d",
                    "udp.port==" + port + ",sip",
                    "-l",
                    "-Q",
                    "-T",
                    "fields",
                    "-E",
                    "separator=|",
                    "-e",
                    "_ws.malformed",
                    "-e",
                    "_ws.expert.message",
                    "-e",
                    "sip.Request-Line",
                    "-e",
                    "sip.Status-Line");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            BlockingQueue<String> lines = new LinkedBlockingQueue<>();
            Thread.ofVirtual().start(() -> {
                try (BufferedReader reader =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                    reader.lines().forEach(lines::add);
                } catch (IOException e) {
                    lines.add("capture ended: " + e.getMessage());
                }
            });
            return new Capture(process, lines);
        }

        /** Sends probes until one is seen, so that the capture certainly runs. */
        boolean runs(int port) throws Exception {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            try (DatagramSocket prober = new DatagramSocket()) {
                byte[] probe = PROBE.getBytes(StandardCharsets.US_ASCII);
                while (System.nanoTime() - deadline < 0 && process.isAlive()) {
                    prober.send(new DatagramPacket(probe, probe.length, InetAddress.getLoopbackAddress(), port));
                    if (lines.poll(300, TimeUnit.MILLISECONDS) != null) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Messages until nothing comes for two seconds; probes left out. */
        List<String> messages() throws InterruptedException {
            List<String> seen = new ArrayList<>();
            for (String line = lines.poll(5, TimeUnit.SECONDS); line != null; line = lines.poll(2, TimeUnit.SECONDS)) {
                if (!line.contains("sip:probe")) {
                    seen.add(line);
                }
            }
            return seen;
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void nothingWeSendIsMalformed() throws Exception {
        Sipp.require("sipp");
        Sipp.require("tshark");
        try (Rig rig = new Rig(
                        CallTimers.DEFAULT,
                        invite -> {
                            invite.call().ringing();
                            invite.call().answer(Rig.OFFER);
                        },
                        trunk -> trunk);
                Capture capture = Capture.of(rig.port)) {
            boolean runs = capture.runs(rig.port);
            if (!runs && "true".equals(System.getenv("CI"))) {
                Assertions.fail("tshark cannot capture on lo, and CI may not skip this test");
            }
            Assumptions.assumeTrue(runs, "SKIPPED: tshark cannot capture on lo");
            outbound(rig, "uas-answer");
            outbound(rig, "uas-407");
            outbound(rig, "uas-ring-cancel");
            try (Sipp caller = Sipp.calling("uac-call", rig.carrierPort, rig.port, "+442079460201")) {
                caller.assertSucceeded();
            }
            List<String> messages = capture.messages();
            assertThat(messages).allSatisfy(line -> assertThat(line).startsWith("||"));
            for (String expected : List.of(
                    "INVITE sip:", "ACK sip:", "BYE sip:", "CANCEL sip:", "SIP/2.0 180 Ringing", "SIP/2.0 200 OK")) {
                assertThat(messages).as(expected).anyMatch(line -> line.contains(expected));
            }
        }
    }

    private static void outbound(Rig rig, String scenario) throws Exception {
        try (Sipp carrier = Sipp.answering(scenario, rig.carrierPort)) {
            TrunkCall call = rig.call();
            if (scenario.equals("uas-ring-cancel")) {
                rig.await(TrunkEvent.Ringing.class);
            } else {
                rig.await(TrunkEvent.Answered.class);
            }
            call.cancelOrBye(SipReason.normalClearing());
            rig.awaitEnd();
            carrier.assertSucceeded();
        }
    }
}
