package io.tollgate.carrier.audio;

/** What the caller hears on an open line. */
public sealed interface Program {
    /** A voice over and over; with echo, mixed with what the caller says, 200 ms later and 6 dB down. */
    record Loop(Recording voice, boolean echo) implements Program {}

    /** A voice once, then silence. */
    record Once(Recording voice) implements Program {}

    /** Only what the caller says, as loud, 60 ms after it was spoken (its own packet and two more). */
    record Echo() implements Program {}

    /** Silence until DTMF digits came, which are then spoken. */
    record ReadDigits(Voices voices) implements Program {}
}
