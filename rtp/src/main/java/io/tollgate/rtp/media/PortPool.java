package io.tollgate.rtp.media;

import java.util.ArrayDeque;

/** Even ports of the trunks' range. A port that was given back waits behind all others, so late packets find nobody. */
final class PortPool {
    private final ArrayDeque<Integer> free = new ArrayDeque<>();

    PortPool(int min, int max) {
        for (int port = min + (min & 1); port + 1 <= max; port += 2) {
            free.add(port);
        }
    }

    /** An even port, or 0 when none is free. */
    synchronized int take() {
        Integer port = free.poll();
        return port == null ? 0 : port;
    }

    synchronized void give(int port) {
        free.add(port);
    }

    synchronized int available() {
        return free.size();
    }
}
