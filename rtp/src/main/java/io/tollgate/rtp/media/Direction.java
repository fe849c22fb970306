package io.tollgate.rtp.media;

/** One direction of a call, as it stands in the worker's {@link TickWheel}. */
final class Direction {
    final LiveCall call;
    final Side to;
    final Playing prompt = new Playing();
    final Overlaid overlaid = new Overlaid();
    /** Packets pass undecoded. */
    boolean relaying;

    Direction(LiveCall call, Side to) {
        this.call = call;
        this.to = to;
    }
}
