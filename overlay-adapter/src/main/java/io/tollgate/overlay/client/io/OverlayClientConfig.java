package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.DeviceKeys;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What an {@link OverlayClient} needs.
 *
 * @param supernode e.g. {@code ws://localhost:8080/overlay}
 * @param keys this device's
 * @param credential asked at every attempt to connect, on a thread of its own; may block to renew
 * @param userAgent shown to gateways
 * @param connectTimeout for the connection and the welcome together
 * @param requestTimeout for the reply to a request, reconnecting included
 * @param backoff between attempts
 */
public record OverlayClientConfig(
        URI supernode,
        DeviceKeys keys,
        Supplier<String> credential,
        String userAgent,
        Duration connectTimeout,
        Duration requestTimeout,
        Backoff backoff) {

    /** With ten seconds for everything. */
    public static OverlayClientConfig of(
            URI supernode, DeviceKeys keys, Supplier<String> credential, String userAgent) {
        return new OverlayClientConfig(
                supernode,
                keys,
                credential,
                userAgent,
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Backoff.DEFAULT);
    }
}
