package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.RtpPacket;

/** Numbering of one outgoing RTP stream and the digits that wait to go out in it. Owned by the worker. */
final class RtpOutput {
    /** Numbers farther apart than this are of another life of the source. */
    private static final int FAR = 3_000;

    final TelephoneEventSender digits = new TelephoneEventSender();
    private int ssrc;
    private int seq;
    private int timestamp;
    private boolean marker = true;
    private long packets;
    private long payloadBytes;
    private long bytes;
    private boolean relaying;
    private int relayed;
    private int relayedSeq;
    private int relayedTs;

    /**
     * A stream that begins at these numbers.
     *
     * @param seq below 2^15, so that no receiver can mistake the first roll-over (RFC 3711 section 3.3.1)
     */
    RtpOutput(int ssrc, int seq, int timestamp) {
        this.ssrc = ssrc;
        this.seq = seq & 0x7FFF;
        this.timestamp = timestamp;
    }

    /** Writes the header of an audio packet and counts it. Returns its length. */
    int audioHeader(byte[] buf, int payloadType) {
        int length = RtpPacket.writeHeader(buf, 0, marker, payloadType, next(), timestamp, ssrc);
        marker = false;
        return length;
    }

    /** Writes the header of a description of noise and counts it. Returns its length. */
    int noiseHeader(byte[] buf, int payloadType) {
        return RtpPacket.writeHeader(buf, 0, false, payloadType, next(), timestamp, ssrc);
    }

    /** Writes a whole event packet and counts it. Returns its length. */
    int eventPacket(byte[] buf, int payloadType) {
        int length = RtpPacket.writeHeader(buf, 0, digits.marker(), payloadType, next(), digits.timestamp(), ssrc);
        System.arraycopy(digits.payload(), 0, buf, length, digits.payload().length);
        marker = true;
        return length + digits.payload().length;
    }

    /**
     * Writes the header for a payload that is passed on from another stream. Gaps and order of that stream are kept, so that
     * the receiver sees what was lost.
     *
     * @return false when the packet belongs before the first that was passed on
     */
    boolean relayHeader(byte[] buf, int payloadType, boolean talkSpurt, int theirSeq, int theirTs) {
        int ahead = (short) (theirSeq - relayedSeq);
        if (!relaying || Math.abs(ahead) > FAR) {
            relaying = true;
            relayed = 0;
            relayedSeq = theirSeq;
            relayedTs = theirTs;
            RtpPacket.writeHeader(buf, 0, true, payloadType, next(), timestamp, ssrc);
            return true;
        }
        if (ahead <= 0) {
            if (-ahead > relayed) {
                return false;
            }
            int number = (seq - 1 + ahead) & 0xFFFF;
            RtpPacket.writeHeader(buf, 0, talkSpurt, payloadType, number, timestamp + (theirTs - relayedTs), ssrc);
            return true;
        }
        seq = (seq + ahead - 1) & 0xFFFF;
        timestamp += theirTs - relayedTs;
        relayed = Math.min(relayed + ahead, FAR);
        relayedSeq = theirSeq;
        relayedTs = theirTs;
        RtpPacket.writeHeader(buf, 0, talkSpurt, payloadType, next(), timestamp, ssrc);
        return true;
    }

    /** A packet of that stream was not passed on, because it is no sound: its number is not missing. */
    void notRelayed(int theirSeq) {
        if (relaying && (short) (theirSeq - relayedSeq) > 0) {
            relayedSeq = theirSeq;
        }
    }

    /** Our own sound follows what was passed on last. */
    void endRelay(int units) {
        if (relaying) {
            relaying = false;
            timestamp += units;
            marker = true;
        }
    }

    private int next() {
        int now = seq;
        seq = (seq + 1) & 0xFFFF;
        return now;
    }

    void sent(int length) {
        packets++;
        bytes += length;
        payloadBytes += length - RtpPacket.FIXED_HEADER_LENGTH;
    }

    /** Moves on in time whether or not something was sent. */
    void advance(int units) {
        timestamp += units;
    }

    /** The next audio packet begins a talk spurt. */
    void pause() {
        marker = true;
    }

    void ssrc(int value) {
        ssrc = value;
    }

    int ssrc() {
        return ssrc;
    }

    int timestamp() {
        return timestamp;
    }

    long packets() {
        return packets;
    }

    long payloadBytes() {
        return payloadBytes;
    }

    long bytes() {
        return bytes;
    }
}
