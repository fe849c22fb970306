package io.tollgate.rtp.srtp;

import org.jspecify.annotations.Nullable;

/** One set of keys with what was received under them: a packet accepted under these is never accepted under them again. */
final class ReceivingKeys {
    private final SrtpKeys keys;
    private final SrtpProfile profile;
    private final Transform transform;
    private final StreamTable streams = new StreamTable();
    private final StreamTable rtcpStreams = new StreamTable();

    ReceivingKeys(SrtpKeys keys) {
        this.keys = keys;
        profile = keys.profile();
        transform = Transform.of(keys);
    }

    SrtpKeys keys() {
        return keys;
    }

    SrtpProfile profile() {
        return profile;
    }

    /** To be called when other keys were in use meanwhile. */
    void unsettle() {
        streams.unsettle();
    }

    /**
     * Verifies and decrypts a packet whose header was checked.
     *
     * @param other the keys before or after these, whose indices the sender may have continued; null when there are none
     * @param probes what remains for guesses beyond the likely ones
     * @return as {@link SrtpReceiver#unprotect}; the packet is unchanged when negative
     */
    int unprotect(
            byte[] buf,
            int off,
            int len,
            int headerLength,
            @Nullable ReceivingKeys other,
            IndexGuesses guesses,
            ProbeBudget probes) {
        if (len - headerLength < profile.tagLength()) {
            return SrtpReceiver.MALFORMED;
        }
        int ssrc = Octets.i32(buf, off + 8);
        StreamTable.Stream stream = streams.find(ssrc);
        guesses.collect(stream, other == null ? null : other.streams.find(ssrc), Octets.u16(buf, off + 2));
        int refusal = SrtpReceiver.REPLAYED;
        for (int i = 0; i < guesses.count(); i++) {
            long index = guesses.index(i);
            if (index < 0 || (stream != null && !stream.window.isNew(index))) {
                if (guesses.isCertain() && stream != null && stream.window.covers(index)) {
                    return SrtpReceiver.REPLAYED;
                }
                continue;
            }
            if (guesses.isProbe(i)) {
                if (!probes.take()) {
                    break;
                }
            } else {
                refusal = SrtpReceiver.AUTH_FAILED;
            }
            int length = transform.unprotect(buf, off, len, headerLength, ssrc, index);
            if (length != Transform.FORGED) {
                streams.use(stream, ssrc).window.record(index);
                probes.refill();
                return length;
            }
        }
        return refusal;
    }

    /** Verifies and decrypts a compound; nothing was checked but that its slice is inside the buffer. */
    int unprotectRtcp(byte[] buf, int off, int len) {
        int trailer = profile.rtcpTagLength() + SrtpReceiver.INDEX_LENGTH;
        if (len < SrtpReceiver.RTCP_HEADER_LENGTH + trailer) {
            return SrtpReceiver.MALFORMED;
        }
        int word = Octets.i32(buf, off + len - (profile.isAead() ? SrtpReceiver.INDEX_LENGTH : trailer));
        if (word >= 0) {
            return SrtpReceiver.MALFORMED;
        }
        int index = word & 0x7fff_ffff;
        int ssrc = Octets.i32(buf, off + 4);
        StreamTable.Stream stream = rtcpStreams.find(ssrc);
        if (stream != null && !stream.window.isNew(index)) {
            return SrtpReceiver.REPLAYED;
        }
        int length = transform.unprotectRtcp(buf, off, len, ssrc, index);
        if (length == Transform.FORGED) {
            return SrtpReceiver.AUTH_FAILED;
        }
        rtcpStreams.use(stream, ssrc).window.record(index);
        return length;
    }
}
