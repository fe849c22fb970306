package io.tollgate.carrier.call;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.number.Refusal;

/** What is to be done about a call. */
public sealed interface CallAction {
    /** Answer the INVITE with 180. */
    record Ring() implements CallAction {}

    /** Answer the INVITE with 183 and our session description. */
    record Progress() implements CallAction {}

    /** Answer the INVITE with 200 and our session description. */
    record Answer() implements CallAction {}

    /** Refuse the INVITE. */
    record Refuse(Refusal refusal) implements CallAction {}

    /** Answer the cancelled INVITE with 487. */
    record Terminate() implements CallAction {}

    /** Send CANCEL for our INVITE. */
    record Cancel() implements CallAction {}

    /** Send BYE. */
    record Bye(int q850, String text) implements CallAction {}

    /** Play this from now on. */
    record Play(Program program) implements CallAction {}

    /** The call is over: close media and recordings. */
    record Close() implements CallAction {}

    /** Tell the event feed. */
    record Tell(Told event) implements CallAction {}

    /** Kinds of lines in the event feed that the machine itself writes. */
    enum Told {
        RINGING,
        PROGRESS,
        ANSWERED,
        CANCELLED,
        REFUSED,
        BYE,
        FAILED
    }
}
