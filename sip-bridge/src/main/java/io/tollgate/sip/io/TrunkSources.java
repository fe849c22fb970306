package io.tollgate.sip.io;

import io.tollgate.sip.trunk.CidrBlock;
import io.tollgate.sip.trunk.Trunk;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A trunk's configured sources, and its host where that is an address. */
final class TrunkSources {

    private TrunkSources() {}

    static List<CidrBlock> of(Trunk trunk) {
        List<CidrBlock> blocks = new ArrayList<>(trunk.sources());
        try {
            CidrBlock host = CidrBlock.host(InetAddress.ofLiteral(trunk.host()));
            boolean listed = blocks.stream().anyMatch(b -> b.network().equals(host.network()));
            if (!listed) { // a block for the host with a port stays as narrow as it was written
                blocks.add(host);
            }
        } catch (IllegalArgumentException e) {
            return List.copyOf(blocks); // a name: its addresses must be listed
        }
        return List.copyOf(blocks);
    }
}
