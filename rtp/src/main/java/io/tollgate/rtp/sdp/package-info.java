/**
 * Session descriptions: reading, writing, offer and answer (RFC 8866, RFC 3264, RFC 8829).
 *
 * <p>Pure and immutable, so any thread may use it. Text comes in at {@link io.tollgate.rtp.sdp.Sdp#parse}, which is
 * bounded by {@link io.tollgate.rtp.sdp.SdpLimits} and never throws; a {@link io.tollgate.rtp.sdp.SessionDescription}
 * keeps every line it read, so {@code parse(description.write())} is equal to {@code description}.
 * {@link io.tollgate.rtp.sdp.OfferAnswer} turns an offer and our side of the session into an answer and what the media
 * plane needs of it ({@link io.tollgate.rtp.sdp.Negotiated}, {@link io.tollgate.rtp.sdp.NegotiatedWebRtc}), or into a
 * {@link io.tollgate.rtp.sdp.Refusal} that SIP can speak.
 *
 * <p>A trunk speaks every {@link io.tollgate.rtp.sdp.AudioCodec} that its settings name. Everything in common is answered
 * and may arrive; the first is what we send ({@link io.tollgate.rtp.sdp.ArrivingFormats}). Encrypted trunks exchange their
 * keys in the descriptions ({@link io.tollgate.rtp.sdp.TrunkSecurity}, RFC 4568); the random bytes come from outside, and
 * no {@code toString} shows them.
 *
 * <p>Left out on purpose: DTLS-SRTP and feedback profiles on trunks, several keys per line told apart by an MKI, session
 * parameters of RFC 4568 other than the window hint, enforcing a key's lifetime (the shortest in use, 2^20 packets, is
 * almost six hours of packets of 20 ms), video and data, host names as media addresses (resolving what a peer names would
 * block), header extensions and RTCP feedback (nothing here acts on them, so no answer accepts them).
 */
@NullMarked
package io.tollgate.rtp.sdp;

import org.jspecify.annotations.NullMarked;
