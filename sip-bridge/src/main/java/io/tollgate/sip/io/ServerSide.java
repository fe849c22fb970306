package io.tollgate.sip.io;

import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * A request of the carrier and the transaction to answer it in.
 *
 * @param transaction null for an ACK, and for a repeated INVITE whose transaction has ended
 */
record ServerSide(Request request, @Nullable ServerTransaction transaction) {

    void send(Response response, SipProvider provider) throws SipException {
        if (transaction == null) {
            provider.sendResponse(response);
            return;
        }
        try {
            transaction.sendResponse(response);
        } catch (InvalidArgumentException e) {
            throw new SipException("the stack refused a response", e);
        }
    }
}
