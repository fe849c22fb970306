/**
 * Protection of RTP and RTCP: RFC 3711 with AES in counter mode and HMAC-SHA1, RFC 6188 for its 256-bit keys, RFC 7714
 * for AES-GCM.
 *
 * <p>One {@link io.tollgate.rtp.srtp.SrtpSender} and one {@link io.tollgate.rtp.srtp.SrtpReceiver} per call leg, both
 * confined to the worker that owns the leg. Packets are worked on in place, in the worker's buffer: the sender appends
 * tag (and SRTCP index), the receiver removes them and returns the new length, or a negative number that says why not
 * and leaves the packet as it came. Inside: {@code StreamTable} finds the state of an SSRC (roll-over counter, replay
 * window), {@code IndexGuesses} says which packet indices a sequence number may stand for, {@code Transform} does the
 * cryptography of one packet whose index is known. State moves only after a packet has proved authentic.
 *
 * <p>Keys can change within a call ({@code rekey} on either class; {@code ReceivingKeys} is what belongs to one set).
 * The sender switches between two packets and keeps SSRC and sequence numbers; {@link io.tollgate.rtp.srtp.Rollover}
 * says what becomes of its counters. The receiver takes both keys for an overlap and understands both readings.
 *
 * <p>A counter that cannot be known is guessed: a listener who comes late tries counters 0 to 3, and a stream that leapt
 * by 2^15 packets or more is looked for one turn ahead. Each guess is one more chance for a forger, which costs two bits
 * of the tag's strength at first contact (of 80 or 128; of 32 with the short tags), and one more verification, which
 * {@code ProbeBudget} bounds.
 *
 * <p>Nothing is allocated per packet: the keystream of counter mode comes from one AES/ECB cipher that is never
 * initialised again, HMAC from a {@code MessageDigest} with both pads prepared. The JDK's GCM has to be initialised for
 * every packet, at a kilobyte each time; so {@code Gcm} has two implementations of its own: the system's OpenSSL by the
 * foreign function interface, and, where there is none, the JDK's AES with a GHASH in Java. Both take a time that depends
 * on lengths only: no table is looked up by a secret and no branch depends on one, tags are compared in whole, and
 * nothing is decrypted that is not authentic. That AES itself leaks nothing is up to the processor's instructions, which
 * JDK and OpenSSL both use where they exist. On one core of an EPYC, protecting and unprotecting 160 bytes took 0.61 µs by
 * OpenSSL, 0.69 µs and 2.1 kB by the JDK's GCM, 1.66 µs in Java; counter mode with HMAC-SHA1 took 0.66 µs, of which HMAC
 * is three quarters. {@code KernelBench} measures it anew.
 *
 * <p>Left out on purpose: key derivation rates other than zero, MKI, unencrypted SRTCP (the E bit must be set, as all
 * profiles here demand it), encrypted headers (RFC 6904, RFC 9335), the roll-over counter in the tag (RFC 4771).
 */
@NullMarked
package io.tollgate.rtp.srtp;

import org.jspecify.annotations.NullMarked;
