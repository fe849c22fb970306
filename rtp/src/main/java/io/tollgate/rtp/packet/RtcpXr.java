package io.tollgate.rtp.packet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Extended reports of RTCP (RFC 3611): the blocks of them that we speak, and their form on the wire. A block that is not
 * known, or has not the length of its kind, is passed over and counted; only what overruns its packet ends the reading.
 */
public final class RtcpXr {
    /** Packet type of an extended report. */
    public static final int XR = 207;

    /** Block type of {@link ReferenceTime}. */
    public static final int RECEIVER_REFERENCE_TIME = 4;

    /** Block type of {@link LastReceived}. */
    public static final int DLRR = 5;

    /** Block type of {@link VoipMetrics}. */
    public static final int VOIP_METRICS = 7;

    /** What stands for a level, a rating or a score that is not known. */
    public static final int UNAVAILABLE = 127;

    /** Bits of {@link VoipMetrics#receiverConfig}: what is lost is replaced by silence. */
    public static final int CONCEALMENT_DISABLED = 1 << 6;

    /** Bits of {@link VoipMetrics#receiverConfig}: what is lost is concealed by a simple method. */
    public static final int CONCEALMENT_STANDARD = 3 << 6;

    /** Bits of {@link VoipMetrics#receiverConfig}: what is lost is interpolated by a better method. */
    public static final int CONCEALMENT_ENHANCED = 2 << 6;

    /** Bits of {@link VoipMetrics#receiverConfig}: the jitter buffer does not adapt. */
    public static final int BUFFER_FIXED = 2 << 4;

    /** Bits of {@link VoipMetrics#receiverConfig}: the jitter buffer adapts. */
    public static final int BUFFER_ADAPTIVE = 3 << 4;

    static final int HEADER_LENGTH = 8;
    private static final int BLOCK_HEADER = 4;
    private static final int VOIP_LENGTH = 32;
    private static final int SUB_BLOCK = 12;

    private RtcpXr() {}

    /** One block of an extended report. */
    public sealed interface Block permits ReferenceTime, LastReceived, VoipMetrics {}

    /**
     * Receiver reference time (section 4.4): lets one who sends no media learn the round trip.
     *
     * @param ntp wall clock when the report was sent, see {@link NtpTime}
     */
    public record ReferenceTime(long ntp) implements Block {}

    /** DLRR (section 4.5): the answer to reference times. At most {@link Rtcp#MAX_BLOCKS} of them. */
    public record LastReceived(List<Echo> echoes) implements Block {
        public LastReceived {
            if (echoes.size() > Rtcp.MAX_BLOCKS) {
                throw new IllegalArgumentException(echoes.size() + " reference times are too many, at most 31 go");
            }
            echoes = List.copyOf(echoes);
        }
    }

    /**
     * The last reference time of a receiver.
     *
     * @param ssrc whose
     * @param lastRr the middle 32 bits of its NTP timestamp, 0 when there was none
     * @param delaySinceLastRr in 1/65536 s, unsigned 32 bits in an int
     */
    public record Echo(int ssrc, int lastRr, int delaySinceLastRr) {}

    /**
     * Delays of a jitter buffer in ms, 0 to 65535 each.
     *
     * @param nominal at present, for packets that are on time
     * @param maximum at present, for the latest that are still played
     * @param absoluteMaximum that it can grow to
     */
    public record JitterBufferDelays(int nominal, int maximum, int absoluteMaximum) {
        public JitterBufferDelays {
            check(nominal, 0, 0xFFFF, "nominal delay");
            check(maximum, 0, 0xFFFF, "maximum delay");
            check(absoluteMaximum, 0, 0xFFFF, "absolute maximum delay");
        }
    }

