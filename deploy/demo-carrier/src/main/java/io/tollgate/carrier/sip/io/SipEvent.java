package io.tollgate.carrier.sip.io;

/** What the SIP side reports. Descriptions are the text of the body, empty when there was none. */
public sealed interface SipEvent {
    /** Of which leg. */
    SipLeg leg();

    /** A new call from the gateway. {@code dialled} is the user part as it came, {@code from} likewise. */
    record Invited(SipLeg.Incoming leg, String dialled, String from, String offer) implements SipEvent {}

    /** The gateway cancelled. */
    record Cancelled(SipLeg leg, Cause cause) implements SipEvent {}

    /** The gateway hung up. */
    record Bye(SipLeg leg, Cause cause) implements SipEvent {}

    /** The gateway re-negotiates an answered call; the offer waits for {@link SipLeg.Reoffer}'s answer. */
    record Reoffered(SipLeg leg, SipLeg.Reoffer reoffer, String offer) implements SipEvent {}

    /** A provisional response above 100 to our INVITE. */
    record Provisional(SipLeg leg, int status, String answer) implements SipEvent {}

    /** Our INVITE was answered; the ACK is sent. */
    record Accepted(SipLeg leg, String answer) implements SipEvent {}

    /** Our INVITE was refused. */
    record Rejected(SipLeg leg, int status, String phrase, Cause cause) implements SipEvent {}

    /** A transaction of the leg failed. */
    record Failed(SipLeg leg, String why) implements SipEvent {}

    /** A Reason header (RFC 3326): the Q.850 cause or 0, and the text or nothing. */
    record Cause(int q850, String text) {
        /** No Reason header. */
        static final Cause NONE = new Cause(0, "");
    }
}
