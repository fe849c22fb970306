package io.tollgate.rtp.bench;

import io.tollgate.rtp.media.DatagramSink;
import io.tollgate.rtp.media.StunVerdict;
import io.tollgate.rtp.media.TransportGuard;
import java.net.InetSocketAddress;

/** Stands where ICE and DTLS would: a call file has neither, its addresses and keys are known. */
record BenchGuard(String localUfrag) implements TransportGuard {
    @Override
    public StunVerdict onStun(byte[] buf, int off, int len, InetSocketAddress from, long nowNs, DatagramSink out) {
        return StunVerdict.IGNORED;
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
