/**
 * Messages about a call, sealed so that a supernode carries noise (docs/protocol.md section 3).
 *
 * <p>{@link io.tollgate.overlay.seal.Sealing} belongs to one device: it starts a call's exchange (signs the first
 * message, encrypts it to the receiver's key) and opens first messages of others. Both give a
 * {@link io.tollgate.overlay.seal.SealedChannel}, which encrypts the rest of that call under the call key and counts
 * its messages. What a peer sends wrongly is a {@link io.tollgate.overlay.seal.SealRefusal} with words for a log, for
 * the caller to count; nothing throws.
 *
 * <p>The order of the checks is deliberate: length and form, decryption, signature, and only then content; the
 * {@link io.tollgate.overlay.seal.ReplayGuard} is asked last, so that only a message that would have been accepted
 * takes up room there.
 *
 * <p>Pure: time and randomness are arguments. A channel belongs to its call's owner; a {@code Sealing} may be used by
 * several threads, its guard is the one locked part. Left out on purpose: forward secrecy against theft of the
 * receiver's agreement key (media keys come from DTLS and are not affected).
 */
@NullMarked
package io.tollgate.overlay.seal;

import org.jspecify.annotations.NullMarked;
