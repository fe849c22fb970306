package io.tollgate.sip.trunk;

import org.jspecify.annotations.Nullable;

/** What a trunk call reports, in order; {@link Ended} comes exactly once and last. */
public sealed interface TrunkEvent {

    /** When it happened. */
    Moment at();

    /** 100: the carrier has the call (outbound). */
    record Trying(Moment at) implements TrunkEvent {}

    /** 180, 181 or 182 without media of its own: ring locally (outbound). */
    record Ringing(Moment at, int status) implements TrunkEvent {}

    /** A provisional response with a session description: play what the carrier sends (outbound). */
    record EarlyMedia(Moment at, int status, String sdp) implements TrunkEvent {}

    /** 200: answered, talk time begins (outbound). */
    record Answered(Moment at, String sdp) implements TrunkEvent {}

    /**
     * The carrier acknowledged our 200, talk time begins (inbound).
     *
     * @param sdp the answer, if the offer was ours (the INVITE came without one), else null
     */
    record Confirmed(Moment at, @Nullable String sdp) implements TrunkEvent {}

    /** The carrier changed the session (hold, resume, other media); {@code answer} is what we agreed to. */
    record Reoffered(Moment at, String offer, String answer) implements TrunkEvent {}

    /** The call is over. */
    record Ended(Moment at, SipEnd end) implements TrunkEvent {}
}
