/**
 * The two wire formats of a call's media: RTP and RTCP packets (RFC 3550) and session descriptions (RFC 8866, RFC 3264).
 *
 * <p>Pure: octets or text in, values out, and back. Everything is checked against the length that arrived before it is
 * read; what cannot be understood is a value with a reason. Used by the switchboard (descriptions) and by the media
 * thread (packets).
 *
 * <p>Left out on purpose: everything a plain G.711 trunk does not need, such as several streams, encryption, ICE,
 * header extensions' contents and CSRC lists.
 */
@NullMarked
package io.tollgate.carrier.rtp;

import org.jspecify.annotations.NullMarked;
