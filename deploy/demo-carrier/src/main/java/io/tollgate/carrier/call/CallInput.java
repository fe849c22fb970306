package io.tollgate.carrier.call;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.number.Refusal;
import io.tollgate.carrier.number.Script;

/** What happens to a call. */
public sealed interface CallInput {
    /** A deadline may have passed. */
    record Time() implements CallInput {}

    /** The gateway cancelled its INVITE. */
    record Cancelled(int q850, String text) implements CallInput {}

    /** The gateway hung up. */
    record Bye(int q850, String text) implements CallInput {}

    /** RTP arrived. */
    record Heard() implements CallInput {}

    /** A provisional answer to our INVITE above 100. */
    record Provisional(int status) implements CallInput {}

    /** A 2xx to our INVITE, with a session description that can be used. */
    record Accepted() implements CallInput {}

    /** A 2xx to our INVITE whose session description is of no use. */
    record AcceptedUnusable(String why) implements CallInput {}

    /** A final refusal of our INVITE. */
    record Rejected(int status, int q850, String text) implements CallInput {}

    /** The transaction failed: no answer at all, or no route. */
    record Failed(String why) implements CallInput {}

    /** The operator, or the end of the program, ends the call. */
    record HangUp() implements CallInput {}

    /** How a call begins. */
    sealed interface Beginning {
        /** An INVITE that shall follow this script. */
        record Incoming(Script script) implements Beginning {}

        /** An INVITE that is refused whatever its number. */
        record Unacceptable(Refusal refusal) implements Beginning {}

        /** A call that we place: what it plays, and for how long after the answer. */
        record Outgoing(Program program, long talkMs) implements Beginning {}
    }
}
