package io.tollgate.rtp.codec;

/** The part of Opus that codes a frame (RFC 6716 section 2). */
public enum OpusLayer {
    /** What libopus finds best: for speech at a telephone's rate always the linear-prediction layer, which alone has FEC. */
    AUTOMATIC,
    /** The transform layer: for 8 kHz a third of the work, truer to the waveform from some 28 kbit/s on, no FEC. */
    TRANSFORM
}
