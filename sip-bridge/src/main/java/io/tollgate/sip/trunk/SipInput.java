package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.DigestChallenge;
import io.tollgate.sip.cause.SipReason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can happen to a trunk call. */
public sealed interface SipInput {

    /**
     * A response of the carrier, reduced to what matters.
     *
     * @param method and {@code cseq} name the request that it answers
     * @param toTag the carrier's tag, or null
     * @param sdp its session description, or null
     * @param contact the URI of its Contact, or null
     * @param recordRoutes Record-Route values in the order of the message
     * @param reasons Reason headers
     * @param challenges what a 401 or 407 asks for, as far as we can answer it
     * @param sessionExpires session timer, or null
     * @param allowsUpdate whether its Allow lists UPDATE
     */
    record Response(
            int status,
            String phrase,
            String method,
            long cseq,
            @Nullable String toTag,
            @Nullable String sdp,
            @Nullable String contact,
            List<String> recordRoutes,
            List<SipReason> reasons,
            List<DigestChallenge> challenges,
            @Nullable SessionExpires sessionExpires,
            boolean allowsUpdate)
            implements SipInput {}

    /**
     * A request of the carrier within the call.
     *
     * @param key the edge's name for its server transaction
     * @param toTag tag of To, or null on an initial INVITE
     * @param contentType of the body, or null
     * @param body the body, or null
     * @param required option tags of Require
     * @param supportsTimer whether Supported lists {@code timer}
     */
    record Request(
            String key,
            String method,
            long cseq,
            @Nullable String toTag,
            @Nullable String contentType,
            @Nullable String body,
            @Nullable String contact,
            List<String> recordRoutes,
            List<String> required,
            List<SipReason> reasons,
            @Nullable SessionExpires sessionExpires,
            boolean supportsTimer,
            boolean allowsUpdate)
            implements SipInput {

        /** The body if it is a session description, else null. */
        public @Nullable String sdp() {
            return contentType != null && contentType.equalsIgnoreCase("application/sdp") ? body : null;
        }
    }

    /** A client transaction of ours got no final response, or could not be sent. */
    record Unreachable(String method, long cseq, String why) implements SipInput {}

    /** Time passed; the state's deadline may be due. */
    record Tick() implements SipInput {}

    /** Command: end the call, with CANCEL, BYE or a refusal, whatever fits. */
    record HangUp(SipReason reason) implements SipInput {}

    /** Command: send 180 (inbound). */
    record Ring() implements SipInput {}

    /** Command: send 183 with a session description (inbound). */
    record Announce(String sdp) implements SipInput {}

    /** Command: answer with 200 (inbound). */
    record Answer(String sdp) implements SipInput {}

    /**
     * Command: refuse (inbound).
     *
     * @param status 300-699
     * @param headers such as Retry-After
     */
    record Reject(int status, String phrase, @Nullable SipReason reason, List<SipHeader> headers) implements SipInput {}

    /** The answer to {@link SipAction.AskAnswer}; null refuses. */
    record OfferAnswered(String key, String offer, @Nullable String answer) implements SipInput {}
}
