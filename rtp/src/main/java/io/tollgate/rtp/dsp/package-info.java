/**
 * Sound that is measured, cleaned and made up on the way between a trunk and the overlay.
 *
 * <ul>
 *   <li>{@link io.tollgate.rtp.dsp.SpeechDetector} says which frames hold speech, so that silence need not be sent;
 *   <li>{@link io.tollgate.rtp.dsp.ComfortNoise} describes silence in the payload of RFC 3389, and {@link
 *       io.tollgate.rtp.dsp.ComfortNoiseGenerator} plays what such a payload describes.
 * </ul>
 *
 * <p>Every class here is pure, has one owner and allocates nothing after construction; randomness is a seed that its
 * maker gives. Sound is 16-bit mono PCM in {@code short[]} at 8 or 16 kHz. Levels are in dBov: 0 is a square wave of full
 * amplitude, a sine of full amplitude has -3.01.
 */
@NullMarked
package io.tollgate.rtp.dsp;

import org.jspecify.annotations.NullMarked;
