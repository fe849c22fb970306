package io.tollgate.rtp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class NativeLoopTest extends UdpLoopContract {
    @BeforeAll
    static void onlyWhereThereIsOne() {
        Assumptions.assumeTrue(Libc.supports(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    @Override
    UdpLoop newLoop() throws IOException {
        return UdpBackend.NATIVE.open();
    }

    @Test
    void itIsTheDefault() {
        assertThat(UdpBackend.choose("native")).isEqualTo(UdpBackend.NATIVE);
        assertThat(UdpBackend.choose("nio")).isEqualTo(UdpBackend.NIO);
    }

    /** Datagrams among alternating peers, in both directions: the quietest window counts, once the code has settled. */
    @Test
    void nothingIsAllocatedForADatagram() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        UdpTally quiet = (what, times) -> {};
        int[] arrived = new int[1];
        UdpSocket shared =
                loop.open(new InetSocketAddress(V4, 0), MANY_PEERS, (buf, length, from) -> arrived[0]++, quiet);
        List<UdpSocket> peers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            peers.add(loop.open(new InetSocketAddress(V4, 0), ONE_PEER, (buf, length, from) -> arrived[0]++, quiet));
        }
        byte[] datagram = new byte[172];
        long start = System.nanoTime();
        long least = Long.MAX_VALUE;
        while (least > 0 && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30)) {
            int before = arrived[0];
            long bytes = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 200; round++) {
                for (int i = 0; i < peers.size(); i++) {
                    UdpSocket peer = peers.get(i);
                    peer.send(datagram, 0, datagram.length, shared.localAddress());
                    shared.send(datagram, 0, datagram.length, peer.localAddress());
                }
                loop.poll(0, 0);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - bytes);
            assertThat(arrived[0] - before).isGreaterThan(3_000);
        }
        assertThat(least).as("bytes for 4,000 datagrams").isZero();
    }
}
