/**
 * The few shapes of JOSE that the overlay speaks, and no others: ES256 signatures in compact form (RFC 7515, RFC 7518
 * section 3.4), and A256GCM encryption in compact form under a shared key ({@code dir}) or to a P-256 key
 * ({@code ECDH-ES}, RFC 7518 section 4.6).
 *
 * <p>Text goes in, and a value or a {@link io.tollgate.overlay.jose.JoseFault} comes out. Headers are read against a
 * list of the allowed names and values; a header that could change the meaning ({@code crit}, {@code zip}, {@code jku},
 * {@code apu} …) is refused by its mere presence. Base64url is accepted in its one canonical form only, so that a text
 * has no twin with the same meaning.
 *
 * <p>Pure: random octets are arguments. Any thread. Left out on purpose: every other algorithm, JSON serialisation,
 * compression, detached payloads, and choosing an algorithm by what the header says.
 */
@NullMarked
package io.tollgate.overlay.jose;

import org.jspecify.annotations.NullMarked;
