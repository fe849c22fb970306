/**
 * What travels in a datagram of the media plane: telling RTP from STUN and DTLS ({@link
 * io.tollgate.rtp.packet.Demux}), reading and writing RTP headers ({@link io.tollgate.rtp.packet.RtpPacket}) and RTCP
 * compounds ({@link io.tollgate.rtp.packet.Rtcp}) with their extended reports ({@link io.tollgate.rtp.packet.RtcpXr}), and the clock arithmetic of their reports ({@link
 * io.tollgate.rtp.packet.NtpTime}).
 *
 * <p>Pure: bytes in, values out, no socket and no clock. {@code RtpPacket} is a view laid over the worker's buffer, one
 * per worker and used on its thread only, so that a packet costs no allocation; RTCP comes once in seconds and is parsed
 * into records. Every length is checked before it is used; what a peer sends wrongly is a value ({@code false}, {@link
 * io.tollgate.rtp.packet.Rtcp.Malformed}), what our own caller does wrongly (a slice outside its array) is an exception.
 *
 * <p>Left out on purpose: writing CSRC lists and header extensions (we are never a mixer and negotiate no extension),
 * feedback messages of RFC 4585 (read as {@link io.tollgate.rtp.packet.Rtcp.Other} and ignored), blocks of extended reports other than reference times,
 * their echoes and VoIP metrics (RFC 3611 sections 4.4, 4.5 and 4.7).
 */
@NullMarked
package io.tollgate.rtp.packet;

import org.jspecify.annotations.NullMarked;
