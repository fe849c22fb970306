package io.tollgate.overlay.peer;

import io.tollgate.overlay.message.CallMessage;

/** What a peer's call wants done. */
public sealed interface PeerAction {
    /** Seal this and send it to the gateway. */
    record Send(CallMessage.ToGateway message) implements PeerAction {}

    /** Start ICE and DTLS with the gateway's answer. */
    record ConnectMedia(String answerSdp) implements PeerAction {}

    /** The conversation begins: play the file, open the microphone. */
    record StartTalking() implements PeerAction {}

    /** Send these keys as telephone events. */
    record SendKeys(String digits) implements PeerAction {}

    /** One line for the person who watches. */
    record Tell(String line) implements PeerAction {}

    /** The call is over: stop the media and report. The last action of a call. */
    record Finish(PeerResult result) implements PeerAction {}
}
