package io.tollgate.sip.io;

import io.tollgate.sip.trunk.SipAction;
import io.tollgate.sip.trunk.SipHeader;
import java.text.ParseException;
import java.util.List;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** The sending half of the stack. */
record SipPort(SipProvider provider, MessageWriter writer) {

    /** What a client transaction carries along, so that its end finds the call. */
    record Sent(CallLane lane, String method, long cseq) {}

    ClientTransaction send(CallLane lane, SipAction.Request action) throws SipException, ParseException {
        Request request = writer.request(action);
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(new Sent(lane, action.method(), action.cseq()));
        transaction.sendRequest();
        return transaction;
    }

    void sendAck(SipAction.Request action) throws SipException, ParseException {
        provider.sendRequest(writer.request(action));
    }

    void cancel(CallLane lane, ClientTransaction invite, List<SipHeader> headers) throws SipException, ParseException {
        Request request = invite.createCancel();
        writer.decorate(request, headers);
        ClientTransaction transaction = provider.getNewClientTransaction(request);
        transaction.setApplicationData(new Sent(lane, Request.CANCEL, 0));
        transaction.sendRequest();
    }

    void sendAgain(Response response) throws SipException {
        provider.sendResponse(response);
    }

    /** Answers a request that belongs to no call; a failure to send is the sender's loss. */
    void answer(ServerSide server, int status, String phrase, @Nullable String toTag, SipHeader... extra)
            throws SipException, ParseException {
        server.send(writer.plain(server.request(), status, phrase, toTag, List.of(extra)), provider);
    }
}
