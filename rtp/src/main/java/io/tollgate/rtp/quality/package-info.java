/**
 * What a call sounds like, in figures: loss and how it is spread ({@link io.tollgate.rtp.quality.BurstGap}), loudness, noise
 * and clipping ({@link io.tollgate.rtp.quality.LevelTracker}), calls that are heard one way only ({@link
 * io.tollgate.rtp.quality.OneWayWatch}), delays ({@link io.tollgate.rtp.quality.DelayHistogram}) and what people can be
 * expected to think of it all ({@link io.tollgate.rtp.quality.EModel}).
 *
 * <p>Pure: no clock, no thread, no socket. {@link io.tollgate.rtp.quality.StreamQuality} holds what is measured of one
 * received stream and belongs to the media worker. It is told
 *
 * <ul>
 *   <li>for each packet, in playing order: {@code played(bufferMs)} when the jitter buffer gave it out, {@code lost()} when
 *       it was its turn and what follows it was there, {@code discarded()} when it was given up or left out because the
 *       delay was far too long (but not when a frame is left out in silence on purpose), and {@code cameLate()} when a
 *       packet arrives behind its turn, which turns one loss into a discard;
 *   <li>for each frame that goes on to the other side: {@code sound(pcm, 0, samples, rate)}, and {@code concealed(ms)} for
 *       the part of it that was made up or restored by FEC; {@code level().lastFrameRms()} tells the jitter buffer whether
 *       the speaker is quiet, and {@code level().sounding()} of both sides goes to the call's {@code OneWayWatch};
 *   <li>each second: {@code everySecond()}, for the figures of the last ten.
 * </ul>
 *
 * <p>{@code figures(delayMs)} yields an immutable {@link io.tollgate.rtp.quality.StreamFigures} for statistics and, through
 * {@code voipMetrics}, for the far side (RFC 3611). The pieces need no allocation; figures are made when somebody asks.
 *
 * <p>The E-model's scale is that of narrow-band telephony: nothing exceeds 93.2, not even wide-band codecs, because one end
 * of a call is a telephone. Left out on purpose: the wide-band and full-band models (G.107.1, G.107.2), measurements that
 * need the original sound (P.862, P.863), and echo, which is assumed to be cancelled as far as G.107's default says.
 */
@NullMarked
package io.tollgate.rtp.quality;

import org.jspecify.annotations.NullMarked;
