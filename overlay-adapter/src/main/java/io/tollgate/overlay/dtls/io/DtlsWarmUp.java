package io.tollgate.overlay.dtls.io;

import io.tollgate.rtp.srtp.SrtpKeys;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * One handshake with ourselves in memory: loads classes and curve tables, which would cost the first caller some
 * hundred milliseconds. To be run at start, off the packet path.
 */
public final class DtlsWarmUp {
    private static final Logger LOG = Logger.getLogger(DtlsWarmUp.class);
    private static final DtlsSettings PATIENT = new DtlsSettings(Duration.ofSeconds(20), Duration.ofSeconds(5));

    /** Blocks until the handshake is done; false (and a log line) when it did not work, which callers would see too. */
    public static boolean run(DtlsIdentity identity) {
        CompletableFuture<Void> serverDone = new CompletableFuture<>();
        CompletableFuture<Void> clientDone = new CompletableFuture<>();
        CompletableFuture<DtlsClientHandshake> client = new CompletableFuture<>();
        try (DtlsServerHandshake server = DtlsServerHandshake.start(
                identity,
                identity.fingerprint(),
                PATIENT,
                (buf, off, len) -> client.join().feed(buf, off, len),
                into(serverDone))) {
            QueuedTransport transport = new QueuedTransport(server::feed);
            client.complete(
                    DtlsClientHandshake.start(identity, identity.fingerprint(), PATIENT, transport, into(clientDone)));
            CompletableFuture.allOf(serverDone, clientDone).get(30, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("DTLS warm-up failed: %s", e.getMessage());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            DtlsClientHandshake started = client.getNow(null);
            if (started != null) {
                started.close();
            }
        }
    }

    private static DtlsEvents into(CompletableFuture<Void> done) {
        return new DtlsEvents() {
            @Override
            public void onKeys(SrtpKeys send, SrtpKeys receive) {
                done.complete(null);
            }

            @Override
            public void onFailed(String why) {
                done.completeExceptionally(new IllegalStateException(why));
            }

            @Override
            public void onClosed() {}
        };
    }

    private DtlsWarmUp() {}
}
