package io.tollgate.overlay.ice;

import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** A network and a clock for tests: seeded loss, duplication and reordering, no real time. */
final class VirtualNetwork {
    /** Somebody at one address or more. */
    interface Host {
        void onDatagram(byte[] datagram, InetSocketAddress at, InetSocketAddress from, long nowNs);

        void onTime(long nowNs);

        OptionalLong deadlineNs(long nowNs);
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Flight(long arrivesNs, long order, byte[] datagram, InetSocketAddress from, InetSocketAddress to) {}

    private final SplittableRandom random;
    private double loss;
    private final double duplication;
    private final long maxDelayNs;
    private final Map<InetSocketAddress, Host> hosts = new HashMap<>();
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::arrivesNs).thenComparingLong(Flight::order));
    private UnaryOperator<InetSocketAddress> nat = UnaryOperator.identity();
    private final Map<InetSocketAddress, InetSocketAddress> natBack = new HashMap<>();
    private boolean cut;
    private long order;
    long nowNs = 1_000_000_000_000L;
    long sent;

    VirtualNetwork(long seed, double loss, double duplication, long maxDelayNs) {
        this.random = new SplittableRandom(seed);
        this.loss = loss;
        this.duplication = duplication;
        this.maxDelayNs = maxDelayNs;
    }

    void attach(InetSocketAddress address, Host host) {
        hosts.put(address, host);
    }

    /** From now on datagrams from {@code inside} seem to come from {@code outside}, and answers find back. */
    void translate(InetSocketAddress inside, InetSocketAddress outside) {
        nat = address -> address.equals(inside) ? outside : address;
        natBack.clear();
        natBack.put(outside, inside);
    }

    void loseFromNowOn(double share) {
        loss = share;
    }

    void cut() {
        cut = true;
        flights.clear();
    }

    void send(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
        sent++;
        InetSocketAddress seenFrom = nat.apply(from);
        InetSocketAddress realTo = natBack.getOrDefault(to, to);
        int copies = random.nextDouble() < duplication ? 2 : 1;
        for (int i = 0; i < copies; i++) {
            if (!cut && random.nextDouble() >= loss) {
                long delay = maxDelayNs == 0 ? 0 : random.nextLong(maxDelayNs);
                flights.add(new Flight(nowNs + delay, order++, datagram, seenFrom, realTo));
            }
        }
    }

    /** Runs everything that happens in the next {@code durationNs}. */
    void run(long durationNs) {
        long endNs = nowNs + durationNs;
        for (Host host : hosts.values().stream().distinct().toList()) {
            host.onTime(nowNs);
        }
        for (int steps = 0; ; steps++) {
            if (steps > 200_000) {
                throw new AssertionError("the agents keep one another busy without end");
            }
            long nextNs = nextEventNs();
            if (nextNs - endNs > 0) {
                nowNs = endNs;
                return;
            }
            nowNs = Math.max(nowNs, nextNs);
            Flight flight = flights.peek();
            if (flight != null && flight.arrivesNs - nowNs <= 0) {
                flights.poll();
                Host host = hosts.get(flight.to);
                if (host != null) {
                    host.onDatagram(flight.datagram, flight.to, flight.from, nowNs);
                }
            }
            for (Host host : hosts.values().stream().distinct().toList()) {
                OptionalLong deadline = host.deadlineNs(nowNs);
                if (deadline.isPresent() && deadline.getAsLong() - nowNs <= 0) {
                    host.onTime(nowNs);
                }
            }
        }
    }

    private long nextEventNs() {
        long next = flights.isEmpty() ? Long.MAX_VALUE : flights.peek().arrivesNs;
        for (Host host : hosts.values()) {
            OptionalLong deadline = host.deadlineNs(nowNs);
            if (deadline.isPresent()) {
                next = Math.min(next, deadline.getAsLong());
            }
        }
        return next;
    }
}
