package io.tollgate.overlay.peer.io;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/** The addresses of this host that are worth a candidate. */
final class LocalAddresses {
    /** A host with more has virtual ones; each costs a socket and a check per remote candidate. */
    private static final int MAX = 8;

    /**
     * Addresses of the interfaces that are up, IPv4 before IPv6.
     *
     * @param withLoopback also 127.0.0.1, first: for a gateway on this very host (RFC 8445 section 5.1.1.1 leaves it
     *     out otherwise)
     */
    static List<InetAddress> list(boolean withLoopback) throws IOException {
        List<InetAddress> four = new ArrayList<>();
        List<InetAddress> six = new ArrayList<>();
        for (NetworkInterface card : NetworkInterface.networkInterfaces().toList()) {
            if (!card.isUp() || card.isLoopback()) {
                continue;
            }
            card.inetAddresses()
                    .filter(a -> !a.isLinkLocalAddress() && !a.isMulticastAddress() && !a.isAnyLocalAddress())
                    .forEach(a -> (a.getAddress().length == 4 ? four : six).add(a));
        }
        List<InetAddress> all = new ArrayList<>();
        if (withLoopback || (four.isEmpty() && six.isEmpty())) {
            all.add(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        }
        all.addAll(four);
        all.addAll(six);
        return all.stream().limit(MAX).toList();
    }

    private LocalAddresses() {}
}
