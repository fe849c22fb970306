package io.tollgate.rtp.media;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** A guard that checks MESSAGE-INTEGRITY and has no DTLS: the tests' keys are known beforehand. */
final class StunGuard implements TransportGuard {
    private final String ufrag;
    private final StunMessages stun;
    volatile boolean consent = true;
    volatile boolean closed;
    volatile boolean broken;
    final AtomicInteger dtls = new AtomicInteger();

    StunGuard(String ufrag, StunMessages stun) {
        this.ufrag = ufrag;
        this.stun = stun;
    }

    @Override
    public String localUfrag() {
        return ufrag;
    }

    @Override
    public StunVerdict onStun(byte[] buf, int off, int len, InetSocketAddress from, long nowNs, DatagramSink out) {
        if (broken) {
            throw new IllegalStateException("a fault of the guard");
        }
        if (!stun.authentic(buf, off, len)) {
            return StunVerdict.IGNORED;
        }
        byte[] answer = stun.answer(buf, off);
        out.send(answer, 0, answer.length, from);
        return stun.nominates(buf, off, len) ? StunVerdict.NOMINATED : StunVerdict.BINDING_VALID;
    }

    @Override
    public void onDtls(byte[] buf, int off, int len, InetSocketAddress from, DatagramSink out) {
        dtls.incrementAndGet();
    }

    @Override
    public boolean consentAlive(long nowNs) {
        return consent;
    }

    @Override
    public void onClosed() {
        closed = true;
    }
}
