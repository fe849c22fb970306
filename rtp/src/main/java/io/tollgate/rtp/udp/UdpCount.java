package io.tollgate.rtp.udp;

/** What is counted of datagrams. */
public enum UdpCount {
    /** Datagrams that the system took for sending. */
    SENT,
    /** Datagrams given up because the socket's send buffer was full. */
    SEND_BUFFER_FULL,
    /** Datagrams that the system refused to send: no route, wrong family, an earlier one's ICMP error, a closed socket. */
    SEND_ERRORS,
    /** Errors that receiving reported, such as an unreachable port. */
    RECEIVE_ERRORS,
    /** Datagrams longer than {@link UdpLoop#MAX_DATAGRAM}, dropped. */
    TRUNCATED
}
