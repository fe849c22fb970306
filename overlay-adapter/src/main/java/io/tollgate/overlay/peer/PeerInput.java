package io.tollgate.overlay.peer;

import io.tollgate.overlay.message.CallMessage;

/** What happens to a peer's call. */
public sealed interface PeerInput {
    /** A message from the gateway, opened and verified. */
    record Received(CallMessage.ToPeer message) implements PeerInput {}

    /** The supernode could not pass a message on: the gateway is gone. */
    record Undeliverable() implements PeerInput {}

    /** There is no connection to the overlay any more, for good. */
    record Disconnected(String why) implements PeerInput {}

    /** ICE, DTLS or the sound files failed; in plain words. */
    record MediaBroken(String why) implements PeerInput {}

    /** The user answers a ringing call with this offer. */
    record Answer(CallMessage.Accept offer) implements PeerInput {}

    /** The user does not answer a ringing call. */
    record Refuse(CallMessage.DeclineReason reason) implements PeerInput {}

    /** The user hangs up, or the time he gave the call is over. */
    record HangUp() implements PeerInput {}

    /** The user presses keys. */
    record Keys(String digits) implements PeerInput {}

    /** Time has passed. */
    record Tick() implements PeerInput {}
}
