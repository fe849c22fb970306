package io.tollgate.carrier.sip.io;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import java.util.TooManyListenersException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import javax.sip.TimeoutEvent;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.jspecify.annotations.Nullable;

/** The SIP stack and its listener. */
public final class SipEdge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SipEdge.class.getName());
    private static final long CLOSE_LIMIT_MS = 2000;
    private static final int REASON_PHRASE_CHARS = 120;

    /** Where to listen, and where calls of our own go. */
    public record Config(InetAddress bind, int port, InetSocketAddress gateway) {}

    private final SipStack stack;
    private final SipProvider provider;
    private final SipMessages messages;
    private final InetSocketAddress gateway;
    private final Consumer<SipEvent> events;
    private final OpenRequests open = new OpenRequests();
    private final SipLeg.Sender sender;
    private final Map<String, SipLeg> legs = new ConcurrentHashMap<>();

    private SipEdge(
            SipStack stack,
            SipProvider provider,
            SipMessages messages,
            InetSocketAddress gateway,
            Consumer<SipEvent> events) {
        this.stack = stack;
        this.provider = provider;
        this.sender = new SipLeg.Sender(provider, open);
        this.messages = messages;
        this.gateway = gateway;
        this.events = events;
    }

    /**
     * Binds the port and listens. Events are delivered on JAIN's thread and must only be posted on.
     *
     * @throws IOException when the port cannot be bound
     */
    public static SipEdge start(Config config, Consumer<SipEvent> events) throws IOException {
        InetSocketAddress local = new InetSocketAddress(config.bind(), config.port());
        try (DatagramSocket probe = new DatagramSocket(null)) {
            // JAIN hides the reason of a failed bind; asking first keeps the operating system's words.
            probe.setReuseAddress(false);
            probe.bind(local);
        }
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            SipStack stack = factory.createSipStack(properties(config));
            ListeningPoint point =
                    stack.createListeningPoint(config.bind().getHostAddress(), config.port(), ListeningPoint.UDP);
            SipProvider provider = stack.createSipProvider(point);
            SipMessages messages = new SipMessages(factory, local);
            SipEdge edge = new SipEdge(stack, provider, messages, config.gateway(), events);
            provider.addSipListener(edge.new Listener());
            return edge;
        } catch (SipException | InvalidArgumentException | TooManyListenersException e) {
            throw new IOException("the SIP stack did not start", e);
        }
    }

    private static Properties properties(Config config) {
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", "carrier-" + config.port());
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "on");
        p.setProperty("gov.nist.javax.sip.STACK_LOGGER", QuietStackLogger.class.getName());
        p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", QuietServerLogger.class.getName());
        p.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", BoundedParserFactory.class.getName());
        p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        p.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        p.setProperty("gov.nist.javax.sip.MAX_MESSAGE_SIZE", Integer.toString(BoundedParserFactory.MAX_BYTES));
        p.setProperty("gov.nist.javax.sip.AGGRESSIVE_CLEANUP", "true");
        p.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Normal");
        return p;
    }

    /**
     * Sends an INVITE to the gateway.
     *
     * @param from a number, or {@code anonymous}
     * @throws IOException when the numbers make no URI or the INVITE cannot be sent at all
     */
    public SipLeg.Outgoing invite(String callId, String from, String to, String offer) throws IOException {
        try {
            Request request = messages.invite(callId, from, to, gateway, newTag(), offer);
            ClientTransaction transaction = provider.getNewClientTransaction(request);
            SipLeg.Outgoing leg = new SipLeg.Outgoing(messages, sender, callId, transaction);
            transaction.setApplicationData(leg);
            legs.put(callId, leg);
            transaction.sendRequest();
            return leg;
        } catch (ParseException | SipException | InvalidArgumentException e) {
            legs.remove(callId);
            throw new IOException("the INVITE could not be sent: " + e.getMessage(), e);
        }
    }

    /** Forgets a leg whose call is over; later requests in its dialog are JAIN's to refuse. */
    public void forget(SipLeg leg) {
        legs.remove(leg.sipCallId(), leg);
    }

    /** Waits up to two seconds for the answers to BYE and CANCEL, then closes the port. */
    @Override
    public void close() {
        try {
            if (!open.awaitNone(CLOSE_LIMIT_MS)) {
                LOG.log(System.Logger.Level.DEBUG, "the gateway left a BYE or CANCEL unanswered");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stack.stop();
    }

    private static String newTag() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }

    /** What runs on JAIN's thread. */
    private final class Listener implements SipListener {
        @Override
        public void processRequest(RequestEvent event) {
            try {
                Request request = event.getRequest();
                switch (request.getMethod()) {
                    case Request.INVITE -> onInvite(event, request);
                    case Request.CANCEL -> onCancel(event, request);
                    case Request.BYE -> onBye(event, request);
                    case Request.OPTIONS -> reply(event, Response.OK);
                    case Request.ACK -> {}
                    default -> reply(event, Response.METHOD_NOT_ALLOWED);
                }
            } catch (SipException | InvalidArgumentException | ParseException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "a request is dropped", e);
            }
        }

        private void onInvite(RequestEvent event, Request request)
                throws SipException, InvalidArgumentException, ParseException {
            SipLeg known = leg(request);
            ServerTransaction transaction = transaction(event);
            if (known == null) {
                onNewCall(transaction, request);
            } else if (event.getDialog() != null && event.getDialog().equals(known.dialog())) {
                SipLeg.Reoffer reoffer = new SipLeg.Reoffer(messages, transaction, newTag());
                events.accept(new SipEvent.Reoffered(known, reoffer, SipMessages.description(request)));
            } else {
                transaction.sendResponse(messages.response(request, Response.LOOP_DETECTED, newTag()));
            }
        }

        private void onNewCall(ServerTransaction transaction, Request request)
                throws SipException, InvalidArgumentException, ParseException {
            transaction.sendResponse(messages.response(request, Response.TRYING, ""));
            SipLeg.Incoming leg = new SipLeg.Incoming(messages, sender, callId(request), transaction, newTag());
            transaction.setApplicationData(leg);
            legs.put(leg.sipCallId(), leg);
            String from = request.getHeader(FromHeader.NAME) instanceof FromHeader header
                    ? SipMessages.user(header.getAddress().getURI())
                    : "";
            String dialled = SipMessages.user(request.getRequestURI());
            events.accept(new SipEvent.Invited(leg, dialled, from, SipMessages.description(request)));
        }

        private void onCancel(RequestEvent event, Request request)
                throws SipException, InvalidArgumentException, ParseException {
            if (leg(request) instanceof SipLeg.Incoming known) {
                transaction(event).sendResponse(messages.response(request, Response.OK, known.tag()));
                events.accept(new SipEvent.Cancelled(known, SipMessages.cause(request)));
            } else {
                reply(event, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
            }
        }

        private void onBye(RequestEvent event, Request request)
                throws SipException, InvalidArgumentException, ParseException {
            reply(event, Response.OK);
            SipLeg known = leg(request);
            if (known != null) {
                events.accept(new SipEvent.Bye(known, SipMessages.cause(request)));
            }
        }

        private void reply(RequestEvent event, int status)
                throws SipException, InvalidArgumentException, ParseException {
            transaction(event).sendResponse(messages.response(event.getRequest(), status, newTag()));
        }

        private ServerTransaction transaction(RequestEvent event) throws SipException {
            ServerTransaction given = event.getServerTransaction();
            return given == null ? provider.getNewServerTransaction(event.getRequest()) : given;
        }

        @Override
        public void processResponse(ResponseEvent event) {
            try {
                Response response = event.getResponse();
                boolean isInvite = response.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq
                        && Request.INVITE.equals(cseq.getMethod());
                SipLeg leg = legOf(event.getClientTransaction());
                if (!isInvite && response.getStatusCode() >= 200) {
                    open.answered();
                } else if (isInvite && leg != null) {
                    onInviteResponse(leg, event.getDialog(), response);
                }
            } catch (SipException | InvalidArgumentException | RuntimeException e) {
                LOG.log(System.Logger.Level.DEBUG, "a response is dropped", e);
            }
        }

        private void onInviteResponse(SipLeg leg, @Nullable Dialog dialog, Response response)
                throws SipException, InvalidArgumentException {
            int status = response.getStatusCode();
            String body = SipMessages.description(response);
            if (status < 200 && leg instanceof SipLeg.Outgoing outgoing) {
                outgoing.provisionalSeen();
            }
            if (status > 100 && status < 200) {
                events.accept(new SipEvent.Provisional(leg, status, body));
            } else if (status >= 200 && status < 300 && dialog != null) {
                long number = response.getHeader(CSeqHeader.NAME) instanceof CSeqHeader cseq ? cseq.getSeqNumber() : 1;
                dialog.sendAck(dialog.createAck(number));
                events.accept(new SipEvent.Accepted(leg, body));
            } else if (status >= 300) {
                String phrase = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
                String bounded = phrase.substring(0, Math.min(phrase.length(), REASON_PHRASE_CHARS));
                events.accept(new SipEvent.Rejected(leg, status, bounded, SipMessages.cause(response)));
            }
        }

        @Override
        public void processTimeout(TimeoutEvent event) {
            ClientTransaction client = event.isServerTransaction() ? null : event.getClientTransaction();
            if (client != null && !Request.INVITE.equals(client.getRequest().getMethod())) {
                open.answered();
            }
            SipLeg leg = client == null ? legOf(event.getServerTransaction()) : legOf(client);
            if (leg != null) {
                events.accept(new SipEvent.Failed(leg, "the gateway did not answer"));
            }
        }

        @Override
        public void processIOException(IOExceptionEvent event) {
            LOG.log(System.Logger.Level.DEBUG, "the network refused a message to port {0}", event.getPort());
        }

        @Override
        public void processTransactionTerminated(TransactionTerminatedEvent event) {}

        @Override
        public void processDialogTerminated(DialogTerminatedEvent event) {}

        private @Nullable SipLeg leg(Request request) {
            return legs.get(callId(request));
        }

        private static @Nullable SipLeg legOf(javax.sip.@Nullable Transaction transaction) {
            return transaction != null && transaction.getApplicationData() instanceof SipLeg leg ? leg : null;
        }

        private static String callId(Request request) {
            return request.getHeader(CallIdHeader.NAME) instanceof CallIdHeader header ? header.getCallId() : "";
        }
    }
}
