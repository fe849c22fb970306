package io.tollgate.sip.io;

/** Takes calls from trunks. Called on the call's own lane (a virtual thread), never on the stack's threads. */
@FunctionalInterface
public interface InboundHandler {

    /** A trunk calls; {@code 100 Trying} is out. Attach with {@link InboundCall#listen} before returning. */
    void onInvite(InboundInvite invite);
}
