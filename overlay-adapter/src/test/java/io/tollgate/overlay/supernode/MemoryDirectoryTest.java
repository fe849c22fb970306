package io.tollgate.overlay.supernode;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.supernode.Directory.Entry;
import org.junit.jupiter.api.Test;

class MemoryDirectoryTest {

    private final MemoryDirectory directory = new MemoryDirectory();
    private final Entry alice = new Entry(Cast.ALICE_CREDENTIAL, "test", new ConnectionId(1));
    private final Entry gateway = new Entry(Cast.GATEWAY_CREDENTIAL, "test", new ConnectionId(2));

    @Test
    void whoEntersIsFoundByDeviceByUserAndAsAGateway() {
        directory.enter(alice);
        directory.enter(gateway);
        assertThat(directory.find(Cast.ALICE.id())).contains(alice);
        assertThat(directory.devicesOf("alice")).containsExactly(alice);
        assertThat(directory.gateways(10)).containsExactly(gateway);
        assertThat(directory.find(Cast.BOB.id())).isEmpty();
        assertThat(directory.devices()).isEqualTo(2);
        assertThat(directory.users()).isEqualTo(2);
        assertThat(directory.gatewayCount()).isEqualTo(1);
    }

    @Test
    void theEndOfAnOlderConnectionDoesNotRemoveTheNewerOne() {
        directory.enter(alice);
        Entry again = new Entry(Cast.ALICE_CREDENTIAL, "test", new ConnectionId(9));
        directory.enter(again);
        directory.remove(Cast.ALICE.id(), alice.connection());
        assertThat(directory.find(Cast.ALICE.id())).contains(again);
        assertThat(directory.devicesOf("alice")).containsExactly(again);
        directory.remove(Cast.ALICE.id(), again.connection());
        assertThat(directory.devicesOf("alice")).isEmpty();
        assertThat(directory.users()).isZero();
    }
}
