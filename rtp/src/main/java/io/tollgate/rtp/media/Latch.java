package io.tollgate.rtp.media;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Decides which source a trunk leg listens and answers to (symmetric RTP, RFC 4961, with the care that RFC 7362 asks for).
 *
 * <p>The negotiated address is always preferred. When for the first seconds packets come only from somewhere else, there is
 * an address translator in between, and after five packets over at least 80 ms that source is taken instead, once. From then
 * on nothing changes until new parameters are negotiated, except that the negotiated address may still take its place within
 * those first seconds. Pure; time is an argument.
 */
final class Latch {
    /** How long after the parameters another source may be taken. */
    static final long WINDOW_NS = 10_000_000_000L;

    static final int PROBATION_PACKETS = 5;
    static final long PROBATION_NS = 80_000_000L;

    /** What to do with a packet. */
    enum Verdict {
        ACCEPT,
        /** Accept it, and from now on send to its source. */
        LATCHED,
        PROBATION,
        STRANGER
    }

    private final InetSocketAddress negotiated;
    private final long openedNs;
    private @Nullable InetSocketAddress latched;
    private @Nullable InetSocketAddress applicant;
    private int applications;
    private long appliedNs;

    Latch(InetSocketAddress negotiated, long nowNs) {
        this.negotiated = negotiated;
        this.openedNs = nowNs;
    }

    Verdict judge(InetSocketAddress from, long nowNs) {
        if (from.equals(latched)) {
            return Verdict.ACCEPT;
        }
        boolean open = nowNs - openedNs < WINDOW_NS;
        if (from.equals(negotiated) && (latched == null || open)) {
            latched = from;
            return Verdict.ACCEPT;
        }
        if (latched != null || !open) {
            return Verdict.STRANGER;
        }
        if (!from.equals(applicant)) {
            if (applicant != null && nowNs - appliedNs < PROBATION_NS) {
                return Verdict.STRANGER;
            }
            applicant = from;
            applications = 0;
            appliedNs = nowNs;
        }
        applications++;
        if (applications < PROBATION_PACKETS || nowNs - appliedNs < PROBATION_NS) {
            return Verdict.PROBATION;
        }
        latched = from;
        return Verdict.LATCHED;
    }

    /** Where to send. */
    InetSocketAddress target() {
        return latched == null ? negotiated : latched;
    }

    InetSocketAddress negotiated() {
        return negotiated;
    }

    /** Whether a report may come from this host. */
    boolean knowsHost(InetSocketAddress from) {
        return from.getAddress().equals(target().getAddress())
                || from.getAddress().equals(negotiated.getAddress());
    }
}
