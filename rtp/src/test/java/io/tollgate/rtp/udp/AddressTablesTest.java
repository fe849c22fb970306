package io.tollgate.rtp.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.udp.TargetTable.Target;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressTablesTest {
    @Test
    void everyPeerIsWhoItsBytesSay() throws UnknownHostException {
        PeerTable table = new PeerTable(64);
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 10_000; i++) {
            int address = random.nextInt();
            int port = random.nextInt(65_536);
            assertThat(table.of4(address, port))
                    .isEqualTo(new InetSocketAddress(InetAddress.getByAddress(V6Bits.bytes4(address)), port));
            long hi = random.nextLong();
            long lo = random.nextLong();
            assertThat(table.of6(hi, lo, 0, port))
                    .isEqualTo(new InetSocketAddress(InetAddress.getByAddress(V6Bits.bytes16(hi, lo)), port));
        }
    }

    @Test
    void aPeerIsTheSameObjectAsLongAsThereIsRoom() {
        PeerTable table = new PeerTable(8_192);
        InetSocketAddress[] first = new InetSocketAddress[1_200];
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < first.length; i++) {
                InetSocketAddress peer = table.of4(0x7F00_0001 + i / 600, 40_000 + 2 * (i % 600));
                if (round == 0) {
                    first[i] = peer;
                }
                assertThat(peer).isSameAs(first[i]);
            }
        }
    }

    @Test
    void mappedAddressesAreIpv4AndScopesAreKept() {
        PeerTable table = new PeerTable(8);
        InetSocketAddress mapped = table.of6(0, 0x0000_FFFF_0A00_0001L, 0, 7);
        assertThat(mapped.getAddress()).isInstanceOf(Inet4Address.class);
        assertThat(mapped).isSameAs(table.of4(0x0A00_0001, 7));
        InetSocketAddress onOne = table.of6(0xFE80L << 48, 1, 1, 7);
        InetSocketAddress onTwo = table.of6(0xFE80L << 48, 1, 2, 7);
        assertThat(((Inet6Address) onOne.getAddress()).getScopeId()).isEqualTo(1);
        assertThat(onOne).isNotSameAs(onTwo);
        TargetTable targets = new TargetTable(8);
        assertThat(targets.of(onOne)).extracting(Target::scope).isEqualTo(1);
        assertThat(targets.of(onTwo)).extracting(Target::scope).isEqualTo(2);
    }

    @Test
    void everyTargetIsTakenApartRightAndKept() throws UnknownHostException {
        TargetTable table = new TargetTable(64);
        SplittableRandom random = new SplittableRandom(43);
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            InetSocketAddress to = new InetSocketAddress(InetAddress.getByAddress(bytes), random.nextInt(65_536));
            Target target = table.of(to);
            assertThat(target).isNotNull();
            assertThat(target.address()).isEqualTo(to);
            assertThat(target.port()).isEqualTo(to.getPort());
            assertThat(target.isV4()).isEqualTo(bytes.length == 4);
            if (bytes.length == 4) {
                assertThat((int) target.lo()).isEqualTo(ByteBuffer.wrap(bytes).getInt());
            } else {
                assertThat(V6Bits.bytes16(target.hi(), target.lo())).isEqualTo(bytes);
            }
            assertThat(table.of(new InetSocketAddress(to.getAddress(), to.getPort())))
                    .isSameAs(target);
        }
        assertThat(table.of(InetSocketAddress.createUnresolved("nobody.invalid", 1)))
                .isNull();
    }
}
