package io.tollgate.sip.io;

/** The bridge could not open its port; the message is one sentence for the operator. */
public final class SipStartException extends RuntimeException {
    SipStartException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
