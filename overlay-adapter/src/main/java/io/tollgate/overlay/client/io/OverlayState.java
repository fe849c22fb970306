package io.tollgate.overlay.client.io;

import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.wire.Refused.Reason;
import java.time.Duration;
import java.time.Instant;

/** How a client stands with its supernode. */
public sealed interface OverlayState {

    /** Welcome. */
    record Connected(DeviceId device, Instant serverTime) implements OverlayState {}

    /**
     * Not connected; trying again.
     *
     * @param why in words, for a log
     * @param in after so long
     */
    record Reconnecting(String why, Duration in) implements OverlayState {}

    /** Refused for good: this client does nothing more. */
    record Refused(Reason reason, String text) implements OverlayState {}

    /** The same device connected elsewhere: this client does nothing more. */
    record Replaced() implements OverlayState {}

    /** Closed by its owner. */
    record Closed() implements OverlayState {}
}
