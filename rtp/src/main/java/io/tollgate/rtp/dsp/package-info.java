/**
 * Sound that is measured, cleaned and made up on the way between a trunk and the overlay.
 *
 * <ul>
 *   <li>{@link io.tollgate.rtp.dsp.EchoCanceller} takes the echo of what we sent out of what a trunk sends;
 *   <li>{@link io.tollgate.rtp.dsp.GainControl} brings speech to one loudness;
 *   <li>{@link io.tollgate.rtp.dsp.SpeechDetector} says which frames hold speech, so that silence need not be sent;
 *   <li>{@link io.tollgate.rtp.dsp.ComfortNoise} describes silence in the payload of RFC 3389, and {@link
 *       io.tollgate.rtp.dsp.ComfortNoiseGenerator} plays what such a payload describes.
 * </ul>
 *
 * <p>A frame of a trunk goes through them in this order: decoded (or played by the generator while the trunk sends comfort
 * noise), echo cancelled against the frame that we send in the same tick, detected, gain controlled with the detector's
 * answer, encoded for the overlay. A frame towards the trunk is detected, then encoded or described; what is really sent,
 * comfort noise included, is the canceller's reference.
 *
 * <p>Every class here is pure, has one owner and allocates nothing after construction; randomness is a seed that its
 * maker gives. Sound is 16-bit mono PCM in {@code short[]} at 8 or 16 kHz. Levels are in dBov: 0 is a square wave of full
 * amplitude, a sine of full amplitude has -3.01, and 0 dBm0 is -6.15.
 *
 * <p>Of ITU-T G.168 these are tested, on its echo paths m1 to m8 and with its composite source signal (the voiced sound as
 * printed, the noise from a generator): convergence and reconvergence with and without the suppressor (2A, 2B) and in
 * noise (2C), double talk (3A, 3B, and a test with speech in the place of 3C), leak over silence (4), infinite return loss
 * (5), narrow bands (6) and comfort noise (9). The limits are those named in the tests, not all of them the
 * recommendation's, and levels are plain means instead of the readings of its instrument. The tone disabler (7) is {@link
 * io.tollgate.rtp.dsp.VoiceBandData}, tested by generated tones. Not tested: ITU-T facsimile (10), tandems (11), acoustic echo (12), low bit-rate codecs (13), data modems (14), PCM offset (15).
 */
@NullMarked
package io.tollgate.rtp.dsp;

import org.jspecify.annotations.NullMarked;
