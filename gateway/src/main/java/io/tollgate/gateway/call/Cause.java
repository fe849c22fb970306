package io.tollgate.gateway.call;

/**
 * Why a call ended: the closed list from which the SIP status towards a carrier, the Q.850 cause, the words on the
 * caller's screen, the CDR and the metric are all derived.
 *
 * <p>Status and Q.850 pairs follow RFC 3398 sections 7.2.4.1 and 8.2.6.1 where they name one.
 */
public enum Cause {
    /** Both talked, one hung up. */
    NORMAL("normal", 200, 16, "Call ended."),
    /** The caller hung up before there was an answer. */
    CANCELLED("cancelled", 487, 16, "You hung up before there was an answer."),
    BUSY("busy", 486, 17, "The line is busy."),
    NO_ANSWER("no-answer", 408, 19, "Nobody answered."),
    DECLINED("declined", 603, 21, "The call was declined."),
    UNALLOCATED("unallocated", 404, 1, "This number is not in use."),
    NUMBER_CHANGED("number-changed", 410, 22, "The number has changed."),
    INVALID_NUMBER("invalid-number", 484, 28, "This is not a complete phone number."),
    FORBIDDEN("forbidden", 403, 21, "The carrier does not allow this call."),
    NOT_ACCEPTABLE("not-acceptable", 488, 79, "The other side cannot carry this kind of call."),
    CARRIER_TIMEOUT("carrier-timeout", 408, 102, "The carrier did not respond."),
    CARRIER_FAILURE("carrier-failure", 503, 34, "The carrier could not place the call. Please try again later."),

    /** Refused before a trunk was touched. */
    NO_CREDIT("no-credit", 402, 21, "There is not enough credit for this call."),
    UNKNOWN_DESTINATION("unknown-destination", 404, 3, "There is no rate for this destination."),
    BLOCKED_DESTINATION("blocked-destination", 403, 21, "Calls to this destination are blocked."),
    EMERGENCY(
            "emergency",
            403,
            21,
            "Emergency numbers cannot be called from here. Use an ordinary phone to reach the emergency services."),
    ACCOUNT_CLOSED("account-closed", 403, 21, "This account cannot place calls."),
    NO_TRUNK("no-trunk", 503, 34, "No line to this destination is available right now."),
    TOO_MANY_CALLS("too-many-calls", 503, 42, "Too many calls at once."),
    BAD_OFFER("bad-offer", 488, 88, "This device cannot be connected: its media offer was not usable."),

    /** Refused by a rule of the operator's, one cause for each. */
    DENIED_KIND("denied-kind", 403, 21, "This account cannot call numbers of this kind."),
    DENIED_PREFIX("denied-prefix", 403, 21, "This account cannot call numbers that begin like this."),
    RATE_CEILING("rate-ceiling", 403, 21, "Calls to this destination cost more a minute than this account allows."),
    CONCURRENT_CALLS("concurrent-calls", 403, 21, "This account has as many calls in progress as it may have."),
    NEW_DESTINATIONS(
            "new-destinations", 403, 21, "Too many numbers that were never called before. Please wait an hour."),
    SHORT_CALLS("short-calls", 403, 21, "Too many very short calls. Please wait some minutes."),
    DAILY_SPEND("daily-spend", 403, 21, "What this account may spend in a day is used up."),
    MONTHLY_SPEND("monthly-spend", 403, 21, "What this account may spend in a month is used up."),
    UNUSUAL_SPEND(
            "unusual-spend",
            403,
            21,
            "This account was suspended because far more was spent than usual. Please ask the operator."),

    /** While talking. */
    CREDIT_EXHAUSTED("credit-exhausted", 200, 16, "The credit ran out."),
    SPENDING_CEILING("spending-ceiling", 200, 16, "What this account may spend is used up."),
    LONGEST_CALL("longest-call", 200, 16, "The call reached the longest time that is allowed."),
    MEDIA_LOST("media-lost", 200, 41, "The connection was lost."),
    OPERATOR("operator", 200, 16, "The operator ended the call."),
    SHUTDOWN("shutdown", 503, 38, "The gateway was shut down."),
    /** The gateway died or could not carry on; the call was settled from its journal. */
    GATEWAY_FAILURE("gateway-failure", 500, 41, "The gateway failed during this call."),

    /** Inbound only. */
    NOBODY_THERE("nobody-there", 480, 20, "Nobody is signed in for this number."),
    ANSWERED_ELSEWHERE("answered-elsewhere", 200, 26, "Answered on another device.");

    private final String word;
    private final int sipStatus;
    private final int q850;
    private final String words;

    Cause(String word, int sipStatus, int q850, String words) {
        this.word = word;
        this.sipStatus = sipStatus;
        this.q850 = q850;
        this.words = words;
    }

    /** The stable word of the CDR, the protocol and the metric. */
    public String word() {
        return word;
    }

    /** The SIP status that tells a carrier the same thing; 200 when the call ends by BYE. */
    public int sipStatus() {
        return sipStatus;
    }

    /** The cause value of ITU-T Q.850. */
    public int q850() {
        return q850;
    }

    /** One sentence for a person. */
    public String words() {
        return words;
    }
}
