/**
 * From packets to an even flow of frames: the jitter buffer and the concealment of lost G.711 frames.
 *
 * <p>Pure: no clock, no threads, no codecs. One owner thread (the media worker of the call) puts packets into a {@link
 * io.tollgate.rtp.jitter.JitterBuffer} as they arrive and takes a {@link io.tollgate.rtp.jitter.Playout} whenever it needs
 * the next frame; what a frame sounds like is the taker's business, which also says whether the speaker is quiet, because
 * only then frames may be left out or put in unheard. {@link io.tollgate.rtp.jitter.Concealment} makes up what is missing
 * where the codec cannot do so itself.
 *
 * <p>Left out on purpose: stretching and shrinking of waveforms (adaptation waits for quiet instead), and redundancy
 * formats (RFC 2198); Opus brings its own.
 */
@NullMarked
package io.tollgate.rtp.jitter;

import org.jspecify.annotations.NullMarked;
