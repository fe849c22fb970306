package io.tollgate.overlay.gateway;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsEvents;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.dtls.io.DtlsServerHandshake;
import io.tollgate.overlay.dtls.io.DtlsSettings;
import io.tollgate.overlay.ice.IceCredentials;
import io.tollgate.overlay.ice.IceLite;
import io.tollgate.overlay.ice.IceRefusal;
import io.tollgate.rtp.media.DatagramSink;
import io.tollgate.rtp.media.StunVerdict;
import io.tollgate.rtp.media.TransportGuard;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Guards one overlay leg: connectivity checks first, then DTLS with exactly the announced certificate. */
public final class WebRtcGuard implements TransportGuard {
    private final IceLite ice;
    private final CertificateFingerprint remoteFingerprint;
    private final DtlsIdentity identity;
    private final DtlsSettings settings;
    private final GuardEvents events;
    private @Nullable DtlsServerHandshake handshake;
    /** Where DTLS answers go; written by the worker, read by the handshake's thread. */
    private volatile @Nullable InetSocketAddress path;

    private WebRtcGuard(
            IceLite ice,
            CertificateFingerprint remoteFingerprint,
            DtlsIdentity identity,
            DtlsSettings settings,
            GuardEvents events) {
        this.ice = ice;
        this.remoteFingerprint = remoteFingerprint;
        this.identity = identity;
        this.settings = settings;
        this.events = events;
    }

    /**
     * A guard for one leg.
     *
     * @param localUfrag what our answer says in a=ice-ufrag; unique among the legs of the port
     * @param localPwd what our answer says in a=ice-pwd
     * @param remoteFingerprint what the peer's signed offer says about its certificate
     * @param identity the gateway's certificate, the same for all calls
     * @throws IllegalArgumentException when user name fragment or password are not what RFC 8445 demands
     */
    public static WebRtcGuard create(
            String localUfrag,
            String localPwd,
            CertificateFingerprint remoteFingerprint,
            DtlsIdentity identity,
            GuardEvents events) {
        IceLite ice = new IceLite(new IceCredentials(localUfrag, localPwd));
        return new WebRtcGuard(ice, remoteFingerprint, identity, DtlsSettings.DEFAULT, events);
    }

    @Override
    public String localUfrag() {
        return ice.localUfrag();
    }

    @Override
    public StunVerdict onStun(byte[] buf, int off, int len, InetSocketAddress from, long nowNs, DatagramSink out) {
        IceLite.Outcome outcome = ice.onDatagram(buf, off, len, from, nowNs);
        byte[] reply = outcome.reply();
        if (reply != null) {
            out.send(reply, 0, reply.length, from);
        }
        return switch (outcome.verdict()) {
            case IGNORED -> StunVerdict.IGNORED;
            case VALID -> {
                if (path == null) {
                    path = from;
                }
                yield StunVerdict.BINDING_VALID;
            }
            case NOMINATED -> {
                path = from;
                yield StunVerdict.NOMINATED;
            }
        };
    }

    @Override
    public void onDtls(byte[] buf, int off, int len, InetSocketAddress from, DatagramSink out) {
        if (!ice.hasValidated(from)) {
            return;
        }
        if (ice.nominated() == null) {
            path = from;
        }
        DtlsServerHandshake running = handshake;
        if (running == null) {
            running = DtlsServerHandshake.start(
                    identity, remoteFingerprint, settings, (b, o, l) -> answer(out, b, o, l), new Outcome());
            handshake = running;
        }
        running.feed(buf, off, len);
    }

    private void answer(DatagramSink out, byte[] buf, int off, int len) {
        InetSocketAddress to = path;
        if (to != null) {
            out.send(buf, off, len, to);
        }
    }

    @Override
    public boolean consentAlive(long nowNs) {
        return ice.consentAlive(nowNs);
    }

    @Override
    public void onClosed() {
        if (handshake != null) {
            handshake.close();
        }
    }

    /** How many STUN datagrams of this leg were refused for the reason; to be asked on the worker's thread. */
    public long refusals(IceRefusal why) {
        return ice.refusals(why);
    }

    private final class Outcome implements DtlsEvents {
        @Override
        public void onKeys(SrtpKeys send, SrtpKeys receive) {
            events.onKeys(send, receive);
        }

        @Override
        public void onFailed(String why) {
            events.onFailed(why);
        }

        @Override
        public void onClosed() {
            events.onClosed();
        }
    }
}
