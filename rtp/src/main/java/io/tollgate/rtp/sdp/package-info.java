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
 * <p>Left out on purpose: SRTP on trunks (the lines are read, not negotiated), video and data, host names as media
 * addresses (resolving what a peer names would block), payload types that differ by direction, header extensions and
 * RTCP feedback (nothing here acts on them, so no answer accepts them).
 */
@NullMarked
package io.tollgate.rtp.sdp;

import org.jspecify.annotations.NullMarked;
