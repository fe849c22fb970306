package io.tollgate.rtp.bench;

import io.tollgate.rtp.media.DatagramSink;
import io.tollgate.rtp.media.StunVerdict;
import io.tollgate.rtp.media.TransportGuard;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Lets in one address without asking: a call file has no ICE. Until the media plane can be told an address directly, the
 * bench names it by a STUN packet of its own, sent from there before the load generator takes the port.
 */
final class BenchGuard implements TransportGuard {
    private static final int COOKIE = 0x2112_A442;
    private final String ufrag;

    BenchGuard(String ufrag) {
        this.ufrag = ufrag;
    }

    /** A binding request of this name and nothing else. */
    byte[] knock() {
        byte[] name = (ufrag + ":bench").getBytes(StandardCharsets.UTF_8);
        int padded = (name.length + 3) & ~3;
        ByteBuffer b = ByteBuffer.allocate(24 + padded);
        b.putShort((short) 1).putShort((short) (4 + padded)).putInt(COOKIE);
        b.put("transaction1".getBytes(StandardCharsets.US_ASCII));
        b.putShort((short) 6).putShort((short) name.length).put(name);
        return b.array();
    }

    @Override
    public String localUfrag() {
        return ufrag;
    }

    @Override
    public StunVerdict onStun(byte[] buf, int off, int len, InetSocketAddress from, long nowNs, DatagramSink out) {
        return StunVerdict.NOMINATED;
    }

    @Override
    public void onDtls(byte[] buf, int off, int len, InetSocketAddress from, DatagramSink out) {}

    @Override
    public boolean consentAlive(long nowNs) {
        return true;
    }

    @Override
    public void onClosed() {}
}
