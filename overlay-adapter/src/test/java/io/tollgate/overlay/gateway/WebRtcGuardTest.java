package io.tollgate.overlay.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.overlay.dtls.io.CertificateFingerprint;
import io.tollgate.overlay.dtls.io.DtlsClientHandshake;
import io.tollgate.overlay.dtls.io.DtlsEvents;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.dtls.io.DtlsSettings;
import io.tollgate.overlay.stun.StunClass;
import io.tollgate.overlay.stun.StunWriter;
import io.tollgate.overlay.stun.TransactionId;
import io.tollgate.rtp.media.DatagramSink;
import io.tollgate.rtp.media.StunVerdict;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebRtcGuardTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final DtlsIdentity GATE = DtlsIdentity.create(new SecureRandom(), NOW);
    private static final DtlsIdentity PEER = DtlsIdentity.create(new SecureRandom(), NOW);
    private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.10", 5000);
    private static final InetSocketAddress STRANGER = new InetSocketAddress("192.0.2.66", 5000);
    private static final String PASSWORD = "gatewaypasswordgateway1";

    private final CompletableFuture<SrtpKeys> gateSends = new CompletableFuture<>();
    private final CompletableFuture<SrtpKeys> gateReceives = new CompletableFuture<>();
    private final CompletableFuture<String> gateFailed = new CompletableFuture<>();
    private final CompletableFuture<Void> gateClosed = new CompletableFuture<>();
    private final CompletableFuture<SrtpKeys> peerSends = new CompletableFuture<>();
    private final CompletableFuture<SrtpKeys> peerReceives = new CompletableFuture<>();
    private final Queue<InetSocketAddress> answeredTo = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<DtlsClientHandshake> client = new CompletableFuture<>();
    private WebRtcGuard guard = guardExpecting(PEER.fingerprint());

    @AfterEach
    void closeAll() {
        guard.onClosed();
        if (client.isDone()) {
            client.join().close();
        }
    }

    @Test
    void afterAValidCheckTheHandshakeGivesBothSidesTheSameKeys() throws Exception {
        assertThat(check(HOME, true)).isEqualTo(StunVerdict.NOMINATED);
        startClientFrom(HOME);
        assertThat(gateSends.get(10, TimeUnit.SECONDS)).isEqualTo(peerReceives.get(10, TimeUnit.SECONDS));
        assertThat(gateReceives.get(10, TimeUnit.SECONDS)).isEqualTo(peerSends.get(10, TimeUnit.SECONDS));
        assertThat(answeredTo).containsOnly(HOME);
    }

    @Test
    void dtlsFromAnAddressWithoutAValidCheckIsNotAnswered() {
        assertThat(check(HOME, false)).isEqualTo(StunVerdict.BINDING_VALID);
        startClientFrom(STRANGER);
        assertThatThrownBy(() -> peerSends.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(answeredTo).isEmpty();
        assertThat(gateSends).isNotDone();
    }

    @Test
    void aForgedCheckIsRefusedAndOpensNoDoor() {
        byte[] forged = StunWriter.binding(StunClass.REQUEST, new TransactionId(1, 2))
                .username("gate:peer")
                .integrity("wrong".getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toBytes();
        assertThat(guard.onStun(forged, 0, forged.length, STRANGER, 0, (_, _, _, _) -> {}))
                .isEqualTo(StunVerdict.IGNORED);
        startClientFrom(STRANGER);
        assertThatThrownBy(() -> peerSends.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(answeredTo).isEmpty();
    }

    @Test
    void aPeerWithAnotherCertificateFailsTheLeg() throws Exception {
        guard = guardExpecting(GATE.fingerprint());
        check(HOME, true);
        startClientFrom(HOME);
        assertThat(gateFailed.get(10, TimeUnit.SECONDS)).contains("bad_certificate");
        assertThat(gateSends).isNotDone();
    }

    @Test
    void aPeerThatClosesDtlsIsReportedAsClosedAndNotAsFailed() throws Exception {
        check(HOME, true);
        startClientFrom(HOME);
        peerReceives.get(10, TimeUnit.SECONDS);
        gateSends.get(10, TimeUnit.SECONDS);
        client.join().close();
        gateClosed.get(10, TimeUnit.SECONDS);
        assertThat(gateFailed).isNotDone();
    }

    private StunVerdict check(InetSocketAddress from, boolean nominate) {
        StunWriter writer = StunWriter.binding(StunClass.REQUEST, new TransactionId(1, 2))
                .username("gate:peer")
                .iceControlling(5);
        if (nominate) {
            writer.useCandidate();
        }
        byte[] request = writer.integrity(PASSWORD.getBytes(StandardCharsets.UTF_8))
                .fingerprint()
                .toBytes();
        return guard.onStun(request, 0, request.length, from, 0, (_, _, _, _) -> {});
    }

    private void startClientFrom(InetSocketAddress from) {
        DatagramSink toClient = (buf, off, len, to) -> {
            answeredTo.add(to);
            client.join().feed(buf, off, len);
        };
        client.complete(DtlsClientHandshake.start(
                PEER,
                GATE.fingerprint(),
                DtlsSettings.DEFAULT,
                (buf, off, len) -> guard.onDtls(buf, off, len, from, toClient),
                new DtlsEvents() {
                    @Override
                    public void onKeys(SrtpKeys send, SrtpKeys receive) {
                        peerSends.complete(send);
                        peerReceives.complete(receive);
                    }

                    @Override
                    public void onFailed(String why) {
                        peerSends.completeExceptionally(new AssertionError(why));
                    }

                    @Override
                    public void onClosed() {}
                }));
    }

    private WebRtcGuard guardExpecting(CertificateFingerprint fingerprint) {
        return WebRtcGuard.create("gate", PASSWORD, fingerprint, GATE, new GuardEvents() {
            @Override
            public void onKeys(SrtpKeys send, SrtpKeys receive) {
                gateSends.complete(send);
                gateReceives.complete(receive);
            }

            @Override
            public void onFailed(String why) {
                gateFailed.complete(why);
            }

            @Override
            public void onClosed() {
                gateClosed.complete(null);
            }
        });
    }
}
