package io.tollgate.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs SIPp with scenarios put together from a few parts. SIPp checks the signalling; its exit code is the verdict. */
final class Sipp {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <scenario name="part of a test">
            """;
    private static final String VIA_FROM = """
            Via: SIP/2.0/UDP [local_ip]:[local_port];branch=[branch]
            From: <sip:+442079460201@[local_ip]:[local_port];user=phone>;tag=[pid]T[call_number]
            """;
    private static final String BACK = """
            [last_Via:]
            [last_From:]
            [last_To:];tag=[pid]U[call_number]
            [last_Call-ID:]
            [last_CSeq:]
            Contact: <sip:gateway@[local_ip]:[local_port]>
            """;

    private Sipp() {}

    /** Without SIPp these tests say nothing: that is an error on the build server, and loud elsewhere. */
    static void require() {
        boolean present = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "sipp")));
        if (!present && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("SIPp is not installed (Debian: sip-tester), and CI=true forbids skipping");
        }
        Assumptions.assumeTrue(present, "SKIPPED, NOTHING IS PROVED: SIPp is not installed (Debian: sip-tester)");
    }

    /** A running SIPp; await its verdict. */
    record Running(Process process, Path log) {
        void succeeds() throws IOException, InterruptedException {
            boolean ended = process.waitFor(40, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly();
            }
            assertThat(ended).as("SIPp ended by itself").isTrue();
            assertThat(process.exitValue()).as(Files.readString(log)).isZero();
        }
    }

    /** Starts a scenario as caller of a number at the carrier. */
    static Running caller(Path dir, int carrierPort, String number, String scenario) throws IOException {
        return start(dir, scenario, "127.0.0.1:" + carrierPort, "-s", number);
    }

    /** Starts a scenario as the gateway that is called, on this port. */
    static Running gateway(Path dir, int port, String scenario) throws IOException {
        return start(dir, scenario, "127.0.0.1:9", "-p", Integer.toString(port));
    }

    private static Running start(Path dir, String scenario, String... more) throws IOException {
        Path xml = Files.writeString(Files.createTempFile(dir, "scenario", ".xml"), HEAD + scenario + "</scenario>\n");
        Path log = Files.createTempFile(dir, "sipp", ".log");
        ProcessBuilder builder = new ProcessBuilder(
                "sipp",
                "-nostdin",
                "-sf",
                xml.toString(),
                "-m",
                "1",
                "-i",
                "127.0.0.1",
                "-timeout",
                "30s",
                "-timeout_error",
                "-trace_err",
                "-error_file",
                log + ".err");
        builder.command().addAll(Arrays.asList(more));
        builder.redirectErrorStream(true).redirectOutput(log.toFile()).directory(dir.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        return new Running(builder.start(), log);
    }

    static String invite(int mediaPort, String codecs) {
        return send("""
                INVITE sip:[service]@[remote_ip]:[remote_port];user=phone SIP/2.0
                """ + VIA_FROM + """
                To: <sip:[service]@[remote_ip]:[remote_port]>
                Call-ID: [call_id]
                CSeq: 1 INVITE
                Contact: <sip:sipp@[local_ip]:[local_port]>
                Max-Forwards: 70
                Content-Type: application/sdp
                Content-Length: [len]

                """ + sdp(mediaPort, codecs)) + """
                <recv response="100" optional="true"/>
                """;
    }

    static String sdp(int mediaPort, String codecs) {
        return """
                v=0
                o=- 1 1 IN IP4 127.0.0.1
                s=-
                c=IN IP4 127.0.0.1
                t=0 0
                m=audio %d RTP/AVP %s 101
                a=rtpmap:101 telephone-event/8000
                a=ptime:20
                """.formatted(mediaPort, codecs);
    }

    static String optionally(int status) {
        return "<recv response=\"" + status + "\" optional=\"true\"/>\n";
    }

    static String receive(int status) {
        return "<recv response=\"" + status + "\" rrs=\"true\"/>\n";
    }

    /** Waits for a refusal that carries this cause in its Reason header. */
    static String receiveRefusal(int status, int q850) {
        return """
                <recv response="%d"><action>
                <ereg regexp="Q.850;cause=%d;text=" search_in="hdr" header="Reason:" check_it="true" assign_to="1"/>
                </action></recv>
                <Reference variables="1"/>
                """.formatted(status, q850);
    }

    static String request(String method, String cseq) {
        return send(inDialog(method, "[next_url]", cseq));
    }

    /** An ACK for a refusal, or a CANCEL: the request of the same transaction (RFC 3261 sections 9.1 and 17.1.1.3). */
    static String sameTransaction(String method) {
        String request = inDialog(method, "sip:[service]@[remote_ip]:[remote_port];user=phone", "1 " + method)
                .replaceFirst("Via: .*", "[last_Via:]");
        return send(method.equals("CANCEL") ? request.replace("[peer_tag_param]", "") : request);
    }

    static String options() {
        return send("""
                OPTIONS sip:[remote_ip]:[remote_port] SIP/2.0
                """ + VIA_FROM + """
                To: <sip:[remote_ip]:[remote_port]>
                Call-ID: [call_id]
                CSeq: 1 OPTIONS
                Max-Forwards: 70
                Content-Length: 0

                """);
    }

    private static String inDialog(String method, String uri, String cseq) {
        return method + " " + uri + " SIP/2.0\n" + VIA_FROM + """
                To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
                Call-ID: [call_id]
                CSeq: %s
                Max-Forwards: 70
                Content-Length: 0

                """.formatted(cseq);
    }

    static String pause(int ms) {
        return "<pause milliseconds=\"" + ms + "\"/>\n";
    }

    /** A whole call: answered, talked for so long, hung up by the caller. */
    static String answeredCall(int mediaPort, String codecs, int talkMs) {
        return invite(mediaPort, codecs)
                + optionally(180)
                + optionally(183)
                + receive(200)
                + request("ACK", "1 ACK")
                + pause(talkMs)
                + request("BYE", "2 BYE")
                + receive(200);
    }

    static String receiveRequest(String method) {
        return "<recv request=\"" + method + "\"/>\n";
    }

    /** A response by the called side. */
    static String respond(String statusLine, String more, String body) {
        String type = body.isEmpty() ? "" : "Content-Type: application/sdp\n";
        return send("SIP/2.0 " + statusLine + "\n" + BACK + more + type + "Content-Length: [len]\n\n" + body);
    }

    /** A response whose To header already carries the tag. */
    static String respondInDialog(String statusLine) {
        return send("SIP/2.0 " + statusLine + "\n" + BACK.replace(";tag=[pid]U[call_number]", "")
                + "Content-Length: 0\n\n");
    }

    private static String send(String message) {
        return "<send><![CDATA[\n" + message + "]]></send>\n";
    }
}
