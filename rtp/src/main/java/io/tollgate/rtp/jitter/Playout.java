package io.tollgate.rtp.jitter;

/** What a jitter buffer has for the next frame. */
public enum Playout {
    /** A frame; {@link JitterBuffer#payload()} and its neighbours describe it. */
    FRAME,
    /** A frame is missing or held back and must be made up; see {@link JitterBuffer#hasNext()} for restoring it. */
    MISSING,
    /** Nothing is being said. */
    SILENCE
}
