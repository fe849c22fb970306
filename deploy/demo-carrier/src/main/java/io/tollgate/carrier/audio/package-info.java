/**
 * What the carrier says and how it listens, as arithmetic on 8 kHz samples: {@link io.tollgate.carrier.audio.G711},
 * recorded voices, the tape of what was heard, the players behind the demo numbers, and two DTMF detectors.
 *
 * <p>Samples come in from the media thread's receiving half, are laid on a {@link io.tollgate.carrier.audio.HeardTape}
 * by their RTP timestamp, and a {@link io.tollgate.carrier.audio.Player} makes the next 20 ms out of voices and tape.
 * Mutable objects here have exactly one owner, the media thread; time is an argument.
 *
 * <p>Left out on purpose: a jitter buffer worth its name and concealment. The carrier lives on loopback, and a gap in
 * what it heard shall be visible in its recording, not smoothed away. Nothing is shared with the gateway's media code,
 * so that both can be wrong only separately.
 */
@NullMarked
package io.tollgate.carrier.audio;

import org.jspecify.annotations.NullMarked;
