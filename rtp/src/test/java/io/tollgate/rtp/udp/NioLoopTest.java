package io.tollgate.rtp.udp;

import java.io.IOException;

class NioLoopTest extends UdpLoopContract {
    @Override
    UdpLoop newLoop() throws IOException {
        return UdpBackend.NIO.open();
    }
}
