package io.tollgate.carrier.sip.io;

import io.tollgate.carrier.number.Refusal;
import java.text.ParseException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.InvalidArgumentException;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of one call's signalling. Used by the switchboard's thread; a message that cannot be sent any more,
 * because the transaction is over or the network refuses, is logged and otherwise forgotten: the transaction's own
 * timeout reports it.
 */
public abstract sealed class SipLeg {
    private static final System.Logger LOG = System.getLogger(SipLeg.class.getName());

    private final SipMessages messages;
    private final Sender sender;
    private final String sipCallId;

    private SipLeg(SipMessages messages, Sender sender, String sipCallId) {
        this.messages = messages;
        this.sender = sender;
        this.sipCallId = sipCallId;
    }

    /** What legs send requests with. */
    record Sender(SipProvider provider, OpenRequests open) {}

    /** The Call-ID header's value. */
    public final String sipCallId() {
        return sipCallId;
    }

    /** Ends an answered call. */
    public final void bye(int q850, String text) {
        attempt(() -> {
            Dialog dialog = dialog();
            if (dialog != null) {
                Request bye = dialog.createRequest(Request.BYE);
                bye.addHeader(messages.reason(q850, text));
                dialog.sendRequest(sender.provider().getNewClientTransaction(bye));
                sender.open().begun();
            }
        });
    }

    abstract @Nullable Dialog dialog();

    /** Something of JAIN's that throws. */
    private interface Sending {
        void send() throws SipException, InvalidArgumentException, ParseException;
    }

    private static void attempt(Sending sending) {
        try {
            sending.send();
        } catch (SipException e) {
            LOG.log(System.Logger.Level.DEBUG, "a message came too late to be sent", e);
        } catch (InvalidArgumentException | ParseException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a message was not sent", e);
        }
    }

    /** A call that the gateway placed. */
    public static final class Incoming extends SipLeg {
        private final SipMessages messages;
        private final ServerTransaction invite;
        private final String tag;

        Incoming(SipMessages messages, Sender sender, String sipCallId, ServerTransaction invite, String tag) {
            super(messages, sender, sipCallId);
            this.messages = messages;
            this.invite = invite;
            this.tag = tag;
        }

        /** 180. */
        public void ring() {
            attempt(() -> invite.sendResponse(response(Response.RINGING)));
        }

        /** 183 with our description. */
        public void progress(String sdp) {
            attempt(() -> invite.sendResponse(messages.withSdp(response(Response.SESSION_PROGRESS), sdp)));
        }

        /** 200 with our description. */
        public void answer(String sdp) {
            attempt(() -> invite.sendResponse(messages.withSdp(response(Response.OK), sdp)));
        }

        /** A refusal with its Reason header. */
        public void refuse(Refusal refusal) {
            attempt(() -> invite.sendResponse(messages.withReason(response(refusal.status()), refusal)));
        }

        /** 487, after a CANCEL. */
        public void terminate() {
            attempt(() -> invite.sendResponse(response(Response.REQUEST_TERMINATED)));
        }

        /** Our tag, which the 200 for a CANCEL shares (RFC 3261 section 9.2). */
        String tag() {
            return tag;
        }

        private Response response(int status) throws ParseException {
            return messages.response(invite.getRequest(), status, tag);
        }

        @Override
        @Nullable
        Dialog dialog() {
            return invite.getDialog();
        }
    }

    /** A call that we placed. */
    public static final class Outgoing extends SipLeg {
        private final Sender sender;
        private final ClientTransaction invite;
        private final AtomicReference<Cancelling> cancelling = new AtomicReference<>(Cancelling.NOT_ASKED);

        /** How far a CANCEL is: it must wait for the first provisional response (RFC 3261 section 9.1). */
        private enum Cancelling {
            NOT_ASKED,
            WAITING,
            PROVISIONAL_SEEN,
            SENT
        }

        Outgoing(SipMessages messages, Sender sender, String sipCallId, ClientTransaction invite) {
            super(messages, sender, sipCallId);
            this.sender = sender;
            this.invite = invite;
        }

        /** CANCEL for the INVITE, at once or as soon as a provisional response allows it. */
        public void cancel() {
            if (!cancelling.compareAndSet(Cancelling.NOT_ASKED, Cancelling.WAITING)
                    && cancelling.compareAndSet(Cancelling.PROVISIONAL_SEEN, Cancelling.SENT)) {
                sendCancel();
            }
        }

        /** JAIN's thread saw a provisional response. */
        void provisionalSeen() {
            if (!cancelling.compareAndSet(Cancelling.NOT_ASKED, Cancelling.PROVISIONAL_SEEN)
                    && cancelling.compareAndSet(Cancelling.WAITING, Cancelling.SENT)) {
                sendCancel();
            }
        }

        private void sendCancel() {
            attempt(() -> {
                sender.provider().getNewClientTransaction(invite.createCancel()).sendRequest();
                sender.open().begun();
            });
        }

        @Override
        @Nullable
        Dialog dialog() {
            return invite.getDialog();
        }
    }

    /** An INVITE inside an answered call that waits for its answer. */
    public static final class Reoffer {
        private final SipMessages messages;
        private final ServerTransaction invite;
        private final String tag;

        Reoffer(SipMessages messages, ServerTransaction invite, String tag) {
            this.messages = messages;
            this.invite = invite;
            this.tag = tag;
        }

        /** Agrees. */
        public void answer(String sdp) {
            attempt(() -> invite.sendResponse(
                    messages.withSdp(messages.response(invite.getRequest(), Response.OK, tag), sdp)));
        }

        /** Refuses; the call goes on as it was (RFC 3261 section 14.2). */
        public void refuse() {
            attempt(() ->
                    invite.sendResponse(messages.response(invite.getRequest(), Response.NOT_ACCEPTABLE_HERE, tag)));
        }
    }
}
