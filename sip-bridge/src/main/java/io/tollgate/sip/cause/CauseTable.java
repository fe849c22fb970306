package io.tollgate.sip.cause;

import java.util.Map;

/**
 * SIP status ↔ Q.850 cause, total in both directions.
 *
 * <p>Status to cause follows RFC 3398 section 8.2.6.1, cause to status its section 7.2.4.1. What the RFC leaves open
 * (3xx, codes younger than it) takes the nearest cause and else the class's general one.
 */
public final class CauseTable {

    /** Q.850 cause of a call that ended as calls should. */
    public static final int NORMAL_CLEARING = 16;

    private record Row(int q850, String word, String phrase) {}

    private static final Map<Integer, Row> BY_STATUS = Map.ofEntries(
            row(200, 16, "normal", "OK"),
            row(300, 31, "redirected", "Multiple Choices"),
            row(301, 22, "number-changed", "Moved Permanently"),
            row(302, 31, "redirected", "Moved Temporarily"),
            row(305, 31, "redirected", "Use Proxy"),
            row(380, 31, "redirected", "Alternative Service"),
            row(400, 41, "bad-request", "Bad Request"),
            row(401, 21, "authentication-refused", "Unauthorized"),
            row(402, 21, "rejected", "Payment Required"),
            row(403, 21, "forbidden", "Forbidden"),
            row(404, 1, "unallocated-number", "Not Found"),
            row(405, 63, "not-supported", "Method Not Allowed"),
            row(406, 79, "not-supported", "Not Acceptable"),
            row(407, 21, "authentication-refused", "Proxy Authentication Required"),
            row(408, 102, "timeout", "Request Timeout"),
            row(410, 22, "number-changed", "Gone"),
            row(413, 127, "not-supported", "Request Entity Too Large"),
            row(414, 127, "not-supported", "Request-URI Too Long"),
            row(415, 79, "not-supported", "Unsupported Media Type"),
            row(416, 127, "not-supported", "Unsupported URI Scheme"),
            row(420, 127, "not-supported", "Bad Extension"),
            row(421, 127, "not-supported", "Extension Required"),
            row(422, 127, "not-supported", "Session Interval Too Small"),
            row(423, 127, "not-supported", "Interval Too Brief"),
            row(428, 21, "identity-refused", "Use Identity Header"),
            row(433, 21, "anonymous-refused", "Anonymity Disallowed"),
            row(436, 21, "identity-refused", "Bad Identity-Info"),
            row(437, 21, "identity-refused", "Unsupported Certificate"),
            row(438, 21, "identity-refused", "Invalid Identity Header"),
            row(480, 18, "unavailable", "Temporarily Unavailable"),
            row(481, 41, "call-lost", "Call/Transaction Does Not Exist"),
            row(482, 25, "routing-loop", "Loop Detected"),
            row(483, 25, "routing-loop", "Too Many Hops"),
            row(484, 28, "incomplete-number", "Address Incomplete"),
            row(485, 1, "ambiguous-number", "Ambiguous"),
            row(486, 17, "busy", "Busy Here"),
            row(487, 31, "cancelled", "Request Terminated"),
            row(488, 65, "media-refused", "Not Acceptable Here"),
            row(491, 41, "glare", "Request Pending"),
            row(493, 21, "rejected", "Undecipherable"),
            row(500, 41, "carrier-failure", "Server Internal Error"),
            row(501, 79, "not-supported", "Not Implemented"),
            row(502, 38, "carrier-failure", "Bad Gateway"),
            row(503, 41, "carrier-unavailable", "Service Unavailable"),
            row(504, 102, "timeout", "Server Time-out"),
            row(505, 127, "not-supported", "Version Not Supported"),
            row(513, 127, "not-supported", "Message Too Large"),
            row(580, 47, "no-resource", "Precondition Failure"),
            row(600, 17, "busy", "Busy Everywhere"),
            row(603, 21, "declined", "Decline"),
            row(604, 1, "unallocated-number", "Does Not Exist Anywhere"),
            row(606, 58, "media-refused", "Not Acceptable"),
            row(607, 21, "unwanted", "Unwanted"),
            row(608, 21, "rejected", "Rejected"));

