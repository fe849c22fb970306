/**
 * Why a call ended, in the two languages that carriers speak: SIP status codes and ITU-T Q.850 causes (RFC 3398), and
 * the header that carries one inside the other (Reason, RFC 3326).
 *
 * <p>Pure tables and parsers without state; any thread may call them. Left out on purpose: the reverse mapping of
 * ISUP location values, which no trunk of ours forwards.
 */
@NullMarked
package io.tollgate.sip.cause;

import org.jspecify.annotations.NullMarked;
