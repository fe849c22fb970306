package io.tollgate.rtp.media;

import io.tollgate.rtp.udp.UdpCount;
import io.tollgate.rtp.udp.UdpTally;

/** What happens on the sockets of one kind, as the media plane counts it. */
record SocketTally(CounterBlock counters, MediaCounter sent) implements UdpTally {
    @Override
    public void add(UdpCount what, int times) {
        MediaCounter counter = switch (what) {
            case SENT -> sent;
            case SEND_BUFFER_FULL -> MediaCounter.DROPPED_SEND_BUFFER_FULL;
            case SEND_ERRORS -> MediaCounter.SEND_ERRORS;
            case RECEIVE_ERRORS -> MediaCounter.RECEIVE_ERRORS;
            case TRUNCATED -> MediaCounter.DROPPED_TOO_LONG;
        };
        counters.add(counter, times);
    }
}