    private static final Map<Integer, Integer> STATUS_BY_Q850 = Map.ofEntries(
            Map.entry(1, 404),
            Map.entry(2, 404),
            Map.entry(3, 404),
            Map.entry(16, 487),
            Map.entry(17, 486),
            Map.entry(18, 408),
            Map.entry(19, 480),
            Map.entry(20, 480),
            Map.entry(21, 403),
            Map.entry(22, 410),
            Map.entry(23, 410),
            Map.entry(25, 483),
            Map.entry(26, 404),
            Map.entry(27, 502),
            Map.entry(28, 484),
            Map.entry(29, 501),
            Map.entry(31, 480),
            Map.entry(34, 503),
            Map.entry(38, 503),
            Map.entry(41, 503),
            Map.entry(42, 503),
            Map.entry(47, 503),
            Map.entry(55, 403),
            Map.entry(57, 403),
            Map.entry(58, 503),
            Map.entry(65, 488),
            Map.entry(70, 488),
            Map.entry(79, 501),
            Map.entry(87, 403),
            Map.entry(88, 503),
            Map.entry(102, 504),
            Map.entry(111, 500),
            Map.entry(127, 500));

    private static final Map<Integer, String> TEXT_BY_Q850 = Map.ofEntries(
            Map.entry(1, "Unallocated (unassigned) number"),
            Map.entry(2, "No route to specified transit network"),
            Map.entry(3, "No route to destination"),
            Map.entry(16, "Normal call clearing"),
            Map.entry(17, "User busy"),
            Map.entry(18, "No user responding"),
            Map.entry(19, "No answer from user (user alerted)"),
            Map.entry(20, "Subscriber absent"),
            Map.entry(21, "Call rejected"),
            Map.entry(22, "Number changed"),
            Map.entry(25, "Exchange routing error"),
            Map.entry(26, "Non-selected user clearing"),
            Map.entry(27, "Destination out of order"),
            Map.entry(28, "Invalid number format"),
            Map.entry(31, "Normal, unspecified"),
            Map.entry(34, "No circuit/channel available"),
            Map.entry(38, "Network out of order"),
            Map.entry(41, "Temporary failure"),
            Map.entry(42, "Switching equipment congestion"),
            Map.entry(47, "Resource unavailable, unspecified"),
            Map.entry(58, "Bearer capability not presently available"),
            Map.entry(63, "Service or option not available"),
            Map.entry(65, "Bearer capability not implemented"),
            Map.entry(79, "Service or option not implemented"),
            Map.entry(88, "Incompatible destination"),
            Map.entry(102, "Recovery on timer expiry"),
            Map.entry(111, "Protocol error, unspecified"),
            Map.entry(127, "Interworking, unspecified"));

    private CauseTable() {}

    /**
     * The Q.850 cause that a final status stands for.
     *
     * @param status a SIP status, 200-699
     * @return 1-127, never 0
     */
    public static int q850Of(int status) {
        return rowOf(status).q850();
    }

    /** The SIP status (400-604) that a Q.850 cause is signalled with; 500 for a cause nobody assigned. */
    public static int statusOf(int q850) {
        Integer known = STATUS_BY_Q850.get(q850);
        if (known != null) {
            return known;
        }
        return switch (q850 >> 4) { // Q.850 table 1: the upper three bits are the class
            case 0, 1 -> 480;
            case 2 -> 503;
            case 3, 4, 5 -> 501;
            default -> 500;
        };
    }

    /** A stable lower-case word for the outcome: what CDRs, metrics and scripts compare with. */
    public static String wordOf(int status) {
        return rowOf(status).word();
    }

    /** The reason phrase RFC 3261 section 21 gives a status, or its class's name. */
    public static String phraseOf(int status) {
        return rowOf(status).phrase();
    }

    /** What Q.850 calls a cause, in its own words. */
    public static String textOf(int q850) {
        return TEXT_BY_Q850.getOrDefault(q850, "Cause " + q850);
    }

    private static Row rowOf(int status) {
        Row known = BY_STATUS.get(status);
        if (known != null) {
            return known;
        }
        return switch (status / 100) {
            case 2 -> new Row(16, "normal", "OK");
            case 3 -> new Row(31, "redirected", "Redirection");
            case 4 -> new Row(41, "refused", "Client Error");
            case 5 -> new Row(41, "carrier-failure", "Server Error");
            case 6 -> new Row(21, "declined", "Global Failure");
            default -> new Row(127, "unknown", "Unknown");
        };
    }

    private static Map.Entry<Integer, Row> row(int status, int q850, String word, String phrase) {
        return Map.entry(status, new Row(q850, word, phrase));
    }
}
