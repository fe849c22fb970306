package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.sip.io.SipCounters.OfPort;
import io.tollgate.sip.trunk.CallTimers;
import io.tollgate.sip.trunk.CidrBlock;
import io.tollgate.sip.trunk.Trunk;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers, broken carriers and attackers send. */
@Timeout(120)
class AbuseTest {

    private static final String KNOWN = "127.0.0.9"; // loopback is a whole /8
    private static final String STRANGER = "127.0.0.1";
    private static final int MUTATIONS = 20_000;

    private static Rig rig() {
        return new Rig(
                CallTimers.DEFAULT,
                invite -> invite.call().reject(404, "Not Found", null),
                trunk -> new Trunk(
                        trunk.id(),
                        KNOWN,
                        trunk.port(),
                        trunk.transport(),
                        List.of(CidrBlock.parse(KNOWN + "/32")),
                        null,
                        trunk.codecs(),
                        trunk.maxChannels(),
                        null,
                        trunk.callerIdStyle(),
                        trunk.numberFormat()));
    }

    private static String message(String method, DatagramSocket from, Rig rig, String more) {
        String local = from.getLocalAddress().getHostAddress() + ":" + from.getLocalPort();
        long id = System.nanoTime();
        return String.join(
                        "\r\n",
                        method + " sip:+442079460201@127.0.0.1:" + rig.port + " SIP/2.0",
                        "Via: SIP/2.0/UDP " + local + ";rport;branch=z9hG4bK" + id,
                        "Max-Forwards: 70",
                        "From: <sip:+442079460999@" + local + ">;tag=f" + id,
                        "To: <sip:+442079460201@127.0.0.1>",
                        "Call-ID: " + id + "@abuse",
                        "CSeq: 1 " + method,
                        "Contact: <sip:" + local + ">")
                + "\r\n" + more + "Content-Length: 0\r\n\r\n";
    }

