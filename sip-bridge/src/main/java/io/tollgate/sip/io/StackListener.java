package io.tollgate.sip.io;

import gov.nist.javax.sip.message.SIPMessage;
import io.tollgate.sip.io.SipCounters.OfPort;
import io.tollgate.sip.io.SipCounters.OfTrunk;
import io.tollgate.sip.trunk.SipHeader;
import io.tollgate.sip.trunk.SipInput;
import io.tollgate.sip.trunk.Trunk;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.ClientTransaction;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs on the stack's worker thread: finds or makes the call's lane, translates, posts, returns. */
final class StackListener implements SipListener {

    private static final Logger LOG = Logger.getLogger(StackListener.class);

    private final SipBridge bridge;
    private final TrunkDirectory directory;
    private final SipCounters counters;

    StackListener(SipBridge bridge, TrunkDirectory directory, SipCounters counters) {
        this.bridge = bridge;
        this.directory = directory;
        this.counters = counters;
    }

    @Override
    public void processRequest(RequestEvent event) {
        try {
            request(event);
        } catch (SipException | ParseException | RuntimeException e) {
            counters.count(OfPort.MALFORMED);
            LOG.debugf("dropped a request: %s", e.getMessage());
        }
    }

    private void request(RequestEvent event) throws SipException, ParseException {
        Request request = event.getRequest();
        SIPMessage message = (SIPMessage) request;
        Optional<Trunk> trunk =
                directory.trunkOf(message.getPeerPacketSourceAddress(), message.getPeerPacketSourcePort());
        if (trunk.isEmpty()) {
            counters.count(OfPort.UNKNOWN_SOURCE);
            return;
        }
        String toTag = ((ToHeader) request.getHeader(ToHeader.NAME)).getTag();
        CallLane lane = toTag != null ? bridge.laneOf(MessageReader.callId(request), toTag) : null;
        if (lane == null) { // CANCEL, a repeated INVITE and a failing call's ACK know only the carrier's tag
            lane = bridge.laneFrom(remoteKey(request));
        }
        if (lane != null && !lane.trunk().id().equals(trunk.get().id())) {
            counters.count(trunk.get().id(), OfTrunk.WRONG_TRUNK);
            return;
        }
        ServerSide side = new ServerSide(request, transaction(event));
        SipInput.Request facts = MessageReader.request(key(request), request);
        if (lane != null) {
            lane.post(facts, side);
        } else if (request.getMethod().equals(Request.INVITE) && toTag == null) {
            bridge.takeCall(trunk.get(), facts, side);
        } else if (!request.getMethod().equals(Request.ACK)) {
            strange(request, side, toTag != null);
        }
    }

    private static @Nullable ServerTransaction transaction(RequestEvent event) throws SipException {
        ServerTransaction known = event.getServerTransaction();
        if (known != null || event.getRequest().getMethod().equals(Request.ACK)) {
            return known;
        }
        try {
            return ((SipProvider) event.getSource()).getNewServerTransaction(event.getRequest());
        } catch (TransactionAlreadyExistsException e) {
            return null; // a retransmission that overtook us; answered without a transaction
        }
    }

    private void strange(Request request, ServerSide side, boolean inDialog) throws SipException, ParseException {
        boolean cancel = request.getMethod().equals(Request.CANCEL);
        if (inDialog || cancel || request.getMethod().equals(Request.BYE)) {
            bridge.port().answer(side, 481, "Call/Transaction Does Not Exist", bridge.token());
        } else if (request.getMethod().equals(Request.OPTIONS)) {
            bridge.port().answer(side, 200, "OK", bridge.token());
        } else {
            bridge.port().answer(side, 405, "Method Not Allowed", bridge.token());
        }
    }

    /** Refuses a call for want of room. */
    static void shed(SipPort port, ServerSide side, String tag) throws SipException, ParseException {
        port.answer(side, 503, "Service Unavailable", tag, new SipHeader("Retry-After", "10"));
    }

    static String remoteKey(Request request) {
        return MessageReader.callId(request) + "\n" + MessageReader.fromTag(request);
    }

    /** A request's name: its branch, method and CSeq. */
    private static String key(Request request) {
        ViaHeader via = (ViaHeader) request.getHeader(ViaHeader.NAME);
        CSeqHeader cseq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        return via.getBranch() + " " + cseq.getSeqNumber() + " " + request.getMethod();
    }

    @Override
    public void processResponse(ResponseEvent event) {
        try {
            SipInput.Response facts = MessageReader.response(event.getResponse());
            CallLane lane = bridge.laneOf(
                    MessageReader.callId(event.getResponse()), MessageReader.fromTag(event.getResponse()));
            if (lane != null) {
                lane.post(facts);
            }
        } catch (RuntimeException e) {
            counters.count(OfPort.MALFORMED);
            LOG.debugf("dropped a response: %s", e.getMessage());
        }
    }

    @Override
    public void processTimeout(TimeoutEvent event) {
        ClientTransaction transaction = event.getClientTransaction();
        if (transaction != null && transaction.getApplicationData() instanceof SipPort.Sent sent) {
            sent.lane()
                    .post(new SipInput.Unreachable(
                            sent.method(), sent.cseq(), "the trunk did not answer " + sent.method()));
        }
    }

    @Override
    public void processIOException(IOExceptionEvent event) {
        LOG.debugf("the SIP port met an error: %s", event);
    }

    @Override
    public void processTransactionTerminated(TransactionTerminatedEvent event) {}

    @Override
    public void processDialogTerminated(DialogTerminatedEvent event) {}
}
