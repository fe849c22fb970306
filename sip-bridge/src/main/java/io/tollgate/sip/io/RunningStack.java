package io.tollgate.sip.io;

import java.net.BindException;
import java.text.ParseException;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TooManyListenersException;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sip.InvalidArgumentException;
import javax.sip.ListeningPoint;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.SipFactory;
import javax.sip.SipListener;
import javax.sip.SipProvider;
import javax.sip.SipStack;
import org.jboss.logging.Logger;

/** A started JAIN-SIP stack, its settings and its threads. */
final class RunningStack implements AutoCloseable {

    private static final int THREADS = 2; // one reads the socket, one parses and calls the listener
    private static final long START_LIMIT_NS = 5_000_000_000L;
    private static final Logger LOG = Logger.getLogger(RunningStack.class);

    private final SipStack stack;
    private final String name;
    private final SipPort port;
    private final List<Thread> threads;

    private RunningStack(SipStack stack, String name, SipPort port, List<Thread> threads) {
        this.stack = stack;
        this.name = name;
        this.port = port;
        this.threads = threads;
    }

    static RunningStack start(SipBridgeConfig config, StackContext context, SipListener listener) {
        String name = "tollgate-" + UUID.randomUUID();
        StackContext.register(name, context);
        SipStack stack = null;
        try {
            SipFactory factory = SipFactory.getInstance();
            factory.setPathName("gov.nist");
            stack = factory.createSipStack(settings(name, config));
            MessageWriter writer = new MessageWriter(factory, config);
            WarmUp.run(writer, config.limits().warmUpRounds());
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            ListeningPoint point =
                    stack.createListeningPoint(config.bind().getHostAddress(), config.port(), ListeningPoint.UDP);
            SipProvider provider = stack.createSipProvider(point);
            provider.addSipListener(listener);
            List<Thread> threads = awaitThreads(before, name, config.port());
            return new RunningStack(stack, name, new SipPort(provider, writer), threads);
        } catch (SipException | InvalidArgumentException | TooManyListenersException | ParseException e) {
            if (stack != null) {
                stack.stop();
            }
            StackContext.forget(name);
            throw new SipStartException(sentence(config, e), e);
        }
    }

    /** The stack starts its two threads behind our back; before they run it can neither work nor be stopped. */
    private static List<Thread> awaitThreads(Set<Thread> before, String name, int port) {
        long deadline = System.nanoTime() + START_LIMIT_NS;
        List<Thread> threads = List.of();
        while (threads.size() < THREADS && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(1_000_000);
            threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread) && isOurs(thread, name, port))
                    .toList();
        }
        return threads;
    }

    private static boolean isOurs(Thread thread, String stackName, int port) {
        return thread.getName().startsWith(stackName + "-UDPMessageChannelThread")
                || (thread.getName().startsWith("MessageProcessorThread-UDP-")
                        && thread.getName().endsWith("/" + port));
    }

    private static String sentence(SipBridgeConfig config, Throwable e) {
        String where = "UDP port " + config.port() + " on " + config.bind().getHostAddress();
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                String why = String.valueOf(cause.getMessage());
                return why.contains("in use")
                        ? "SIP " + where + " is already in use."
                        : "SIP " + where + " cannot be opened: " + why + ".";
            }
        }
        return "SIP " + where + " cannot be opened: " + e.getMessage() + ".";
    }

    private static Properties settings(String name, SipBridgeConfig config) {
        Properties p = new Properties();
        p.setProperty("javax.sip.STACK_NAME", name);
        p.setProperty("javax.sip.AUTOMATIC_DIALOG_SUPPORT", "off");
        p.setProperty("gov.nist.javax.sip.AUTOMATIC_DIALOG_ERROR_HANDLING", "false");
        p.setProperty("gov.nist.javax.sip.THREAD_POOL_SIZE", "1");
        p.setProperty("gov.nist.javax.sip.REENTRANT_LISTENER", "true");
        p.setProperty("gov.nist.javax.sip.RECEIVE_UDP_BUFFER_SIZE", "4194304");
        p.setProperty("gov.nist.javax.sip.SEND_UDP_BUFFER_SIZE", "4194304");
        // one byte more than the guard lets through, so that a cut datagram is seen to be too long
        p.setProperty(
                "gov.nist.javax.sip.MAX_MESSAGE_SIZE",
                Integer.toString(config.limits().maxDatagramBytes() + 1));
        p.setProperty("gov.nist.javax.sip.AGGRESSIVE_CLEANUP", "true");
        p.setProperty("gov.nist.javax.sip.RELEASE_REFERENCES_STRATEGY", "Normal");
        p.setProperty("gov.nist.javax.sip.STACK_LOGGER", StackLog.class.getName());
        p.setProperty("gov.nist.javax.sip.SERVER_LOGGER", MessageLog.class.getName());
        p.setProperty("gov.nist.javax.sip.NETWORK_LAYER", GuardedNetworkLayer.class.getName());
        p.setProperty("gov.nist.javax.sip.MESSAGE_PARSER_FACTORY", GuardedParserFactory.class.getName());
        p.setProperty("gov.nist.javax.sip.PATCH_RPORT", "true");
        return p;
    }

    SipPort port() {
        return port;
    }

    SipHealth health(boolean closed, int calls) {
        if (closed) {
            return new SipHealth(false, "the SIP bridge is closed", calls);
        }
        for (Thread thread : threads) {
            if (!thread.isAlive()) {
                return new SipHealth(false, "the SIP thread " + thread.getName() + " has died", calls);
            }
        }
        return threads.size() < THREADS
                ? new SipHealth(false, "the SIP stack did not start its threads", calls)
                : new SipHealth(true, "the SIP port is open", calls);
    }

    @Override
    public void close() {
        try {
            SipProvider provider = port.provider();
            for (ListeningPoint point : provider.getListeningPoints()) {
                stack.deleteListeningPoint(point);
            }
            stack.deleteSipProvider(provider);
        } catch (ObjectInUseException e) {
            LOG.debugf("the stack still had work when it was closed: %s", e.getMessage());
        }
        stack.stop();
        StackContext.forget(name);
    }
}
