package io.tollgate.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Hex;
import io.tollgate.rtp.packet.Rtcp.Compound;
import io.tollgate.rtp.packet.Rtcp.ExtendedReport;
import io.tollgate.rtp.packet.Rtcp.Malformed;
import io.tollgate.rtp.packet.RtcpXr.Echo;
import io.tollgate.rtp.packet.RtcpXr.JitterBufferDelays;
import io.tollgate.rtp.packet.RtcpXr.LastReceived;
import io.tollgate.rtp.packet.RtcpXr.ReferenceTime;
import io.tollgate.rtp.packet.RtcpXr.VoipMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Extended reports; the bytes follow the figures of RFC 3611 sections 2, 4.4, 4.5 and 4.7 field by field. */
class RtcpXrTest {
    private static final byte[] ALL_BLOCKS = Hex.bytes("""
            80 cf 0011 902f9e2e
               04 00 0002 da8bd1fcdddda05a
               05 00 0003 bc5e9a40 09f36432 00024a79
               07 00 0008 bc5e9a40
                  0c 05 80 02  0078 2328  0055 004b
                  f2 c4 7f 10  4e 7f 29 28  f0 00 0028 003c 01f4
            """);

    private static final VoipMetrics METRICS = new VoipMetrics(
            0xbc5e9a40,
            12,
            5,
            128,
            2,
            120,
            9_000,
            85,
            75,
            -14,
            -60,
            127,
            16,
            78,
            127,
            41,
            40,
            RtcpXr.CONCEALMENT_STANDARD | RtcpXr.BUFFER_ADAPTIVE,
            new JitterBufferDelays(40, 60, 500));

    private static final ExtendedReport REPORT = new ExtendedReport(
            0x902f9e2e,
            List.of(
                    new ReferenceTime(0xda8bd1fcdddda05aL),
                    new LastReceived(List.of(new Echo(0xbc5e9a40, 0x09f36432, 150_137))),
                    METRICS));

    @Test
    void readsEachBlock() {
        assertThat(parse(ALL_BLOCKS)).isEqualTo(new Compound(List.of(REPORT)));
        assertThat(METRICS.knownR()).isEqualTo(78);
        assertThat(METRICS.knownMosLq()).isEqualTo(4.1);
        assertThat(METRICS.knownMosCq()).isEqualTo(4.0);
        assertThat(METRICS.lossPct()).isEqualTo(4.6875);
    }

    @Test
    void writesEachBlock() {
        byte[] buffer = new byte[ALL_BLOCKS.length + 9];
        Arrays.fill(buffer, (byte) 0xaa);
        assertThat(Rtcp.write(buffer, 5, REPORT)).isEqualTo(ALL_BLOCKS.length);
        assertThat(Arrays.copyOfRange(buffer, 5, 5 + ALL_BLOCKS.length)).isEqualTo(ALL_BLOCKS);
        assertThat(buffer[4]).isEqualTo((byte) 0xaa);
        assertThat(buffer[5 + ALL_BLOCKS.length]).isEqualTo((byte) 0xaa);
    }

    @Test
    void unknownBlocksArePassedOver() {
        byte[] bytes = Hex.bytes("""
                80 cf 000a 00000001
                   01 00 0002 00000000 00000000
                   04 00 0002 0000000000000007
                   ff 2a 0000
                   05 00 0000
                """);
        bytes[3] = (byte) (bytes.length / 4 - 1);
        assertThat(parse(bytes))
                .isEqualTo(new Compound(List.of(
                        new ExtendedReport(1, List.of(new ReferenceTime(7), new LastReceived(List.of())), 2, 0))));
    }

    @Test
    void aBlockOfTheWrongLengthIsCountedAndTheNextOneRead() {
        byte[] bytes = Hex.bytes("""
                80 cf 0000 00000001
                   07 00 0001 00000000
                   04 00 0001 00000000
                   05 00 0001 00000000
                   04 00 0002 0000000000000007
                """);
        bytes[3] = (byte) (bytes.length / 4 - 1);
        assertThat(parse(bytes))
                .isEqualTo(new Compound(List.of(new ExtendedReport(1, List.of(new ReferenceTime(7)), 0, 3))));
    }

    @Test
    void aBlockBeyondItsPacketEndsIt() {
        byte[] bytes = Hex.bytes("80 cf 0005 00000001 04 00 0002 0000000000000007 07 00 0008");
        assertThat(parse(bytes))
                .isEqualTo(new Compound(List.of(new ExtendedReport(1, List.of(new ReferenceTime(7)), 0, 1))));
        assertThat(parse(Hex.bytes("80 cf 0000"))).isInstanceOf(Malformed.class);
    }

