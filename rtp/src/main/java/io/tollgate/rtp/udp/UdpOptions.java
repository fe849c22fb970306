package io.tollgate.rtp.udp;

/**
 * What a socket is for.
 *
 * @param receiveBufferBytes asked of the system, which may give less; 0 for its default
 * @param sendBufferBytes likewise
 * @param shared whether many peers talk to this one socket: its datagrams are then read and sent many at a time
 */
public record UdpOptions(int receiveBufferBytes, int sendBufferBytes, boolean shared) {
    public UdpOptions {
        if (receiveBufferBytes < 0 || sendBufferBytes < 0) {
            throw new IllegalArgumentException("buffer sizes must not be negative");
        }
    }
}