    private static DatagramSocket socket(String address) throws IOException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    }

    private static void send(DatagramSocket socket, Rig rig, byte[] bytes) throws IOException {
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), rig.port));
    }

    private static void send(DatagramSocket socket, Rig rig, String text) throws IOException {
        send(socket, rig, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The first line of what comes back, or silence. */
    private static String answer(DatagramSocket socket, int waitMs) throws IOException {
        socket.setSoTimeout(waitMs);
        DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return "silence";
        }
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        return text.lines().findFirst().orElse("");
    }

    private static String answerAfterTrying(DatagramSocket socket) throws IOException {
        String first = answer(socket, 5_000);
        return first.equals("SIP/2.0 100 Trying") ? answer(socket, 5_000) : first;
    }

    private static void assertServes(Rig rig, DatagramSocket carrier) throws IOException {
        String seen = "";
        send(carrier, rig, message("OPTIONS", carrier, rig, "X-Last: 1\r\n"));
        for (int i = 0; i < 5_000 && !seen.equals("SIP/2.0 200 OK"); i++) {
            seen = answer(carrier, 5_000);
        }
        assertThat(seen).isEqualTo("SIP/2.0 200 OK");
        assertThat(rig.bridge.health().alive()).as(rig.bridge.health().detail()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "INVITE", "BYE", "REGISTER", "CANCEL", "MESSAGE"})
    void aStrangerGetsNoAnswerAtAll(String method) throws Exception {
        try (Rig rig = rig();
                DatagramSocket stranger = socket(STRANGER)) {
            send(stranger, rig, message(method, stranger, rig, ""));
            send(stranger, rig, message(method, stranger, rig, "").replace("@127.0.0.1>", "@127.0.0.1>;tag=x"));
            assertThat(answer(stranger, 700)).isEqualTo("silence");
            assertThat(rig.bridge.counters().of(OfPort.UNKNOWN_SOURCE)).isEqualTo(2);
            assertThat(rig.invites).isEmpty();
        }
    }

    @Test
    void aTrunkIsAnsweredAsRfc3261Says() throws Exception {
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            send(carrier, rig, message("OPTIONS", carrier, rig, ""));
            assertThat(answer(carrier, 5_000)).isEqualTo("SIP/2.0 200 OK");
            send(carrier, rig, message("REGISTER", carrier, rig, ""));
            assertThat(answer(carrier, 5_000)).isEqualTo("SIP/2.0 405 Method Not Allowed");
            send(carrier, rig, message("BYE", carrier, rig, "").replace("@127.0.0.1>", "@127.0.0.1>;tag=x"));
            assertThat(answer(carrier, 5_000)).isEqualTo("SIP/2.0 481 Call/Transaction Does Not Exist");
            send(carrier, rig, message("CANCEL", carrier, rig, ""));
            assertThat(answer(carrier, 5_000)).isEqualTo("SIP/2.0 481 Call/Transaction Does Not Exist");
            send(carrier, rig, message("INVITE", carrier, rig, "Require: 100rel, gruu\r\n"));
            assertThat(answerAfterTrying(carrier)).isEqualTo("SIP/2.0 420 Bad Extension");
            try (DatagramSocket another = socket(KNOWN)) {
                send(another, rig, message("INVITE", another, rig, "Session-Expires: 30\r\nSupported: timer\r\n"));
                assertThat(answerAfterTrying(another)).isEqualTo("SIP/2.0 422 Session Interval Too Small");
            }
        }
    }

    @Test
    void randomBytesGetNoAnswer() throws Exception {
        SplittableRandom random = new SplittableRandom(4475);
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            for (int i = 0; i < 5_000; i++) {
                byte[] bytes = new byte[1 + random.nextInt(1_400)];
                random.nextBytes(bytes);
                send(carrier, rig, bytes);
                keepPace(rig, i + 1);
            }
            assertThat(answer(carrier, 300)).isEqualTo("silence");
            assertServes(rig, carrier);
        }
    }

    @Test
    void mutatedMessagesLeaveTheBridgeServing() throws Exception {
        long seed = 20_261_121;
        SplittableRandom random = new SplittableRandom(seed);
        String[] methods = {"INVITE", "OPTIONS", "BYE", "ACK", "CANCEL", "UPDATE", "INFO", "PRACK", "SUBSCRIBE"};
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            for (int i = 0; i < MUTATIONS; i++) {
                String base = message(methods[i % methods.length], carrier, rig, "Reason: Q.850;cause=16\r\n");
                send(carrier, rig, mutate(base.getBytes(StandardCharsets.UTF_8), random));
                keepPace(rig, i + 1);
            }
            assertServes(rig, carrier);
        }
    }

    private static byte[] mutate(byte[] bytes, SplittableRandom random) {
        byte[] out = bytes.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(4)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] = (byte) ",;:<>\"()@=\r\n\t %[]".charAt(random.nextInt(17));
                case 2 -> System.arraycopy(bytes, 0, out, at, Math.min(random.nextInt(40), out.length - at));
                default -> out = java.util.Arrays.copyOf(out, Math.max(1, at));
            }
        }
        return out;
    }

    /** Lets the bridge read what was sent, so that the kernel's buffer does not swallow the test. */
    private static void keepPace(Rig rig, int sent) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (sent % 50 == 0 && seen(rig) < sent && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    private static long seen(Rig rig) {
        SipCounters counters = rig.bridge.counters();
        // MALFORMED also counts some of RECEIVED again, after the parser: pace loosely
        return counters.of(OfPort.RECEIVED)
                + counters.of(OfPort.MALFORMED)
                + counters.of(OfPort.TOO_DEEP)
                + counters.of(OfPort.KEEP_ALIVE)
                + counters.of(OfPort.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "<", "[", "\"", ",", "\\", "<sip:", "Contact: (", "%"})
    void deepNestingDoesNotKillTheParser(String nested) throws Exception {
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            String deep = nested.repeat(12_000 / nested.length());
            for (String header : List.of("Contact: ", "Server: ", "Via: SIP/2.0/UDP x", "Warning: ", "Accept: ")) {
                send(carrier, rig, message("OPTIONS", carrier, rig, header + deep + "\r\n"));
            }
            assertServes(rig, carrier);
        }
    }

    @Test
    void tooLongAndTooManyLinesAreCounted() throws Exception {
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            send(carrier, rig, message("OPTIONS", carrier, rig, "X: " + "a".repeat(17_000) + "\r\n"));
            send(carrier, rig, message("OPTIONS", carrier, rig, "X: a\r\n".repeat(300)));
            send(carrier, rig, "\r\n\r\n");
            assertThat(answer(carrier, 300)).isEqualTo("silence");
            assertThat(rig.bridge.counters().of(OfPort.TOO_LARGE)).isEqualTo(1);
            assertThat(rig.bridge.counters().of(OfPort.TOO_DEEP)).isEqualTo(1);
            assertThat(rig.bridge.counters().of(OfPort.KEEP_ALIVE)).isEqualTo(1);
            assertServes(rig, carrier);
        }
    }

    @Test
    void tortuousButValidIsUnderstood() throws Exception {
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            String local = KNOWN + ":" + carrier.getLocalPort();
            // after RFC 4475 section 3.1.1.1: short names, folding, odd case and spacing, unknown headers
            String tortuous = String.join(
                    "\r\n",
                    "OPTIONS sip:vivekg@127.0.0.1;unknownparam SIP/2.0",
                    "TO :",
                    " sip:vivekg@127.0.0.1 ;   x = y",
                    "f: \"J Rosenberg \\\\\\\"\"       <sip:jdrosen@example.com>",
                    "  ;",
                    "  tag = 98asjd8",
                    "MaX-fOrWaRdS: 0068",
                    "i: wsinv.ndaksdj@192.0.2.1",
                    "cseq: 0009",
                    "  OPTIONS",
                    "v:  SIP  / 2.0  / UDP     " + local + ";branch=z9hG4bK390skdjuw;rport",
                    "s :",
                    "NewFangledHeader:   newfangled value",
                    " continued newfangled value",
                    "UnknownHeaderWithUnusualValue: ;;,,;;,;",
                    "l: 0",
                    "",
                    "");
            send(carrier, rig, tortuous);
            assertThat(answer(carrier, 5_000)).isEqualTo("SIP/2.0 200 OK");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = { // after RFC 4475 section 3.1.2 and 3.3
                "OPTIONS sip:a@b SIP/7.0\r\n\r\n",
                "OPTIONS  sip:a@b  SIP/2.0\r\nVia: x\r\n\r\n",
                "OPTIONS <sip:a@b> SIP/2.0\r\nVia: SIP/2.0/UDP x\r\nCSeq: 1 OPTIONS\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nCSeq: 36893488147419103232 OPTIONS\r\nCall-ID: x\r\n\r\n",
                "OPTIONS sip:a@b SIP/2.0\r\nContent-Length: -999\r\n\r\n",
                "INVITE sip:a@b SIP/2.0\r\nFrom: \"unterminated <sip:a@b>;tag=x\r\nTo: <sip:b@c>\r\n\r\n",
                "SIP/2.0 4294967301 better not break the receiver\r\n\r\n",
                "SIP/2.0 200\r\n\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nCSeq: 1 INVITE\r\nCall-ID: none\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
                "INVITE sip:a@b SIP/2.0\r\n",
                "INVITE\u0000 sip:a@b SIP/2.0\r\n\r\n"
            })
    void whatIsNoMessageGetsNoAnswer(String text) throws Exception {
        try (Rig rig = rig();
                DatagramSocket carrier = socket(KNOWN)) {
            send(carrier, rig, text);
            assertThat(answer(carrier, 300)).isEqualTo("silence");
            assertServes(rig, carrier);
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (Rig rig = rig()) {
            SipBridgeConfig same = SipBridgeConfig.of(InetAddress.getLoopbackAddress(), rig.port, null, "x");
            assertThatThrownBy(() -> SipBridge.start(same, TrunkDirectory.of(List.of()), invite -> {}))
                    .isInstanceOf(SipStartException.class)
                    .hasMessage("SIP UDP port " + rig.port + " on 127.0.0.1 is already in use.");
        }
    }

    @Test
    void aClosedBridgeSaysSoAndFreesItsPort() throws Exception {
        Rig rig = rig();
        rig.close();
        assertThat(rig.bridge.health().alive()).isFalse();
        new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port)).close();
    }
}