    /**
     * VoIP metrics (section 4.7): what a stream looked like where it was played.
     *
     * @param ssrc whose stream
     * @param lossRate packets that never came, in 1/256 of those expected, 0 to 255
     * @param discardRate packets that came too late or too early, likewise
     * @param burstDensity bad packets within bursts, in 1/256
     * @param gapDensity bad packets within gaps, in 1/256
     * @param burstMs mean length of bursts, 0 to 65535
     * @param gapMs mean length of gaps, 0 to 65535
     * @param roundTripMs between the RTP interfaces, 0 while unknown
     * @param endSystemDelayMs what the reporter adds, 0 while unknown
     * @param signalDbm0 level of speech, -128 to 126, or {@link #UNAVAILABLE}
     * @param noiseDbm0 level between the words, likewise
     * @param rerlDb residual echo return loss, 0 to 126, or {@link #UNAVAILABLE}
     * @param gmin threshold between bursts and gaps in packets, 1 to 255
     * @param rFactor rating of this segment, 0 to 100, or {@link #UNAVAILABLE}
     * @param externalR rating of a segment beyond, likewise
     * @param mosLq ten times the score for listening, 10 to 50, or {@link #UNAVAILABLE}
     * @param mosCq ten times the score for conversation, likewise
     * @param receiverConfig eight bits: concealment, buffer, and how fast it adapts
     */
    public record VoipMetrics(
            int ssrc,
            int lossRate,
            int discardRate,
            int burstDensity,
            int gapDensity,
            int burstMs,
            int gapMs,
            int roundTripMs,
            int endSystemDelayMs,
            int signalDbm0,
            int noiseDbm0,
            int rerlDb,
            int gmin,
            int rFactor,
            int externalR,
            int mosLq,
            int mosCq,
            int receiverConfig,
            JitterBufferDelays buffer)
            implements Block {
        public VoipMetrics {
            check(lossRate, 0, 255, "loss rate");
            check(discardRate, 0, 255, "discard rate");
            check(burstDensity, 0, 255, "burst density");
            check(gapDensity, 0, 255, "gap density");
            check(burstMs, 0, 0xFFFF, "burst duration");
            check(gapMs, 0, 0xFFFF, "gap duration");
            check(roundTripMs, 0, 0xFFFF, "round trip");
            check(endSystemDelayMs, 0, 0xFFFF, "end system delay");
            check(signalDbm0, -128, 127, "signal level");
            check(noiseDbm0, -128, 127, "noise level");
            check(rerlDb, 0, 255, "echo return loss");
            check(gmin, 0, 255, "Gmin");
            check(rFactor, 0, 255, "R factor");
            check(externalR, 0, 255, "external R factor");
            check(mosLq, 0, 255, "MOS-LQ");
            check(mosCq, 0, 255, "MOS-CQ");
            check(receiverConfig, 0, 255, "receiver configuration");
        }

        /** Share of lost packets, 0 to 100. */
        public double lossPct() {
            return lossRate * 100 / 256.0;
        }

        /** Share of discarded packets, 0 to 100. */
        public double discardPct() {
            return discardRate * 100 / 256.0;
        }

        /** The rating; -1 when it is not known or none of the scale. */
        public int knownR() {
            return rFactor <= 100 ? rFactor : -1;
        }

        /** The score for listening, 1.0 to 5.0; -1 when it is not known or none of the scale. */
        public double knownMosLq() {
            return score(mosLq);
        }

        /** The score for conversation, likewise. */
        public double knownMosCq() {
            return score(mosCq);
        }

        private static double score(int tenfold) {
            return tenfold >= 10 && tenfold <= 50 ? tenfold / 10.0 : -1;
        }
    }

