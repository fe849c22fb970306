/**
 * HTTP digest as SIP uses it (RFC 3261 section 22, RFC 8760): reading a carrier's challenge and answering it with MD5
 * or SHA-256, with or without {@code qop=auth}.
 *
 * <p>Pure: the client nonce is an argument. Left out on purpose: {@code auth-int} (no carrier asks for it), session
 * variants ({@code -sess}), and challenging others, which trunks identified by address do not need.
 */
@NullMarked
package io.tollgate.sip.auth;

import org.jspecify.annotations.NullMarked;
