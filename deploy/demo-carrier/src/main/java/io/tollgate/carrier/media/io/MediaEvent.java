package io.tollgate.carrier.media.io;

/** What the media thread reports about a session. */
public sealed interface MediaEvent {
    /** The call. */
    String callId();

    /** RTP arrived; at most once a second. */
    record Heard(String callId) implements MediaEvent {}

    /** A key was pressed. */
    record Digit(String callId, char digit, Source source) implements MediaEvent {}

    /** Where a digit was found. */
    enum Source {
        TELEPHONE_EVENT,
        TONE
    }
}
