/**
 * From sound to payload and back: the codecs of trunks through {@link io.tollgate.rtp.codec.AudioCodecs}, Opus through
 * {@link io.tollgate.rtp.codec.OpusLibrary}, and what can be read from an Opus packet without decoding it ({@link
 * io.tollgate.rtp.codec.OpusPacket}).
 *
 * <p>A trunk's codec is an {@link io.tollgate.rtp.codec.AudioEncoder} and an {@link io.tollgate.rtp.codec.AudioDecoder}.
 * Every decoder is a {@code PayloadDecoder}, which knows one codec and nothing of losses, within a {@code
 * ConcealingDecoder}, which makes up what is missing in the same way for all of them. G.711 goes by the tables of {@link
 * io.tollgate.rtp.codec.G711}; G.722 and GSM are written from their Recommendations and agree with other
 * implementations bit by bit. G.729 is Restcomm's library, used by its parts; iLBC is libjitsi's. These two make garbage,
 * and there is no such codec where its library is left out.
 *
 * <p>Sound is 16-bit mono PCM in {@code short[]}. An {@link io.tollgate.rtp.codec.OpusEncoder} or {@link
 * io.tollgate.rtp.codec.OpusDecoder} belongs to one call leg and to the thread of its worker; the native ones keep state
 * and frame buffers in an arena that dies with the call, so that a frame costs no allocation. Run an encoder at the rate of
 * the other leg: libopus resamples inside, better and cheaper than a resampler of ours before it.
 *
 * <p>Opus is looked for in three places, best first: the library packed into libjitsi, the system's, Concentus in pure
 * Java. The last is several times slower and makes garbage; taking it is logged as a warning. Loading writes a temporary
 * file, everything else here is pure.
 *
 * <p>Left out on purpose: stereo, the float API, multistream, DRED (the packed library has no model for it).
 */
@NullMarked
package io.tollgate.rtp.codec;

import org.jspecify.annotations.NullMarked;
