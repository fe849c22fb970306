package io.tollgate.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.codec.G711;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Everything on loopback's UDP, read by tshark, which nobody here wrote. */
final class Wire implements AutoCloseable {
    private static final int RATE = 8000;
    /** Version 2 without padding, extension and contributors: twelve bytes (RFC 3550 section 5.1). */
    private static final int RTP_PLAIN = 0x80;

    private static final int RTP_HEADER = 12;
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Path tshark;
    private final Path file;
    private final Process capture;
    private final int[] sipPorts;

    private Wire(Path tshark, Path file, Process capture, int[] sipPorts) {
        this.tshark = tshark;
        this.file = file;
        this.capture = capture;
        this.sipPorts = sipPorts;
    }

    /** Begins to capture. */
    static Wire tap(Path folder, int... sipPorts) throws IOException {
        Path tshark = Programs.require("tshark", "tshark");
        Path file = Files.createTempFile(folder, "wire", ".pcap");
        Path words = Files.createTempFile(folder, "tshark", ".log");
        Process capture = new ProcessBuilder(
                        tshark.toString(), "-q", "-i", "lo", "-f", "udp", "-F", "pcap", "-w", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(words.toFile())
                .start();
        Await.until("tshark captures on lo", SOON, () -> {
            assertThat(capture.isAlive()).as(Files.readString(words)).isTrue();
            return Files.readString(words).contains("Capturing on") && Files.size(file) > 0;
        });
        return new Wire(tshark, file, capture, sipPorts);
    }

    /** Ends the capture; it can be read then. */
    void untap() throws InterruptedException {
        capture.destroy();
        assertThat(capture.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    /** Packets of SIP, SDP, RTP and RTCP that are not as their standards say, one line each. */
    List<String> malformed() {
        return read("-Y", "_ws.malformed && (sip || sdp || rtp || rtcp)");
    }

    /** How many packets are SIP, so that nothing malformed is not nothing at all. */
    int sipMessages() {
        return read("-Y", "sip").size();
    }

    /**
     * What packets of RTP that say they carry G.711 µ-law and left from one of these ports sound like, to somebody who takes
     * no notice of what was agreed: the bytes after the header, whether or not they are encrypted.
     */
    WavFile saidFrom(int firstPort, int lastPort) {
        List<String> datagrams = read(
                "-Y",
                "udp.srcport >= " + firstPort + " && udp.srcport <= " + lastPort,
                "-T",
                "fields",
                "-e",
                "udp.payload");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        for (String datagram : datagrams) {
            byte[] bytes = HexFormat.of().parseHex(datagram.replace(":", ""));
            if (bytes.length > RTP_HEADER && (bytes[0] & 0xFF) == RTP_PLAIN && (bytes[1] & 0x7F) == 0) {
                said.write(bytes, RTP_HEADER, bytes.length - RTP_HEADER);
            }
        }
        byte[] payload = said.toByteArray();
        short[] samples = new short[payload.length];
        for (int i = 0; i < payload.length; i++) {
            samples[i] = G711.decodeUlaw(payload[i]);
        }
        return new WavFile(RATE, samples);
    }

    private List<String> read(String... options) {
        List<String> command = new ArrayList<>(List.of(tshark.toString(), "-n", "-r", file.toString()));
        for (int port : sipPorts) {
            command.addAll(List.of("-d", "udp.port==" + port + ",sip"));
        }
        command.addAll(Arrays.asList(options));
        try {
            Path out = Files.createTempFile(file.getParent(), "read", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(out.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return Files.readAllLines(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        capture.destroyForcibly();
    }
}
