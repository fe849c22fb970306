package io.tollgate.overlay.supernode;

import io.tollgate.overlay.limit.Rate;
import java.time.Duration;

/**
 * Every limit of a supernode.
 *
 * @param connections open connections, proven or not
 * @param devicesPerUser devices of one user connected at once
 * @param messageBytes the longest message, either way
 * @param peerRate messages from one peer
 * @param gatewayRate messages from one gateway, which sends a tick per second and call
 * @param refusalsUntilClose so many messages over the rate in a row close the connection
 * @param gatewaysPerAnswer so many gateways fit into one answer with their credentials
 * @param helloWithin time for the Hello
 * @param keepalive a connection must say something at least this often; it is closed after twice that
 */
public record SupernodeLimits(
        int connections,
        int devicesPerUser,
        int messageBytes,
        Rate peerRate,
        Rate gatewayRate,
        int refusalsUntilClose,
        int gatewaysPerAnswer,
        Duration helloWithin,
        Duration keepalive) {

    /** Sane for a node of some 10,000 devices and gateways of some 1,000 calls each. */
    public static final SupernodeLimits DEFAULT = new SupernodeLimits(
            20_000,
            16,
            64 * 1024,
            new Rate(50, 200),
            new Rate(2_000, 8_000),
            1_000,
            32,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    /** Checks that every limit lets something through. */
    public SupernodeLimits {
        if (connections < 1 || devicesPerUser < 1 || refusalsUntilClose < 1 || gatewaysPerAnswer < 1) {
            throw new IllegalArgumentException("every limit must be positive");
        }
        if (messageBytes < 1024) {
            throw new IllegalArgumentException("a Hello alone has about 1024 octets");
        }
        if (!helloWithin.isPositive() || !keepalive.isPositive()) {
            throw new IllegalArgumentException("every limit must be positive");
        }
    }
}
