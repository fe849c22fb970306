package io.tollgate.sip.trunk;

import io.tollgate.sip.auth.SipCredentials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One carrier interconnect.
 *
 * @param id stable name in configuration, counters and logs
 * @param host name or address that calls are sent to; an IPv6 address without brackets
 * @param port 1-65535
 * @param transport how messages travel
 * @param sources addresses that the carrier's messages come from; a message from elsewhere is dropped unanswered, so
 *     {@code host} must be among them (an address literal in {@code host} counts without being listed)
 * @param auth credentials for digest, or null when the carrier knows us by address
 * @param codecs preferred first, by the names of an SDP rtpmap ({@code PCMA}, {@code PCMU})
 * @param maxChannels calls at once; the call controller enforces it
 * @param fromDomain domain of From and asserted identity, or null for our own address
 * @param callerIdStyle where the caller's number goes
 * @param numberFormat how numbers are written
 */
public record Trunk(
        String id,
        String host,
        int port,
        Transport transport,
        List<CidrBlock> sources,
        @Nullable SipCredentials auth,
        List<String> codecs,
        int maxChannels,
        @Nullable String fromDomain,
        CallerIdStyle callerIdStyle,
        NumberFormat numberFormat) {

    public Trunk {
        sources = List.copyOf(sources);
        codecs = List.copyOf(codecs);
        if (id.isBlank() || host.isBlank() || port < 1 || port > 65535 || maxChannels < 1) {
            throw new IllegalArgumentException("trunk '" + id + "' needs an id, a host, a port and channels");
        }
        if (!host.chars().allMatch(c -> Character.isLetterOrDigit(c) || ".-:_".indexOf(c) >= 0)) {
            throw new IllegalArgumentException("trunk '" + id + "' has a host that is no name or address: " + host);
        }
    }

    /** Host and port as a SIP URI writes them. */
    public String hostPort() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + (port == 5060 ? "" : ":" + port);
    }
}