    @Test
    void levelsThatAreNotKnownStayUnknown() {
        VoipMetrics none = new VoipMetrics(
                1, 0, 0, 0, 0, 0, 0, 0, 0, 127, 127, 127, 16, 127, 127, 127, 127, 0, new JitterBufferDelays(0, 0, 0));
        assertThat(none.knownR()).isEqualTo(-1);
        assertThat(none.knownMosLq()).isEqualTo(-1);
        assertThat(none.knownMosCq()).isEqualTo(-1);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SplittableRandom random = new SplittableRandom(3611);
        byte[] buffer = new byte[4_000];
        for (int round = 0; round < 2_000; round++) {
            List<RtcpXr.Block> blocks = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                blocks.add(randomBlock(random));
            }
            ExtendedReport report = new ExtendedReport(random.nextInt(), blocks);
            int length = Rtcp.write(buffer, 3, report);
            assertThat(Rtcp.parse(buffer, 3, length))
                    .as("seed 3611, round %d", round)
                    .isEqualTo(new Compound(List.of(report)));
        }
    }

    private static RtcpXr.Block randomBlock(SplittableRandom random) {
        return switch (random.nextInt(3)) {
            case 0 -> new ReferenceTime(random.nextLong());
            case 1 -> {
                List<Echo> echoes = new ArrayList<>();
                for (int i = random.nextInt(Rtcp.MAX_BLOCKS + 1); i > 0; i--) {
                    echoes.add(new Echo(random.nextInt(), random.nextInt(), random.nextInt()));
                }
                yield new LastReceived(echoes);
            }
            default ->
                new VoipMetrics(
                        random.nextInt(),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(65_536),
                        random.nextInt(65_536),
                        random.nextInt(65_536),
                        random.nextInt(65_536),
                        random.nextInt(-128, 128),
                        random.nextInt(-128, 128),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        random.nextInt(256),
                        new JitterBufferDelays(random.nextInt(65_536), random.nextInt(65_536), random.nextInt(65_536)));
        };
    }

    @Test
    void nothingThatArrivesThrows() {
        long seed = 47;
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = Arrays.copyOf(ALL_BLOCKS, random.nextInt(ALL_BLOCKS.length + 1) & ~3);
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            if (bytes.length > 4 && random.nextBoolean()) {
                bytes[3] = (byte) (bytes.length / 4 - 1);
            }
            try {
                read += Rtcp.parse(bytes, 0, bytes.length) instanceof Compound ? 1 : 0;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round + " " + Arrays.toString(bytes), e);
            }
        }
        assertThat(read).isGreaterThan(1_000);
    }

    @Test
    void ourOwnMistakesAreExceptions() {
        assertThatThrownBy(() -> new JitterBufferDelays(0, 65_536, 0)).hasMessageContaining("65536");
        assertThatThrownBy(() -> Rtcp.write(new byte[ALL_BLOCKS.length - 1], 0, REPORT))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(
                        () -> new LastReceived(java.util.Collections.nCopies(Rtcp.MAX_BLOCKS + 1, new Echo(1, 2, 3))))
                .hasMessageContaining("32");
    }

    /** Another implementation reads what we write: a whole compound as the gateway sends it, in a capture file. */
    @Test
    void tsharkUnderstandsTheCompound(@TempDir Path folder) throws Exception {
        byte[] compound = new byte[400];
        int length = Rtcp.write(
                compound,
                0,
                List.of(
                        new Rtcp.SenderReport(
                                0x902f9e2e,
                                0xda8bd1fcdddda05aL,
                                0xaaf4edd5,
                                1,
                                160,
                                List.of(new Rtcp.ReportBlock(0xbc5e9a40, 12, 34, 5_000, 17, 0x09f36432, 150_137))),
                        new Rtcp.SourceDescription(List.of(new Rtcp.Chunk(0x902f9e2e, "tollgate"))),
                        REPORT));
        Path file = folder.resolve("xr.pcap");
        Files.write(file, capture(Arrays.copyOf(compound, length)));
        String seen = tshark(file, "-V");
        assertThat(seen).contains("Extended report (RFC 3611) (207)", "VoIP Metrics", "DLRR", "R Factor: 78");
        assertThat(seen).contains("MOS - Listening Quality: 4.1", "MOS - Conversational Quality: 4");
        assertThat(seen).contains("Fraction lost: 12 / 256", "Signal Level: -14", "Noise Level: -60", "Gmin: 16");
        assertThat(seen).contains("frame length check: OK").doesNotContain("Malformed", "Expert Info");
    }

    private static String tshark(Path file, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tshark", "-r", file.toString(), "-d", "udp.port==5005,rtcp"));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            Assumptions.abort("tshark is not installed");
            return "";
        }
        String seen = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return seen;
    }

    /** One UDP datagram in a capture file of raw IPv4 packets. */
    private static byte[] capture(byte[] payload) {
        int udp = 8 + payload.length;
        int ip = 20 + udp;
        ByteBuffer file = ByteBuffer.allocate(24 + 16 + ip);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65_535)
                .putInt(101);
        file.putInt(0).putInt(0).putInt(ip).putInt(ip);
        file.put(new byte[] {0x45, 0}).putShort((short) ip).putInt(0).put(new byte[] {64, 17, 0, 0});
        file.putInt(0x7f000001).putInt(0x7f000001);
        file.putShort((short) 5_005)
                .putShort((short) 5_005)
                .putShort((short) udp)
                .putShort((short) 0);
        file.put(payload);
        return file.array();
    }

    private static Rtcp.Parsed parse(byte[] bytes) {
        return Rtcp.parse(bytes, 0, bytes.length);
    }
}
