/**
 * Sound outside of packets: recordings ({@link io.tollgate.rtp.audio.WavFile} whole, {@link
 * io.tollgate.rtp.audio.WavWriter} as they come), {@link io.tollgate.rtp.audio.Resampler}, the {@link
 * io.tollgate.rtp.audio.Tones} that tell a caller what is going on, and the {@link io.tollgate.rtp.audio.Mixer} that puts
 * them over a call.
 *
 * <p>Sound is 16-bit mono PCM in {@code short[]}. {@code Resampler} and {@code Tones} are pure and made for prompts that
 * are prepared once, not for the packet path; {@code Mixer} is for the packet path. The two WAV classes touch files and block: use them off the media workers.
 *
 * <p>Left out on purpose: formats other than 16-bit PCM and G.711, reading channels apart (they are mixed down), metadata chunks, files above 2 GB.
 */
@NullMarked
package io.tollgate.rtp.audio;

import org.jspecify.annotations.NullMarked;