    private static void check(int value, int least, int most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " " + value + " is not in " + least + " to " + most);
        }
    }

    /** Reads the blocks in {@code buf[at, end)}, behind the header and the reporter's SSRC. */
    static Rtcp.ExtendedReport read(byte[] buf, int packetAt, int end) {
        List<Block> blocks = new ArrayList<>(3);
        int unknown = 0;
        int malformed = 0;
        int at = packetAt + HEADER_LENGTH;
        while (end - at >= BLOCK_HEADER) {
            int next = at + BLOCK_HEADER + 4 * Bytes.u16(buf, at + 2);
            if (next > end) {
                break;
            }
            int length = next - at - BLOCK_HEADER;
            int body = at + BLOCK_HEADER;
            switch (Bytes.u8(buf, at)) {
                case RECEIVER_REFERENCE_TIME -> {
                    if (length == 8) {
                        blocks.add(new ReferenceTime(Bytes.i64(buf, body)));
                    } else {
                        malformed++;
                    }
                }
                case DLRR -> {
                    if (length % SUB_BLOCK == 0 && length / SUB_BLOCK <= Rtcp.MAX_BLOCKS) {
                        blocks.add(lastReceived(buf, body, length / SUB_BLOCK));
                    } else {
                        malformed++;
                    }
                }
                case VOIP_METRICS -> {
                    if (length == VOIP_LENGTH) {
                        blocks.add(voipMetrics(buf, body));
                    } else {
                        malformed++;
                    }
                }
                default -> unknown++;
            }
            at = next;
        }
        return new Rtcp.ExtendedReport(
                Bytes.i32(buf, packetAt + 4), blocks, unknown, at == end ? malformed : malformed + 1);
    }

    private static LastReceived lastReceived(byte[] buf, int body, int count) {
        List<Echo> echoes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int at = body + SUB_BLOCK * i;
            echoes.add(new Echo(Bytes.i32(buf, at), Bytes.i32(buf, at + 4), Bytes.i32(buf, at + 8)));
        }
        return new LastReceived(echoes);
    }

    private static VoipMetrics voipMetrics(byte[] buf, int at) {
        return new VoipMetrics(
                Bytes.i32(buf, at),
                Bytes.u8(buf, at + 4),
                Bytes.u8(buf, at + 5),
                Bytes.u8(buf, at + 6),
                Bytes.u8(buf, at + 7),
                Bytes.u16(buf, at + 8),
                Bytes.u16(buf, at + 10),
                Bytes.u16(buf, at + 12),
                Bytes.u16(buf, at + 14),
                buf[at + 16],
                buf[at + 17],
                Bytes.u8(buf, at + 18),
                Bytes.u8(buf, at + 19),
                Bytes.u8(buf, at + 20),
                Bytes.u8(buf, at + 21),
                Bytes.u8(buf, at + 22),
                Bytes.u8(buf, at + 23),
                Bytes.u8(buf, at + 24),
                new JitterBufferDelays(Bytes.u16(buf, at + 26), Bytes.u16(buf, at + 28), Bytes.u16(buf, at + 30)));
    }

    /** The bytes of a whole packet. */
    static int length(Rtcp.ExtendedReport report) {
        int length = HEADER_LENGTH;
        for (Block block : report.blocks()) {
            length += BLOCK_HEADER
                    + switch (block) {
                        case ReferenceTime ignored -> 8;
                        case LastReceived last -> SUB_BLOCK * last.echoes().size();
                        case VoipMetrics ignored -> VOIP_LENGTH;
                    };
        }
        return length;
    }

    /** Writes the SSRC and the blocks behind a header that is there. */
    static void write(byte[] buf, int packetAt, Rtcp.ExtendedReport report) {
        Objects.checkFromIndexSize(packetAt, length(report), buf.length);
        Bytes.putI32(buf, packetAt + 4, report.ssrc());
        int at = packetAt + HEADER_LENGTH;
        for (Block block : report.blocks()) {
            at = switch (block) {
                case ReferenceTime time -> {
                    int body = blockHeader(buf, at, RECEIVER_REFERENCE_TIME, 8);
                    Bytes.putI64(buf, body, time.ntp());
                    yield body + 8;
                }
                case LastReceived last -> writeLastReceived(buf, at, last);
                case VoipMetrics metrics -> writeMetrics(buf, at, metrics);
            };
        }
    }

    /** Writes the header of a block; returns where its body begins. */
    private static int blockHeader(byte[] buf, int at, int type, int length) {
        buf[at] = (byte) type;
        buf[at + 1] = 0;
        Bytes.putU16(buf, at + 2, length / 4);
        return at + BLOCK_HEADER;
    }

    private static int writeLastReceived(byte[] buf, int start, LastReceived last) {
        int at = blockHeader(buf, start, DLRR, SUB_BLOCK * last.echoes().size());
        for (Echo echo : last.echoes()) {
            Bytes.putI32(buf, at, echo.ssrc());
            Bytes.putI32(buf, at + 4, echo.lastRr());
            Bytes.putI32(buf, at + 8, echo.delaySinceLastRr());
            at += SUB_BLOCK;
        }
        return at;
    }

    private static int writeMetrics(byte[] buf, int start, VoipMetrics m) {
        int at = blockHeader(buf, start, VOIP_METRICS, VOIP_LENGTH);
        Bytes.putI32(buf, at, m.ssrc());
        buf[at + 4] = (byte) m.lossRate();
        buf[at + 5] = (byte) m.discardRate();
        buf[at + 6] = (byte) m.burstDensity();
        buf[at + 7] = (byte) m.gapDensity();
        Bytes.putU16(buf, at + 8, m.burstMs());
        Bytes.putU16(buf, at + 10, m.gapMs());
        Bytes.putU16(buf, at + 12, m.roundTripMs());
        Bytes.putU16(buf, at + 14, m.endSystemDelayMs());
        buf[at + 16] = (byte) m.signalDbm0();
        buf[at + 17] = (byte) m.noiseDbm0();
        buf[at + 18] = (byte) m.rerlDb();
        buf[at + 19] = (byte) m.gmin();
        buf[at + 20] = (byte) m.rFactor();
        buf[at + 21] = (byte) m.externalR();
        buf[at + 22] = (byte) m.mosLq();
        buf[at + 23] = (byte) m.mosCq();
        buf[at + 24] = (byte) m.receiverConfig();
        buf[at + 25] = 0;
        Bytes.putU16(buf, at + 26, m.buffer().nominal());
        Bytes.putU16(buf, at + 28, m.buffer().maximum());
        Bytes.putU16(buf, at + 30, m.buffer().absoluteMaximum());
        return at + VOIP_LENGTH;
    }
}
