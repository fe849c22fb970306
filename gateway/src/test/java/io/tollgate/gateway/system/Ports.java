package io.tollgate.gateway.system;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/** Ports that nobody uses, below the range from which the kernel serves outgoing connections. */
final class Ports {
    private static final int FIRST = 10_000;
    private static final int LAST = 16_900;
    private static final int TRIES = 200;

    private Ports() {}

    /** A free port, for UDP and TCP, with as many free ones behind it as are needed together. */
    static int free(int together) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(FIRST, LAST) & ~1;
            boolean free = true;
            for (int port = first; port < first + together && free; port++) {
                free = isFree(port);
            }
            if (free) {
                return first;
            }
        }
        throw new IllegalStateException("no free port between " + FIRST + " and " + LAST);
    }

    /** Whether nobody uses any of them. */
    static boolean areFree(int... ports) {
        return Arrays.stream(ports).allMatch(Ports::isFree);
    }

    private static boolean isFree(int port) {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(port)) {
            tcp.bind(at);
            return udp.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
