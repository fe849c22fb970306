package io.tollgate.carrier.rtp;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.time.Instant;

/** RTCP as the carrier speaks it: a compound of sender report and CNAME (RFC 3550 sections 6.4.1 and 6.5). */
public final class SenderReport {
    private static final int SR = 200;
    private static final int SDES = 202;
    private static final byte[] CNAME = "carrier@tollgate.invalid".getBytes(US_ASCII);
    private static final long NTP_EPOCH_OFFSET_S = 2_208_988_800L;

    private int lastPeerReport;
    private long lastPeerReportNs;

    /** Reads what the peer sent, only for the echo of its last sender report. Anything else is ignored. */
    public void onRtcp(byte[] buf, int off, int len, long nowNs) {
        boolean senderReport = len >= 28 && (buf[off] & 0xC0) == 0x80 && (buf[off + 1] & 0xFF) == SR;
        if (senderReport) {
            lastPeerReport = RtpView.uint16(buf, off + 10) << 16 | RtpView.uint16(buf, off + 12);
            lastPeerReportNs = nowNs;
        }
    }

    /** Writes a report about ourselves and, once somebody was heard, about the peer. Returns its length. */
    public int write(
            byte[] out, int ssrc, int timestamp, long packets, long octets, Reception heard, Instant wall, long nowNs) {
        boolean report = heard.hasSource();
        ByteBuffer b = ByteBuffer.wrap(out);
        b.put((byte) (0x80 | (report ? 1 : 0))).put((byte) SR).putShort((short) (report ? 12 : 6));
        b.putInt(ssrc);
        b.putInt((int) (wall.getEpochSecond() + NTP_EPOCH_OFFSET_S));
        b.putInt((int) (((long) wall.getNano() << 32) / 1_000_000_000L));
        b.putInt(timestamp).putInt((int) packets).putInt((int) octets);
        if (report) {
            int lost24 = Math.clamp(heard.lostFromSource(), -0x800000, 0x7FFFFF) & 0xFFFFFF;
            b.putInt(heard.ssrc()).putInt(heard.takeFractionLost() << 24 | lost24);
            b.putInt(heard.highestExtended()).putInt((int) heard.jitterUnits());
            long delay65536ths = lastPeerReport == 0 ? 0 : ((nowNs - lastPeerReportNs) << 16) / 1_000_000_000L;
            b.putInt(lastPeerReport).putInt((int) delay65536ths);
        }
        int sdesBytes = 4 + 4 + 2 + CNAME.length;
        int words = sdesBytes / 4 + 1;
        b.put((byte) 0x81).put((byte) SDES).putShort((short) (words - 1));
        b.putInt(ssrc).put((byte) 1).put((byte) CNAME.length).put(CNAME);
        b.put(new byte[words * 4 - sdesBytes]);
        return b.position();
    }
}
