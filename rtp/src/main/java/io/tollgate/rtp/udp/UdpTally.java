package io.tollgate.rtp.udp;

/** Where a socket's counts go. Called on the loop's thread, and on any thread that uses {@link UdpSocket#sendNow}. */
@FunctionalInterface
public interface UdpTally {
    /** Adds {@code times}, which is at least 1. */
    void add(UdpCount what, int times);
}
