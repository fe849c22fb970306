package io.tollgate.rtp.srtp;

import org.jspecify.annotations.Nullable;

/**
 * The states of a bounded number of SSRCs. When one more authentic SSRC appears than there is room for, the one that has
 * been idle longest gives way; a peer that plays with SSRCs can thereby only forget its own history.
 */
final class StreamTable {
    /** A leg carries one audio stream; a conference bridge at the other end may switch among a few. */
    static final int LIMIT = 16;

    /** One SSRC: its window knows the highest index, which holds roll-over counter and sequence number. */
    static final class Stream {
        private int ssrc;
        private long lastUse;
        private boolean settled;
        final ReplayWindow window = new ReplayWindow();

        private Stream(int ssrc) {
            this.ssrc = ssrc;
        }

        /** Whether its highest index is where the sender is, rather than where it was before other keys were in use. */
        boolean settled() {
            return settled;
        }
    }

    private final Stream[] streams = new Stream[LIMIT];
    private int count;
    private long uses;

    int count() {
        return count;
    }

    /** The state of an SSRC, or null when no authentic packet of it was seen. */
    @Nullable
    Stream find(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (streams[i].ssrc == ssrc) {
                return streams[i];
            }
        }
        return null;
    }

    /** Notes that an authentic packet was seen; makes room when {@code known} is null. */
    Stream use(@Nullable Stream known, int ssrc) {
        Stream stream = known == null ? admit(ssrc) : known;
        stream.lastUse = ++uses;
        stream.settled = true;
        return stream;
    }

    /** Notes that the senders may have counted on under other keys. What was seen stays seen. */
    void unsettle() {
        for (int i = 0; i < count; i++) {
            streams[i].settled = false;
        }
    }

    private Stream admit(int ssrc) {
        if (count < LIMIT) {
            Stream stream = new Stream(ssrc);
            streams[count++] = stream;
            return stream;
        }
        Stream idlest = streams[0];
        for (Stream stream : streams) {
            if (stream.lastUse < idlest.lastUse) {
                idlest = stream;
            }
        }
        idlest.ssrc = ssrc;
        idlest.window.reset();
        return idlest;
    }

    /**
     * The packet index that a sequence number most likely stands for: the one nearest to the highest seen (RFC 3711
     * section 3.3.1). With no packet seen the roll-over counter is zero. Negative when it would lie before the beginning.
     */
    static long guessIndex(@Nullable Stream stream, int sequence) {
        if (stream == null) {
            return sequence;
        }
        long highest = stream.window.highest();
        return highest + (short) (sequence - (int) highest);
    }
}
