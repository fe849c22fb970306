/**
 * STUN messages as ICE needs them (RFC 8489, RFC 8445 section 16): read from a bounded slice, written to bytes.
 *
 * <p>Everything here is pure and belongs to whoever calls it. {@link io.tollgate.overlay.stun.StunMessage#parse} copies
 * the datagram once and checks every length before it reads; what is wrong with a datagram comes back as a
 * {@link io.tollgate.overlay.stun.StunParsed.Malformed} value, never as an exception.
 * {@link io.tollgate.overlay.stun.StunWriter} builds the answer, {@code MESSAGE-INTEGRITY} and {@code FINGERPRINT} last.
 *
 * <p>Left out on purpose: the long-term credential mechanism (a TURN client would need it), {@code
 * MESSAGE-INTEGRITY-SHA256} (ICE agents sign with SHA-1; the attribute is tolerated beside it), and STUN over TCP.
 */
@NullMarked
package io.tollgate.overlay.stun;

import org.jspecify.annotations.NullMarked;
