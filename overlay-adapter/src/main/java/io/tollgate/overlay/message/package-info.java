/**
 * What a peer and a gateway say to one another about one call (docs/protocol.md section 3): a record for each type,
 * written to and read from JSON.
 *
 * <p>{@link io.tollgate.overlay.message.CallMessages} does both; every text, number and list has a limit, unknown
 * fields are ignored, an unknown type is a value that the receiver may skip, and anything wrong is words for a counter
 * and a log. The message's place in its call (which call, which way, which number) is its
 * {@link io.tollgate.overlay.message.MessageHead} and the business of {@code seal}.
 *
 * <p>Pure and immutable: any thread. Left out on purpose: meaning. Whether a message is welcome in the state of a call
 * is for the call's own machine.
 */
@NullMarked
package io.tollgate.overlay.message;

import org.jspecify.annotations.NullMarked;
