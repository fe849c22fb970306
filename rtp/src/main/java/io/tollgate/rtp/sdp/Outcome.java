package io.tollgate.rtp.sdp;

/** The result of a negotiation: what both sides will use, or the reason why there is no such thing. */
public sealed interface Outcome<T> {
    /** Both sides agree on this. */
    record Agreed<T>(T value) implements Outcome<T> {}

    /** They do not. */
    record Refused<T>(Refusal refusal) implements Outcome<T> {}
}
