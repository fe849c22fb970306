package io.tollgate.sip.io;

import io.tollgate.sip.trunk.CallTimers;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the bridge listens and how it presents itself.
 *
 * @param bind local address
 * @param port UDP port, 1-65535
 * @param advertised what Via, Contact and From say instead of {@code bind}, or null; needed behind NAT and when
 *     {@code bind} is the wildcard
 * @param userAgent User-Agent of requests, Server of responses
 */
public record SipBridgeConfig(
        InetAddress bind,
        int port,
        @Nullable InetAddress advertised,
        String userAgent,
        SipLimits limits,
        CallTimers timers) {

    public SipBridgeConfig {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("SIP port " + port + " is out of range");
        }
        if (bind.isAnyLocalAddress() && advertised == null) {
            throw new IllegalArgumentException("binding SIP to every address needs an advertised address");
        }
    }

    /** The usual limits and timers. */
    public static SipBridgeConfig of(InetAddress bind, int port, @Nullable InetAddress advertised, String userAgent) {
        return new SipBridgeConfig(bind, port, advertised, userAgent, SipLimits.DEFAULT, CallTimers.DEFAULT);
    }

    /** Our own host, as a SIP URI writes it. */
    String host() {
        String text = (advertised == null ? bind : advertised).getHostAddress();
        return text.indexOf(':') >= 0 ? "[" + text + "]" : text;
    }

    String hostPort() {
        return host() + ":" + port;
    }
}
