package io.tollgate.overlay.supernode;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.limit.TokenBucket;
import java.time.Instant;

/** Where a connection stands. A closed one has no state: it is forgotten. */
sealed interface ConnectionState {

    /** The Challenge was sent; the Hello must come before the deadline. */
    record Challenged(String nonce, Instant deadline) implements ConnectionState {}

    /**
     * A device that proved who it is.
     *
     * @param bucket its message rate
     * @param refusedInARow messages over the rate since the last one within it
     * @param heardAt when it last said anything
     * @param pinged whether it was asked since then
     */
    record Welcomed(Credential credential, TokenBucket bucket, int refusedInARow, Instant heardAt, boolean pinged)
            implements ConnectionState {

        Welcomed heard(Instant now) {
            return new Welcomed(credential, bucket, 0, now, false);
        }

        Welcomed overRate(Instant now) {
            return new Welcomed(credential, bucket, refusedInARow + 1, now, false);
        }

        Welcomed asked() {
            return new Welcomed(credential, bucket, refusedInARow, heardAt, true);
        }
    }
}
