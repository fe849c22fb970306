package io.tollgate.overlay.dtls.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.srtp.SrtpProfile;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DtlsHandshakeTest {
    private static final DtlsSettings QUICK = new DtlsSettings(Duration.ofSeconds(15), Duration.ofMillis(40));
    private static final DtlsIdentity GATE =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-11-21T12:00:00Z"));
    private static final DtlsIdentity PEER =
            DtlsIdentity.create(new SecureRandom(), Instant.parse("2026-11-21T12:00:00Z"));

    /** Decides about each datagram, in the order of sending. */
    private interface Line {
        boolean loses(boolean fromServer, int index, byte[] buf, int off, int len);
    }

    /** A server and a client joined in memory. */
    private static final class Pair implements AutoCloseable {
        final DtlsDiary serverDiary = new DtlsDiary();
        final DtlsDiary clientDiary = new DtlsDiary();
        final AtomicInteger fromClient = new AtomicInteger();
        private final AtomicInteger fromServer = new AtomicInteger();
        private final CompletableFuture<DtlsClientHandshake> client = new CompletableFuture<>();
        private final DtlsServerHandshake server;

        Pair(
                CertificateFingerprint serverExpects,
                CertificateFingerprint clientExpects,
                DtlsSettings settings,
                int clientSendLimit,
                Line line) {
            server = DtlsServerHandshake.start(
                    GATE,
                    serverExpects,
                    settings,
                    (buf, off, len) -> {
                        if (!line.loses(true, fromServer.getAndIncrement(), buf, off, len)) {
                            client.join().feed(buf, off, len);
                        }
                    },
                    serverDiary);
            QueuedTransport transport = new QueuedTransport(
                    (buf, off, len) -> {
                        if (!line.loses(false, fromClient.getAndIncrement(), buf, off, len)) {
                            server.feed(buf, off, len);
                        }
                    },
                    clientSendLimit);
            client.complete(DtlsClientHandshake.start(PEER, clientExpects, settings, transport, clientDiary));
        }

        @Override
        public void close() {
            client.join().close();
            server.close();
        }
    }

    private static Pair pair(Line line) {
        return new Pair(PEER.fingerprint(), GATE.fingerprint(), QUICK, 1200, line);
    }

    private static void assertKeysAgree(Pair pair) throws Exception {
        DtlsDiary.Keys atServer = pair.serverDiary.keys();
        DtlsDiary.Keys atClient = pair.clientDiary.keys();
        assertThat(atServer.send()).isEqualTo(atClient.receive());
        assertThat(atServer.receive()).isEqualTo(atClient.send());
        assertThat(atServer.send()).isNotEqualTo(atServer.receive());
        assertThat(atServer.send().profile()).isEqualTo(SrtpProfile.AEAD_AES_256_GCM);
    }

    @Test
    void bothSidesGetTheSameAes256GcmKeysCrosswise() throws Exception {
        try (Pair pair = pair((_, _, _, _, _) -> false)) {
            assertKeysAgree(pair);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aFifthOfTheDatagramsLostTheHandshakeStillSucceeds(long seed) throws Exception {
        SplittableRandom fate = new SplittableRandom(seed);
        Line lossy = (_, _, _, _, _) -> {
            synchronized (fate) {
                return fate.nextInt(5) == 0;
            }
        };
        try (Pair pair = pair(lossy)) {
            assertKeysAgree(pair);
        }
    }

    @Test
    void theServersLastFlightIsSentAgainWhenItWasLost() throws Exception {
        AtomicInteger lost = new AtomicInteger();
        // ChangeCipherSpec (20) opens the server's last flight: its first two copies get lost.
        Line line = (fromServer, _, buf, off, _) -> fromServer && buf[off] == 20 && lost.incrementAndGet() <= 2;
        try (Pair pair = pair(line)) {
            assertKeysAgree(pair);
            assertThat(lost.get()).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aClientHelloInPiecesIsPutTogether() throws Exception {
        try (Pair pair = new Pair(PEER.fingerprint(), GATE.fingerprint(), QUICK, 140, (_, _, _, _, _) -> false)) {
            assertKeysAgree(pair);
            assertThat(pair.fromClient.get()).isGreaterThan(5);
        }
    }

    @Test
    void aClientWithAnotherCertificateThanItsOfferFailsOnBothSidesWithoutKeys() throws Exception {
        try (Pair pair = new Pair(GATE.fingerprint(), GATE.fingerprint(), QUICK, 1200, (_, _, _, _, _) -> false)) {
            assertThat(pair.serverDiary.failure()).contains("bad_certificate");
            assertThat(pair.clientDiary.failure()).contains("bad_certificate");
            assertThat(pair.serverDiary.hasKeys()).isFalse();
            assertThat(pair.clientDiary.hasKeys()).isFalse();
        }
    }

    @Test
    void aServerWithAnotherCertificateThanItsAnswerFailsOnBothSidesWithoutKeys() throws Exception {
        try (Pair pair = new Pair(PEER.fingerprint(), PEER.fingerprint(), QUICK, 1200, (_, _, _, _, _) -> false)) {
            assertThat(pair.clientDiary.failure()).contains("bad_certificate");
            assertThat(pair.serverDiary.failure()).contains("bad_certificate");
            assertThat(pair.serverDiary.hasKeys()).isFalse();
            assertThat(pair.clientDiary.hasKeys()).isFalse();
        }
    }

    @Test
    void aSilentPeerRunsIntoTheTimeout() throws Exception {
        DtlsSettings short_ = new DtlsSettings(Duration.ofMillis(300), Duration.ofMillis(50));
        try (Pair pair = new Pair(PEER.fingerprint(), GATE.fingerprint(), short_, 1200, (_, _, _, _, _) -> true)) {
            assertThat(pair.clientDiary.failure()).contains("too long");
            assertThat(pair.serverDiary.failure()).contains("too long");
        }
    }

    @Test
    void garbageBetweenTheFlightsDoesNotDisturb() throws Exception {
        SplittableRandom random = new SplittableRandom(99);
        AtomicReference<Pair> self = new AtomicReference<>();
        Line noisy = (fromServer, _, _, _, _) -> {
            byte[] garbage = new byte[200];
            synchronized (random) {
                random.nextBytes(garbage);
            }
            garbage[0] = (byte) (20 + Math.floorMod(garbage[0], 44));
            Pair pair = self.get();
            if (pair != null && fromServer) {
                pair.client.join().feed(garbage, 0, garbage.length);
            } else if (pair != null) {
                pair.server.feed(garbage, 0, garbage.length);
            }
            return false;
        };
        try (Pair pair = pair(noisy)) {
            self.set(pair);
            assertKeysAgree(pair);
        }
    }

    @Test
    void closingOneSideTellsTheOther() throws Exception {
        try (Pair pair = pair((_, _, _, _, _) -> false)) {
            assertKeysAgree(pair);
            pair.client.join().close();
            pair.serverDiary.awaitClosed();
        }
    }

    @Test
    void warmingUpIsOneHandshakeWithOurselves() {
        assertThat(DtlsWarmUp.run(GATE)).isTrue();
    }
}
