package io.tollgate.rtp.srtp;

import io.tollgate.rtp.packet.RtpPacket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Verifies and decrypts what one side of a call receives. Confined to one thread. Whatever arrives, nothing is thrown;
 * a packet that is not authentic changes neither roll-over counter nor replay window nor the table of SSRCs, and is left
 * as it came.
 *
 * <p>Keys can change without a gap: after {@link #rekey} both the old and the new ones are accepted for a while, the ones
 * that fitted last being tried first. Each set of keys has its own replay windows, so no packet is taken twice.
 */
public final class SrtpReceiver {
    /** The tag does not match: forged, damaged, or of other keys. */
    public static final int AUTH_FAILED = -1;

    /** Its index was seen before, or lies behind the replay window. */
    public static final int REPLAYED = -2;

    /** Not SRTP or SRTCP of our profile at all: too short, wrong version, header outside, or SRTCP in the clear. */
    public static final int MALFORMED = -3;

    /** An overlap that outlasts the reordering of any network: ten seconds at 50 packets a second. */
    public static final int USUAL_OVERLAP_PACKETS = 500;

    /** Bytes of an RTCP compound that stay readable (RFC 3711 section 3.4). */
    static final int RTCP_HEADER_LENGTH = 8;

    /** Bytes of the word with E bit and SRTCP index. */
    static final int INDEX_LENGTH = 4;

    private final IndexGuesses guesses = new IndexGuesses();
    private final ProbeBudget probes = new ProbeBudget();

    private ReceivingKeys newest;
    /** The keys before; they stay known when their overlap has ended, so that their return does not forget replays. */
    private @Nullable ReceivingKeys previous;

    private boolean previousFittedLast;
    private int overlapPackets;

    public SrtpReceiver(SrtpKeys keys) {
        newest = new ReceivingKeys(keys);
    }

    /** Of the newest keys. */
    public SrtpProfile profile() {
        return newest.profile();
    }

    /**
     * Takes new keys, of any profile. The former ones stay accepted until {@code overlapPackets} packets of the new ones
     * have been authentic, or until {@link #endOverlap}. Keys from a still earlier change are dropped. The sender may
     * continue its roll-over counters or restart them at zero ({@link Rollover}): both are understood.
     *
     * <p>To be called as soon as the peer may use its new keys: before the answer is sent, or when DTLS is done.
     *
     * @param overlapPackets RTP packets, 0 to accept only the new keys from now on; {@link #USUAL_OVERLAP_PACKETS} is a
     *     good number
     * @return false when these are the keys in use already, in which case nothing changes
     * @throws IllegalArgumentException when {@code overlapPackets} is negative
     */
    public boolean rekey(SrtpKeys keys, int overlapPackets) {
        if (overlapPackets < 0) {
            throw new IllegalArgumentException("an overlap of " + overlapPackets + " packets");
        }
        if (newest.keys().equals(keys)) {
            return false;
        }
        ReceivingKeys former = previous;
        previous = newest;
        if (former != null && former.keys().equals(keys)) {
            former.unsettle();
            newest = former;
        } else {
            newest = new ReceivingKeys(keys);
        }
        previousFittedLast = overlapPackets > 0;
        this.overlapPackets = overlapPackets;
        return true;
    }

    /** Whether former keys are still accepted. */
    public boolean overlapping() {
        return overlapPackets > 0;
    }

    /** Accepts only the newest keys from now on: for a bound in time, which the caller measures. */
    public void endOverlap() {
        overlapPackets = 0;
        previousFittedLast = false;
    }

    /**
     * Verifies and decrypts the SRTP packet in {@code buf[off, off + len)} in place.
     *
     * @return the length of the RTP packet, or {@link #AUTH_FAILED}, {@link #REPLAYED}, {@link #MALFORMED} with the
     *     packet unchanged
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public int unprotect(byte[] buf, int off, int len) {
        int headerLength = RtpPacket.headerLength(buf, off, len);
        if (headerLength < 0) {
            return MALFORMED;
        }
        ReceivingKeys former = previous;
        if (former == null || !overlapping()) {
            return newest.unprotect(buf, off, len, headerLength, former, guesses, probes);
        }
        ReceivingKeys first = previousFittedLast ? former : newest;
        ReceivingKeys second = previousFittedLast ? newest : former;
        int result = first.unprotect(buf, off, len, headerLength, second, guesses, probes);
        if (result < 0) {
            int otherwise = second.unprotect(buf, off, len, headerLength, first, guesses, probes);
            if (otherwise < 0) {
                return refusal(result, otherwise);
            }
            previousFittedLast = !previousFittedLast;
            result = otherwise;
        }
        if (!previousFittedLast && --overlapPackets == 0) {
            endOverlap();
        }
        return result;
    }

    /**
     * Verifies and decrypts the SRTCP compound in {@code buf[off, off + len)} in place.
     *
     * @return the length of the RTCP compound, or {@link #AUTH_FAILED}, {@link #REPLAYED}, {@link #MALFORMED} with the
     *     compound unchanged
     * @throws IndexOutOfBoundsException when the slice is not inside {@code buf}
     */
    public int unprotectRtcp(byte[] buf, int off, int len) {
        Objects.checkFromIndexSize(off, len, buf.length);
        if (len < RTCP_HEADER_LENGTH || (buf[off] & 0xc0) != RtpPacket.VERSION << 6) {
            return MALFORMED;
        }
        int result = newest.unprotectRtcp(buf, off, len);
        ReceivingKeys former = previous;
        if (result >= 0 || former == null || !overlapping()) {
            return result;
        }
        int otherwise = former.unprotectRtcp(buf, off, len);
        return otherwise < 0 ? refusal(result, otherwise) : otherwise;
    }

    /** Of two refusals the one that says most: seen before, else not authentic, else no packet at all. */
    private static int refusal(int a, int b) {
        if (a == REPLAYED || b == REPLAYED) {
            return REPLAYED;
        }
        return Math.max(a, b);
    }
}
