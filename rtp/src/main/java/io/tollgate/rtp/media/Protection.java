package io.tollgate.rtp.media;

import io.tollgate.rtp.srtp.Rollover;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The SRTP of one leg. Without keys packets go through unprotected, or not at all where that is demanded. */
final class Protection {
    /** Returned when a packet cannot be opened or protected because there are no keys. */
    static final int NO_KEYS = -10;

    private final boolean demanded;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpSender sender;
    private @Nullable SrtpReceiver receiver;
    private long authFailures;
    private long replays;

    Protection(boolean demanded) {
        this.demanded = demanded;
    }

    /**
     * From now on these keys hold; the same ones again change nothing. What is still on its way under the old ones is heard
     * for a while.
     *
     * @param rollover what becomes of our packets' indices when keys change
     */
    void keys(SrtpKeys send, SrtpKeys receive, Rollover rollover) {
        profile = send.profile();
        SrtpSender out = sender;
        if (out == null) {
            sender = new SrtpSender(send);
        } else {
            out.rekey(send, rollover);
        }
        SrtpReceiver in = receiver;
        if (in == null) {
            receiver = new SrtpReceiver(receive);
        } else {
            in.rekey(receive, SrtpReceiver.USUAL_OVERLAP_PACKETS);
        }
    }

    /** From now on nothing is protected: another carrier answers, or the same one gave encryption up. */
    void plain() {
        profile = null;
        sender = null;
        receiver = null;
    }

    /** Opens an RTP packet in place; its length, or a negative number as {@link SrtpReceiver} gives it. */
    int open(byte[] buf, int len) {
        SrtpReceiver srtp = receiver;
        if (srtp == null) {
            return demanded ? NO_KEYS : len;
        }
        return noted(srtp.unprotect(buf, 0, len));
    }

    /** Opens an RTCP compound in place. */
    int openRtcp(byte[] buf, int len) {
        SrtpReceiver srtp = receiver;
        if (srtp == null) {
            return demanded ? NO_KEYS : len;
        }
        return noted(srtp.unprotectRtcp(buf, 0, len));
    }

    private int noted(int result) {
        if (result == SrtpReceiver.AUTH_FAILED) {
            authFailures++;
        } else if (result == SrtpReceiver.REPLAYED) {
            replays++;
        }
        return result;
    }

    /** Protects an RTP packet in place; its new length, not positive when it must not be sent. */
    int seal(byte[] buf, int len) {
        SrtpSender srtp = sender;
        if (srtp == null) {
            return demanded ? NO_KEYS : len;
        }
        return srtp.protect(buf, 0, len);
    }

    /** Protects an RTCP compound in place. */
    int sealRtcp(byte[] buf, int len) {
        SrtpSender srtp = sender;
        if (srtp == null) {
            return demanded ? NO_KEYS : len;
        }
        return srtp.protectRtcp(buf, 0, len);
    }

    boolean ready() {
        return !demanded || sender != null;
    }

    long authFailures() {
        return authFailures;
    }

    long replays() {
        return replays;
    }

    /** The profile in words. */
    String text() {
        SrtpProfile known = profile;
        return known == null ? demanded ? "no keys" : "rtp" : known.name().toLowerCase(Locale.ROOT);
    }

    /** What to count for a negative result of {@link #open}. */
    static MediaCounter counter(int result) {
        return switch (result) {
            case NO_KEYS -> MediaCounter.DROPPED_BEFORE_KEYS;
            case SrtpReceiver.AUTH_FAILED -> MediaCounter.DROPPED_SRTP_AUTH;
            case SrtpReceiver.REPLAYED -> MediaCounter.DROPPED_SRTP_REPLAY;
            default -> MediaCounter.DROPPED_SRTP_MALFORMED;
        };
    }
}
