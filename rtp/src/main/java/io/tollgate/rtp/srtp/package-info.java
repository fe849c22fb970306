/**
 * Protection of RTP and RTCP: RFC 3711 with AES in counter mode and HMAC-SHA1, RFC 6188 for its 256-bit keys, RFC 7714
 * for AES-GCM. All ciphers are the JDK's.
 *
 * <p>One {@link io.tollgate.rtp.srtp.SrtpSender} and one {@link io.tollgate.rtp.srtp.SrtpReceiver} per call leg, both
 * confined to the worker that owns the leg. Packets are worked on in place, in the worker's buffer: the sender appends
 * tag (and SRTCP index), the receiver removes them and returns the new length, or a negative number that says why not.
 * Inside: {@code StreamTable} finds the state of an SSRC (roll-over counter, replay window), {@code Transform} does the
 * cryptography of one packet whose index is known. State moves only after a packet has proved authentic.
 *
 * <p>Counter mode allocates nothing per packet: the keystream comes from one AES/ECB cipher that is never initialised
 * again, HMAC from a {@code MessageDigest} with both pads prepared. GCM has to initialise the JDK's cipher for every
 * packet, which costs about a kilobyte of garbage.
 *
 * <p>Left out on purpose: key derivation rates other than zero, MKI, unencrypted SRTCP (the E bit must be set, as all
 * profiles here demand it), encrypted headers (RFC 6904, RFC 9335), re-keying (a call lives and dies with its keys).
 */
@NullMarked
package io.tollgate.rtp.srtp;

import org.jspecify.annotations.NullMarked;
