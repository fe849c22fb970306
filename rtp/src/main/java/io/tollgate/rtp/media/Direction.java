package io.tollgate.rtp.media;

import io.tollgate.rtp.quality.StreamQuality;

/** One direction of a call, as it stands in the worker's {@link TickWheel}. */
final class Direction {
    /** Numbers farther apart than this are of another life of the source. */
    private static final int FAR = 100;

    final LiveCall call;
    final Side to;
    final Playing prompt = new Playing();
    final Overlaid overlaid = new Overlaid();
    /** Packets pass undecoded. */
    boolean relaying;
    /** Steps of 5 ms until the next tick, once the packet has left that waits between two ticks; 0 when none does. */
    int afterRest;

    final PassedSound sound = new PassedSound();
    /** The last tick has ended a second in which packets that passed were listened to. */
    boolean secondOver;

    private boolean passedAny;
    private int lastSeq;

    Direction(LiveCall call, Side to) {
        this.call = call;
        this.to = to;
    }

    /** Packets go on passing undecoded. */
    void passes(int ms, StreamQuality quality) {
        secondOver = sound.tick(ms, quality.level());
    }

    /** A packet went on undecoded: what was lost before it shows in the numbering only. */
    void passed(int seq, StreamQuality quality) {
        int ahead = (short) (seq - lastSeq);
        if (passedAny && ahead <= 0 && -ahead < FAR) {
            return; // late or again: it was counted as lost or as played
        }
        if (passedAny && ahead < FAR) {
            for (int i = 1; i < ahead; i++) {
                quality.lost();
            }
        }
        quality.played(0);
        quality.passed();
        passedAny = true;
        lastSeq = seq;
    }
}
