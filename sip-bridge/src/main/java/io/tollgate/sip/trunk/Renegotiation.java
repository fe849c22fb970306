package io.tollgate.sip.trunk;

import org.jspecify.annotations.Nullable;

/** Answers a carrier's re-INVITE or UPDATE; called on the call's own lane, so it may wait for the media side. */
public interface Renegotiation {

    /** Refuses every change with 488. */
    Renegotiation REFUSE = offer -> null;

    /** The answer to an offer, or null to refuse it (488, the session stays as it is). */
    @Nullable
    String answer(String offer);

    /** The carrier's answer to the offer that we repeated on a re-INVITE without one. */
    default void answered(String sdp) {}
}
