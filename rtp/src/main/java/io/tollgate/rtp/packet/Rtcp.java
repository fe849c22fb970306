package io.tollgate.rtp.packet;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes RTCP (RFC 3550 section 6): sender and receiver reports, source descriptions, goodbyes, and the extended
 * reports of {@link RtcpXr}, in compounds.
 * RTCP comes once in seconds, so packets are plain records; the data path does not touch them.
 *
 * <p>Reading takes reduced-size RTCP too (RFC 5506: a compound need not begin with a report), because browsers send it.
 * Packets of other types keep only their number. A malformed compound is a {@link Malformed} with the reason; nothing a
 * peer sends makes {@link #parse} throw.
 */
public final class Rtcp {
    /** Packet type of {@link SenderReport}. */
    public static final int SR = 200;

    /** Packet type of {@link ReceiverReport}. */
    public static final int RR = 201;

    /** Packet type of {@link SourceDescription}. */
    public static final int SDES = 202;

    /** Packet type of {@link Goodbye}. */
    public static final int BYE = 203;

    /** The count field of the header has five bits. */
    public static final int MAX_BLOCKS = 31;

    /** More packets than this in one datagram are nobody's report. */
    public static final int MAX_PACKETS = 32;

    private static final int HEADER_LENGTH = 4;
    private static final int BLOCK_LENGTH = 24;
    private static final int MAX_TEXT_LENGTH = 255;
    private static final int CNAME_ITEM = 1;

    private Rtcp() {}

    /** What {@link #parse} found. */
    public sealed interface Parsed permits Compound, Malformed {}

    /** All packets of a well-formed datagram, at least one, in their order. */
    public record Compound(List<Packet> packets) implements Parsed {
        public Compound {
            packets = List.copyOf(packets);
        }
    }

    /** A datagram that is not RTCP, with the reason in a few words. */
    public record Malformed(String why) implements Parsed {}

    /** One packet of a compound. */
    public sealed interface Packet
            permits SenderReport, ReceiverReport, SourceDescription, Goodbye, ExtendedReport, Other {}

    /**
     * SR: what a sender has sent, and what it has received.
     *
     * @param ntp wall clock when the report was sent, see {@link NtpTime}
     * @param rtpTimestamp the same instant on the RTP clock
     * @param packetCount packets sent so far, unsigned 32 bits
     * @param octetCount payload bytes sent so far, unsigned 32 bits
     * @param blocks at most {@link #MAX_BLOCKS}
     */
    public record SenderReport(
            int ssrc, long ntp, int rtpTimestamp, long packetCount, long octetCount, List<ReportBlock> blocks)
            implements Packet {
        public SenderReport {
            blocks = bounded(blocks);
        }
    }

    /** RR: what a participant that sends nothing has received. {@code blocks}: at most {@link #MAX_BLOCKS}. */
    public record ReceiverReport(int ssrc, List<ReportBlock> blocks) implements Packet {
        public ReceiverReport {
            blocks = bounded(blocks);
        }
    }

    /** SDES, of which we keep the canonical names. {@code chunks}: at most {@link #MAX_BLOCKS}. */
    public record SourceDescription(List<Chunk> chunks) implements Packet {
        public SourceDescription {
            chunks = bounded(chunks);
        }
    }

    /** The canonical name of a source; empty when the peer gave none. At most 255 bytes of UTF-8. */
    public record Chunk(int ssrc, String cname) {}

    /** BYE: sources that leave (at most {@link #MAX_BLOCKS}), and why; {@code reason} may be empty, at most 255 bytes. */
    public record Goodbye(List<Integer> ssrcs, String reason) implements Packet {
        public Goodbye {
            ssrcs = bounded(ssrcs);
        }
    }

    /**
     * XR: what goes beyond a report (RFC 3611). To be written, {@code blocks} must fit a packet of 64 KB.
     *
     * @param unknown blocks of other kinds, which are left out
     * @param malformed blocks whose length is not that of their kind, or that ran beyond the packet, likewise
     */
    public record ExtendedReport(int ssrc, List<RtcpXr.Block> blocks, int unknown, int malformed) implements Packet {
        public ExtendedReport {
            blocks = List.copyOf(blocks);
        }

        /** A report to be written. */
        public ExtendedReport(int ssrc, List<RtcpXr.Block> blocks) {
            this(ssrc, blocks, 0, 0);
        }
    }

    /** A packet of a type that we do not read. */
    public record Other(int packetType, int count, int length) implements Packet {}

    /**
     * What one source's packets looked like on arrival (RFC 3550 section 6.4.1).
     *
     * @param fractionLost lost since the last report, in 1/256, 0 to 255
     * @param cumulativeLost lost since the beginning, signed 24 bits (duplicates make it negative)
     * @param highestSequence extended by the roll-over count in its upper half, unsigned 32 bits
     * @param jitter in units of the RTP clock, unsigned 32 bits
     * @param lastSr middle 32 bits of the last SR's NTP timestamp, 0 when there was none
     * @param delaySinceLastSr in 1/65536 s, unsigned 32 bits in an int
     */
    public record ReportBlock(
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long highestSequence,
            long jitter,
            int lastSr,
            int delaySinceLastSr) {
        public static final int MAX_LOST = 0x7f_ffff;
        public static final int MIN_LOST = -0x80_0000;

        public ReportBlock {
            if (fractionLost < 0 || fractionLost > 255) {
                throw new IllegalArgumentException("fraction lost " + fractionLost + " is not in 0 to 255");
            }
            cumulativeLost = Math.clamp(cumulativeLost, MIN_LOST, MAX_LOST);
        }
    }

    private static <T> List<T> bounded(List<T> list) {
        if (list.size() > MAX_BLOCKS) {
            throw new IllegalArgumentException(list.size() + " entries do not fit an RTCP packet, at most 31 do");
        }
        return List.copyOf(list);
    }

    /**
     * Reads the compound in {@code buf[off, off + len)}.
     *
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public static Parsed parse(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (len < HEADER_LENGTH) {
            return new Malformed("shorter than an RTCP header");
        }
        List<Packet> packets = new ArrayList<>(4);
        int end = off + len;
        int at = off;
        while (at < end) {
            if (packets.size() == MAX_PACKETS) {
                return new Malformed("more than 32 packets in a compound");
            }
            if (end - at < HEADER_LENGTH) {
                return new Malformed("trailing bytes");
            }
            if ((buf[at] & 0xc0) != RtpPacket.VERSION << 6) {
                return new Malformed("version is not 2");
            }
            if (!Demux.isRtcp(buf[at + 1])) {
                return new Malformed("packet type is not one of RTCP");
            }
            int packetEnd = at + HEADER_LENGTH + 4 * Bytes.u16(buf, at + 2);
            if (packetEnd > end) {
                return new Malformed("length runs beyond the datagram");
            }
            int bodyEnd = packetEnd;
            if ((buf[at] & 0x20) != 0) {
                int padding = Bytes.u8(buf, packetEnd - 1);
                if (packetEnd != end || padding == 0 || padding > packetEnd - at - HEADER_LENGTH) {
                    return new Malformed("padding does not fit");
                }
                bodyEnd -= padding;
            }
            Packet packet = packet(buf, at, bodyEnd);
            if (packet == null) {
                return new Malformed("packet of type " + Bytes.u8(buf, at + 1) + " is shorter than its count says");
            }
            packets.add(packet);
            at = packetEnd;
        }
        return new Compound(packets);
    }

    private static @Nullable Packet packet(byte[] buf, int at, int end) {
        int count = buf[at] & 0x1f;
        int type = Bytes.u8(buf, at + 1);
        return switch (type) {
            case SR -> senderReport(buf, at, end, count);
            case RR -> receiverReport(buf, at, end, count);
            case SDES -> sourceDescription(buf, at + HEADER_LENGTH, end, count);
            case BYE -> goodbye(buf, at + HEADER_LENGTH, end, count);
            case RtcpXr.XR -> end - at < RtcpXr.HEADER_LENGTH ? null : RtcpXr.read(buf, at, end);
            default -> new Other(type, count, end - at);
        };
    }

    private static @Nullable SenderReport senderReport(byte[] buf, int at, int end, int count) {
        int blocks = at + 28;
        if (blocks + BLOCK_LENGTH * count > end) {
            return null;
        }
        return new SenderReport(
                Bytes.i32(buf, at + 4),
                Bytes.i64(buf, at + 8),
                Bytes.i32(buf, at + 16),
                Bytes.u32(buf, at + 20),
                Bytes.u32(buf, at + 24),
                blocks(buf, blocks, count));
    }

    private static @Nullable ReceiverReport receiverReport(byte[] buf, int at, int end, int count) {
        int blocks = at + 8;
        if (blocks + BLOCK_LENGTH * count > end) {
            return null;
        }
        return new ReceiverReport(Bytes.i32(buf, at + 4), blocks(buf, blocks, count));
    }

    private static List<ReportBlock> blocks(byte[] buf, int at, int count) {
        List<ReportBlock> blocks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int block = at + BLOCK_LENGTH * i;
            blocks.add(new ReportBlock(
                    Bytes.i32(buf, block),
                    Bytes.u8(buf, block + 4),
                    (Bytes.i32(buf, block + 4) << 8) >> 8,
                    Bytes.u32(buf, block + 8),
                    Bytes.u32(buf, block + 12),
                    Bytes.i32(buf, block + 16),
                    Bytes.i32(buf, block + 20)));
        }
        return blocks;
    }

    private static @Nullable SourceDescription sourceDescription(byte[] buf, int start, int end, int count) {
        List<Chunk> chunks = new ArrayList<>(count);
        int at = start;
        for (int i = 0; i < count; i++) {
            if (end - at < 5) {
                return null;
            }
            int ssrc = Bytes.i32(buf, at);
            at += 4;
            String cname = "";
            while (true) {
                if (at >= end) {
                    return null;
                }
                int item = Bytes.u8(buf, at);
                if (item == 0) {
                    break;
                }
                if (end - at < 2 || end - at - 2 < Bytes.u8(buf, at + 1)) {
                    return null;
                }
                int textLength = Bytes.u8(buf, at + 1);
                if (item == CNAME_ITEM) {
                    cname = text(buf, at + 2, textLength);
                }
                at += 2 + textLength;
            }
            at = start + ((at - start + 4) & ~3);
            chunks.add(new Chunk(ssrc, cname));
        }
        return new SourceDescription(chunks);
    }

    private static @Nullable Goodbye goodbye(byte[] buf, int start, int end, int count) {
        int reasonAt = start + 4 * count;
        if (reasonAt > end) {
            return null;
        }
        List<Integer> ssrcs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ssrcs.add(Bytes.i32(buf, start + 4 * i));
        }
        String reason = "";
        if (reasonAt < end) {
            int textLength = Bytes.u8(buf, reasonAt);
            if (textLength > end - reasonAt - 1) {
                return null;
            }
            reason = text(buf, reasonAt + 1, textLength);
        }
        return new Goodbye(ssrcs, reason);
    }

    /**
     * Writes packets one after another, as a compound. {@link Other} cannot be written.
     *
     * @return the bytes written, a multiple of 4
     * @throws IndexOutOfBoundsException when {@code buf} has no room
     * @throws IllegalArgumentException for an {@code Other} or a text longer than 255 bytes
     */
    public static int write(byte[] buf, int off, List<? extends Packet> packets) {
        int at = off;
        for (Packet packet : packets) {
            at += write(buf, at, packet);
        }
        return at - off;
    }

    /** Writes one packet; see {@link #write(byte[], int, List)}. */
    public static int write(byte[] buf, int off, Packet packet) {
        return switch (packet) {
            case SenderReport report -> {
                int length = header(
                        buf,
                        off,
                        SR,
                        report.blocks().size(),
                        28 + BLOCK_LENGTH * report.blocks().size());
                Bytes.putI32(buf, off + 4, report.ssrc());
                Bytes.putI64(buf, off + 8, report.ntp());
                Bytes.putI32(buf, off + 16, report.rtpTimestamp());
                Bytes.putI32(buf, off + 20, (int) report.packetCount());
                Bytes.putI32(buf, off + 24, (int) report.octetCount());
                writeBlocks(buf, off + 28, report.blocks());
                yield length;
            }
            case ReceiverReport report -> {
                int length = header(
                        buf,
                        off,
                        RR,
                        report.blocks().size(),
                        8 + BLOCK_LENGTH * report.blocks().size());
                Bytes.putI32(buf, off + 4, report.ssrc());
                writeBlocks(buf, off + 8, report.blocks());
                yield length;
            }
            case SourceDescription description -> writeDescription(buf, off, description);
            case Goodbye goodbye -> writeGoodbye(buf, off, goodbye);
            case ExtendedReport report -> {
                int length = header(buf, off, RtcpXr.XR, 0, RtcpXr.length(report));
                RtcpXr.write(buf, off, report);
                yield length;
            }
            case Other other ->
                throw new IllegalArgumentException("RTCP packet type " + other.packetType() + " is only read");
        };
    }

    private static int header(byte[] buf, int off, int type, int count, int length) {
        Objects.checkFromIndexSize(off, length, buf.length);
        buf[off] = (byte) (RtpPacket.VERSION << 6 | count);
        buf[off + 1] = (byte) type;
        Bytes.putU16(buf, off + 2, length / 4 - 1);
        return length;
    }

    private static void writeBlocks(byte[] buf, int off, List<ReportBlock> blocks) {
        int at = off;
        for (ReportBlock block : blocks) {
            Bytes.putI32(buf, at, block.ssrc());
            Bytes.putI32(buf, at + 4, block.fractionLost() << 24 | (block.cumulativeLost() & 0xff_ffff));
            Bytes.putI32(buf, at + 8, (int) block.highestSequence());
            Bytes.putI32(buf, at + 12, (int) block.jitter());
            Bytes.putI32(buf, at + 16, block.lastSr());
            Bytes.putI32(buf, at + 20, block.delaySinceLastSr());
            at += BLOCK_LENGTH;
        }
    }

    private static int writeDescription(byte[] buf, int off, SourceDescription description) {
        List<byte[]> texts = new ArrayList<>(description.chunks().size());
        int length = HEADER_LENGTH;
        for (Chunk chunk : description.chunks()) {
            byte[] text = text(chunk.cname());
            texts.add(text);
            length += (4 + 2 + text.length + 4) & ~3;
        }
        header(buf, off, SDES, texts.size(), length);
        int at = off + HEADER_LENGTH;
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            Bytes.putI32(buf, at, description.chunks().get(i).ssrc());
            buf[at + 4] = CNAME_ITEM;
            buf[at + 5] = (byte) text.length;
            System.arraycopy(text, 0, buf, at + 6, text.length);
            int next = at + ((4 + 2 + text.length + 4) & ~3);
            Arrays.fill(buf, at + 6 + text.length, next, (byte) 0);
            at = next;
        }
        return length;
    }

    private static int writeGoodbye(byte[] buf, int off, Goodbye goodbye) {
        byte[] text = text(goodbye.reason());
        int fixed = HEADER_LENGTH + 4 * goodbye.ssrcs().size();
        int length = text.length == 0 ? fixed : (fixed + 1 + text.length + 3) & ~3;
        header(buf, off, BYE, goodbye.ssrcs().size(), length);
        for (int i = 0; i < goodbye.ssrcs().size(); i++) {
            Bytes.putI32(buf, off + HEADER_LENGTH + 4 * i, goodbye.ssrcs().get(i));
        }
        if (text.length > 0) {
            buf[off + fixed] = (byte) text.length;
            System.arraycopy(text, 0, buf, off + fixed + 1, text.length);
            Arrays.fill(buf, off + fixed + 1 + text.length, off + length, (byte) 0);
        }
        return length;
    }

    /** UTF-8, with a question mark for what is none: no longer than it arrived, so that it can be written again. */
    private static String text(byte[] buf, int off, int len) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith("?")
                    .decode(ByteBuffer.wrap(buf, off, len))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("a replacing decoder does not fail", e);
        }
    }

    private static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_TEXT_LENGTH) {
            throw new IllegalArgumentException("an RTCP text holds at most 255 bytes, not " + bytes.length);
        }
        return bytes;
    }
}
