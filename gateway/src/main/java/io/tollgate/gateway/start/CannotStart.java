package io.tollgate.gateway.start;

/** The start cannot go on; the message is the one sentence for the operator. */
public final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CannotStart(String sentence) {
        super(sentence);
    }
}
