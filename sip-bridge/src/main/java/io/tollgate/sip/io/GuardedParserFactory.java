package io.tollgate.sip.io;

import gov.nist.javax.sip.SipStackImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.tollgate.sip.io.SipCounters.OfPort;
import java.text.ParseException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Parsers that count what they cannot read instead of throwing; the stack creates the factory by name. */
public final class GuardedParserFactory implements MessageParserFactory {

    private static final Logger LOG = Logger.getLogger(GuardedParserFactory.class);

    /** For the stack. */
    public GuardedParserFactory() {}

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return new GuardedParser(
                StackContext.of(((SipStackImpl) stack).getStackName()).counters());
    }

    /** A null message makes the stack drop the datagram in silence. */
    private static final class GuardedParser implements MessageParser {
        private final SipCounters counters;
        private final StringMsgParser parser = new StringMsgParser();

        GuardedParser(SipCounters counters) {
            this.counters = counters;
        }

        @Override
        @SuppressWarnings("NullAway") // the stack's own contract: null for a message to be dropped
        public @Nullable SIPMessage parseSIPMessage(
                byte[] bytes, boolean readBody, boolean strict, @Nullable ParseExceptionListener handler)
                throws ParseException {
            if (handler == null) { // the stack re-reads bytes of its own
                return parser.parseSIPMessage(bytes, readBody, strict, null);
            }
            try {
                return parser.parseSIPMessage(bytes, readBody, strict, handler);
            } catch (ParseException | RuntimeException | StackOverflowError e) {
                counters.count(OfPort.MALFORMED);
                LOG.debugf("dropped a message that cannot be parsed: %s", e.getMessage());
                return null;
            }
        }
    }
}
