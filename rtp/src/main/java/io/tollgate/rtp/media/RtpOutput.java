package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.RtpPacket;

/** Numbering of one outgoing RTP stream and the digits that wait to go out in it. Owned by the worker. */
final class RtpOutput {
    final TelephoneEventSender digits = new TelephoneEventSender();
    private int ssrc;
    private int seq;
    private int timestamp;
    private boolean marker = true;
    private long packets;
    private long payloadBytes;
    private long bytes;

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

    /** Writes a whole event packet and counts it. Returns its length. */
    int eventPacket(byte[] buf, int payloadType) {
        int length = RtpPacket.writeHeader(buf, 0, digits.marker(), payloadType, next(), digits.timestamp(), ssrc);
        System.arraycopy(digits.payload(), 0, buf, length, digits.payload().length);
        marker = true;
        return length + digits.payload().length;
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
