package io.tollgate.rtp.sdp;

/**
 * The {@code o=} line (RFC 8866 section 5.2).
 *
 * @param sessionId digits; kept as text because peers write numbers beyond 64 bits
 * @param version digits; ours counts up by one for every changed description (RFC 3264 section 8)
 * @param addressType {@code IP4} or {@code IP6}
 */
public record Origin(String username, String sessionId, String version, String addressType, String address) {
    String line() {
        return "o=" + username + " " + sessionId + " " + version + " IN " + addressType + " " + address;
    }
}
