package io.tollgate.sip.io;

import gov.nist.core.ServerLogger;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.Properties;
import javax.sip.SipStack;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** First lines of the stack's messages at trace level; the calls' ladders are fed by {@link WireTap}, on the socket. */
public final class MessageLog implements ServerLogger {

    private static final Logger LOG = Logger.getLogger("io.tollgate.sip.messages");

    /** For the stack. */
    public MessageLog() {}

    @Override
    public void closeLogFile() {}

    @Override
    public void logMessage(SIPMessage message, String from, String to, boolean sender, long time) {
        logMessage(message, from, to, null, sender);
    }

    @Override
    public void logMessage(
            SIPMessage message, String from, String to, @Nullable String status, boolean sender, long time) {
        logMessage(message, from, to, status, sender);
    }

    @Override
    public void logMessage(SIPMessage message, String from, String to, @Nullable String status, boolean sender) {
        if (LOG.isTraceEnabled()) {
            LOG.tracef("%s %s -> %s %s", sender ? "sent" : "received", from, to, message.getCSeq());
        }
    }

    @Override
    public void logException(Exception ex) {
        LOG.debug("the SIP stack met an exception", ex);
    }

    @Override
    public void setStackProperties(Properties properties) {}

    @Override
    public void setSipStack(SipStack stack) {}
}
