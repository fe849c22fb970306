package io.tollgate.sip.trunk;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the machine wants done. The edge adds Via, Max-Forwards, Contact, User-Agent, Allow and Supported. */
public sealed interface SipAction {

    /**
     * A request to send.
     *
     * @param from and {@code to}: header values with tags
     * @param routes Route values, in order
     * @param headers specific to this request
     * @param sdp body, or null
     */
    record Request(
            String method,
            String requestUri,
            List<String> routes,
            String from,
            String to,
            String callId,
            long cseq,
            List<SipHeader> headers,
            @Nullable String sdp) {}

    /** Send as a new client transaction; answers come back with this method and CSeq. */
    record Send(Request request) implements SipAction {}

    /** Send an ACK for a 2xx: no transaction, no answer. */
    record SendAck(Request request) implements SipAction {}

    /** Send CANCEL for the INVITE transaction with this CSeq. */
    record Cancel(long inviteCseq, List<SipHeader> headers) implements SipAction {}

    /** Stop retransmitting the INVITE with this CSeq: nobody ever answered it. */
    record Abandon(long inviteCseq) implements SipAction {}

    /**
     * Answer a request.
     *
     * @param key the request's
     * @param toTag our tag, or null on 100
     */
    record Respond(
            String key,
            int status,
            String phrase,
            @Nullable String toTag,
            List<SipHeader> headers,
            @Nullable String sdp)
            implements SipAction {}

    /** Send the last response to this request once more. */
    record Resend(String key) implements SipAction {}

    /** Report to the call's owner. */
    record Tell(TrunkEvent event) implements SipAction {}

    /** Have {@link Renegotiation#answer} called; its result comes back as {@link SipInput.OfferAnswered}. */
    record AskAnswer(String key, String offer) implements SipAction {}

    /** Have {@link Renegotiation#answered} called. */
    record TakeAnswer(String sdp) implements SipAction {}
}
