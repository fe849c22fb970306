package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.supernode.SupernodeLimits;
import java.net.URI;

/** The tests' supernode, for tests of other packages. */
public final class LoopbackSupernode implements AutoCloseable {
    private final SupernodeServer server;

    private LoopbackSupernode(SupernodeServer server) {
        this.server = server;
    }

    public static LoopbackSupernode start(CredentialVerifier verifier) {
        return new LoopbackSupernode(SupernodeServer.start(0, verifier, SupernodeLimits.DEFAULT));
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}
