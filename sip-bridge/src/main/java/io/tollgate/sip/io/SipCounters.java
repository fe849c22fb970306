package io.tollgate.sip.io;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the bridge counts, one sentence each, since its start. */
public final class SipCounters {

    /** Counters of one trunk. */
    public enum OfTrunk {
        /** Calls we placed. */
        INVITES_OUT,
        /** Calls the carrier placed. */
        INVITES_IN,
        /** Calls of either direction that were answered. */
        ANSWERED,
        /** Final 3xx to calls we placed. */
        REFUSED_3XX,
        /** Final 4xx to calls we placed. */
        REFUSED_4XX,
        /** Final 5xx to calls we placed. */
        REFUSED_5XX,
        /** Final 6xx to calls we placed. */
        REFUSED_6XX,
        /** Messages that repeated one we had sent or received. */
        RETRANSMISSIONS,
        /** Requests within a call of another trunk, dropped. */
        WRONG_TRUNK
    }

    /** Counters of the port. */
    public enum OfPort {
        /** Datagrams from trunks. */
        RECEIVED,
        /** Datagrams sent. */
        SENT,
        /** Datagrams from an address that no trunk has, dropped unanswered. */
        UNKNOWN_SOURCE,
        /** Datagrams longer than the limit, dropped. */
        TOO_LARGE,
        /** Datagrams that are no SIP message or cannot be parsed, dropped. */
        MALFORMED,
        /** Datagrams that nest deeper, or have more lines, than the limit, dropped. */
        TOO_DEEP,
        /** Empty keep-alive datagrams. */
        KEEP_ALIVE,
        /** Calls refused with 503 because the bridge is full. */
        SHED
    }

    private final Map<String, Map<OfTrunk, LongAdder>> trunks = new ConcurrentHashMap<>();
    private final Map<OfPort, LongAdder> port = new ConcurrentHashMap<>();

    SipCounters() {}

    void count(String trunkId, OfTrunk what) {
        trunks.computeIfAbsent(trunkId, id -> new ConcurrentHashMap<>())
                .computeIfAbsent(what, w -> new LongAdder())
                .increment();
    }

    void count(OfPort what) {
        port.computeIfAbsent(what, w -> new LongAdder()).increment();
    }

    /** A trunk's counter, 0 if nothing was counted. */
    public long of(String trunkId, OfTrunk what) {
        LongAdder adder = trunks.getOrDefault(trunkId, Map.of()).get(what);
        return adder == null ? 0 : adder.sum();
    }

    /** A counter of the port. */
    public long of(OfPort what) {
        LongAdder adder = port.get(what);
        return adder == null ? 0 : adder.sum();
    }

    /** Ids of the trunks that were counted. */
    public Iterable<String> trunkIds() {
        return new TreeMap<>(trunks).keySet();
    }
}
