package io.tollgate.rtp.sdp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;

/**
 * The {@code c=} line (RFC 8866 section 5.7).
 *
 * @param addressType {@code IP4} or {@code IP6}
 * @param address an address literal or a host name; multicast suffixes are kept as written
 */
public record Connection(String addressType, String address) {
    /** The line that names this address. */
    public static Connection of(InetAddress address) {
        return new Connection(address instanceof Inet4Address ? "IP4" : "IP6", literal(address));
    }

    /**
     * The address, when it is a literal. Host names are not resolved: that would be a blocking look-up steered by a
     * peer.
     */
    public Optional<InetAddress> literalAddress() {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            boolean typed = addressType.equals(parsed instanceof Inet4Address ? "IP4" : "IP6");
            return typed && !parsed.isMulticastAddress() ? Optional.of(parsed) : Optional.empty();
        } catch (IllegalArgumentException notALiteral) {
            return Optional.empty();
        }
    }

    String line() {
        return "c=IN " + addressType + " " + address;
    }

    /** The address without the zone that the JDK appends to link-local IPv6 addresses. */
    static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }
}
