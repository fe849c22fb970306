package io.tollgate.rtp.media;

import io.tollgate.rtp.packet.RtpPacket;

/** Takes a leg's audio packets before they are decoded. */
interface Forward {
    /** Whether the packet, which stands in {@code buf}, went on as it is. */
    boolean pass(RtpPacket view, byte[] buf);

    /** A packet of that stream is no sound and goes no further. */
    void hold(int seq);
}
