package io.tollgate.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Hex;
import io.tollgate.rtp.packet.Rtcp.Chunk;
import io.tollgate.rtp.packet.Rtcp.Compound;
import io.tollgate.rtp.packet.Rtcp.Goodbye;
import io.tollgate.rtp.packet.Rtcp.Malformed;
import io.tollgate.rtp.packet.Rtcp.Other;
import io.tollgate.rtp.packet.Rtcp.Packet;
import io.tollgate.rtp.packet.Rtcp.ReceiverReport;
import io.tollgate.rtp.packet.Rtcp.ReportBlock;
import io.tollgate.rtp.packet.Rtcp.SenderReport;
import io.tollgate.rtp.packet.Rtcp.SourceDescription;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtcpTest {
    /** A receiver report as browsers send it: one block, nothing lost. */
    private static final byte[] BROWSER_REPORT =
            Hex.bytes("81 c9 0007 902f9e2e bc5e9a40 00 000000 000046e1 00000111 09f36432 00024a79");

    @Test
    void readsAReceiverReport() {
        ReportBlock block = new ReportBlock(0xbc5e9a40, 0, 0, 0x46e1, 273, 0x09f36432, 150137);
        assertThat(parse(BROWSER_REPORT))
                .isEqualTo(new Compound(List.of(new ReceiverReport(0x902f9e2e, List.of(block)))));
    }

    @Test
    void readsACompoundOfFour() {
        byte[] bytes = Hex.bytes("""
                81 c8 000c 902f9e2e da8bd1fcdddda05a aaf4edd5 00000001 00000002
                   bc5e9a40 80 ffffff 000046e1 00000111 09f36432 00024a79
                81 ca 0004 902f9e2e 01 06 746f6c6c6761 00 000000
                81 cd 0003 902f9e2e bc5e9a40 00010000
                a1 cb 0004 902f9e2e 04 676f6e65 000000 00000004
                """);
        ReportBlock block = new ReportBlock(0xbc5e9a40, 128, -1, 0x46e1, 273, 0x09f36432, 150137);
        assertThat(parse(bytes))
                .isEqualTo(new Compound(List.of(
                        new SenderReport(0x902f9e2e, 0xda8bd1fcdddda05aL, 0xaaf4edd5, 1, 2, List.of(block)),
                        new SourceDescription(List.of(new Chunk(0x902f9e2e, "tollga"))),
                        new Other(205, 1, 16),
                        new Goodbye(List.of(0x902f9e2e), "gone"))));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] buffer = new byte[9000];
        for (int round = 0; round < 2_000; round++) {
            List<Packet> packets = new ArrayList<>();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                packets.add(randomPacket(random));
            }
            Arrays.fill(buffer, (byte) 0xaa);
            int length = Rtcp.write(buffer, 7, packets);
            assertThat(length % 4).isZero();
            assertThat(Rtcp.parse(buffer, 7, length))
                    .as("seed 42, round %d", round)
                    .isEqualTo(new Compound(packets));
        }
    }

    private static Packet randomPacket(SplittableRandom random) {
        int count = random.nextInt(Rtcp.MAX_BLOCKS + 1);
        return switch (random.nextInt(4)) {
            case 0 ->
                new SenderReport(
                        random.nextInt(),
                        random.nextLong(),
                        random.nextInt(),
                        random.nextLong(1L << 32),
                        random.nextLong(1L << 32),
                        blocks(random, count));
            case 1 -> new ReceiverReport(random.nextInt(), blocks(random, count));
            case 2 -> {
                List<Chunk> chunks = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    chunks.add(
                            new Chunk(random.nextInt(), "é".repeat(random.nextInt(3)) + "x".repeat(random.nextInt(9))));
                }
                yield new SourceDescription(chunks);
            }
            default -> {
                List<Integer> ssrcs = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    ssrcs.add(random.nextInt());
                }
                yield new Goodbye(ssrcs, "bye".repeat(random.nextInt(80)));
            }
        };
    }

    private static List<ReportBlock> blocks(SplittableRandom random, int count) {
        List<ReportBlock> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(new ReportBlock(
                    random.nextInt(),
                    random.nextInt(256),
                    random.nextInt(ReportBlock.MIN_LOST, ReportBlock.MAX_LOST + 1),
                    random.nextLong(1L << 32),
                    random.nextLong(1L << 32),
                    random.nextInt(),
                    random.nextInt()));
        }
        return blocks;
    }

    @Test
    void lossBeyond24BitsIsClamped() {
        assertThat(new ReportBlock(1, 0, 0x100_0000, 0, 0, 0, 0).cumulativeLost())
                .isEqualTo(ReportBlock.MAX_LOST);
        assertThat(new ReportBlock(1, 0, -0x100_0000, 0, 0, 0, 0).cumulativeLost())
                .isEqualTo(ReportBlock.MIN_LOST);
    }

    @ParameterizedTest
    @CsvSource({
        "80c900, shorter than an RTCP header",
        "40c90001 00000001, version is not 2",
        "80c80001 00000001, packet of type 200 is shorter than its count says",
        "81c90001 00000001, packet of type 201 is shorter than its count says",
        "80480001 00000001, packet type is not one of RTCP",
        "80c90002 00000001, length runs beyond the datagram",
        "80c90001 00000001 80, trailing bytes",
        "a0c90001 00000001 80c90001 00000001, padding does not fit",
        "a0c90001 00000000, padding does not fit",
        "a0c90001 000000ff, padding does not fit",
        "81ca0002 00000001 01ff4141, packet of type 202 is shorter than its count says",
        "82cb0001 00000001, packet of type 203 is shorter than its count says",
        "81cb0002 00000001 09414141, packet of type 203 is shorter than its count says"
    })
    void whatIsWrongIsSaid(String hex, String why) {
        assertThat(parse(Hex.bytes(hex))).isEqualTo(new Malformed(why));
    }

    /** Found by fuzzing: as replacement characters, 255 bytes that are no UTF-8 would become 765. */
    @Test
    void textThatIsNoUtf8CanStillBeWrittenAgain() {
        byte[] bytes = new byte[264];
        Arrays.fill(bytes, (byte) 0xff);
        System.arraycopy(Hex.bytes("81 cb 0041 00000001"), 0, bytes, 0, 8);
        Goodbye goodbye = new Goodbye(List.of(1), "?".repeat(255));
        assertThat(parse(bytes)).isEqualTo(new Compound(List.of(goodbye)));
        assertThat(Rtcp.write(new byte[264], 0, goodbye)).isEqualTo(264);
    }

    @Test
    void aFloodOfTinyPacketsIsRefused() {
        byte[] flood = new byte[4 * (Rtcp.MAX_PACKETS + 1)];
        for (int i = 0; i < flood.length; i += 4) {
            flood[i] = (byte) 0x80;
            flood[i + 1] = (byte) 203;
        }
        assertThat(parse(flood)).isEqualTo(new Malformed("more than 32 packets in a compound"));
        assertThat(Rtcp.parse(flood, 0, flood.length - 4)).isInstanceOf(Compound.class);
    }

    @Test
    void nothingThatArrivesThrows() {
        long seed = 3550;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] compound = new byte[2000];
        int length = Rtcp.write(
                compound,
                0,
                List.of(
                        new SenderReport(1, 2, 3, 4, 5, blocks(random, 3)),
                        new SourceDescription(List.of(new Chunk(1, "someone@example"), new Chunk(2, "")))));
        int wellFormed = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = Arrays.copyOf(compound, random.nextInt(length + 1));
            for (int i = random.nextInt(4); i > 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                if (Rtcp.parse(bytes, 0, bytes.length) instanceof Compound) {
                    wellFormed++;
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
        assertThat(wellFormed).isGreaterThan(100);
    }

    @Test
    void ourOwnMistakesAreExceptions() {
        assertThatThrownBy(() -> Rtcp.write(new byte[7], 0, new ReceiverReport(1, List.of())))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Rtcp.write(new byte[99], 0, new Other(205, 0, 8)))
                .hasMessageContaining("205");
        assertThatThrownBy(() -> new Goodbye(Collections.nCopies(32, 1), "")).hasMessageContaining("32");
        assertThatThrownBy(() -> Rtcp.write(new byte[999], 0, new Goodbye(List.of(), "x".repeat(256))))
                .hasMessageContaining("256");
        assertThatThrownBy(() -> Rtcp.parse(new byte[8], 4, 8)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    private static Rtcp.Parsed parse(byte[] bytes) {
        return Rtcp.parse(bytes, 0, bytes.length);
    }
}
