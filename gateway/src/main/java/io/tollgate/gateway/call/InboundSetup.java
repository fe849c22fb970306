package io.tollgate.gateway.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is settled about an inbound call before its machine starts.
 *
 * @param user owner of the called number
 * @param number the called online number, E.164
 * @param from the caller's number as the carrier gave it; null when withheld
 * @param devices identifiers of the owner's reachable devices; not empty
 * @param ringFor how long the devices ring before the caller hears that nobody answered
 * @param connectFor how long an accepting device may take to bring its media up
 */
public record InboundSetup(
        UUID callId,
        String user,
        String number,
        @Nullable String from,
        String trunk,
        List<String> devices,
        Instant startedAt,
        Duration ringFor,
        Duration connectFor) {
    public InboundSetup {
        devices = List.copyOf(devices);
        if (devices.isEmpty()) {
            throw new IllegalArgumentException("nobody is there to ring");
        }
    }
}
