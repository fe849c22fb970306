package io.tollgate.carrier.sip.io;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.parser.MessageParser;
import gov.nist.javax.sip.parser.MessageParserFactory;
import gov.nist.javax.sip.parser.ParseExceptionListener;
import gov.nist.javax.sip.parser.StringMsgParser;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.text.ParseException;

/**
 * Stands before JAIN-SIP's parser and turns away what would end its UDP thread: messages beyond 16 KB, and brackets
 * nested so deeply that its recursion overflows the stack. JAIN makes it by name.
 */
public final class BoundedParserFactory implements MessageParserFactory {
    /** Longest message; a real INVITE is a tenth of it. */
    static final int MAX_BYTES = 16_384;

    /** Deepest nesting of round brackets and angles; a real header has one. */
    static final int MAX_NESTING = 8;

    @Override
    public MessageParser createMessageParser(SIPTransactionStack stack) {
        return new Bounded(new StringMsgParser());
    }

    /** True when the parser can be let at these octets. */
    static boolean isHarmless(byte[] message) {
        if (message.length > MAX_BYTES) {
            return false;
        }
        int depth = 0;
        for (byte b : message) {
            switch (b) {
                case '(', '<' -> depth++;
                case ')', '>' -> depth = Math.max(0, depth - 1);
                case '\n' -> depth = 0;
                default -> {}
            }
            if (depth > MAX_NESTING) {
                return false;
            }
        }
        return true;
    }

    private record Bounded(MessageParser parser) implements MessageParser {
        @Override
        public SIPMessage parseSIPMessage(
                byte[] message, boolean readBody, boolean strict, ParseExceptionListener listener)
                throws ParseException {
            if (!isHarmless(message)) {
                throw new ParseException("refused before parsing", 0);
            }
            try {
                return parser.parseSIPMessage(message, readBody, strict, listener);
            } catch (StackOverflowError | RuntimeException e) {
                throw new ParseException("parser gave up: " + e, 0);
            }
        }
    }
}
