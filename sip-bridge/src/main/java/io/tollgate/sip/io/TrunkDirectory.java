package io.tollgate.sip.io;

import io.tollgate.sip.trunk.CidrBlock;
import io.tollgate.sip.trunk.Trunk;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** Knows which trunk an address belongs to; asked for every datagram on the receiving thread, so it must not block. */
public interface TrunkDirectory {

    /** The trunk that sends from this address and port, or empty: then nothing is answered. */
    Optional<Trunk> trunkOf(InetAddress address, int port);

    /** A directory of a few trunks: the first whose sources, or whose literal host, match. */
    static TrunkDirectory of(List<Trunk> trunks) {
        record Entry(Trunk trunk, List<CidrBlock> blocks) {}
        List<Entry> entries = trunks.stream()
                .map(trunk -> new Entry(trunk, TrunkSources.of(trunk)))
                .toList();
        return (address, port) -> {
            for (Entry entry : entries) {
                for (CidrBlock block : entry.blocks()) {
                    if (block.contains(address, port)) {
                        return Optional.of(entry.trunk());
                    }
                }
            }
            return Optional.empty();
        };
    }
}
