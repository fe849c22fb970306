package io.tollgate.gateway.trunks;

import io.tollgate.rtp.media.TrunkSettings.InbandDigits;

/** How keys travel on a trunk. */
public enum TrunkDigits {
    /** As telephone events (RFC 4733) and never as tones. */
    RFC4733(InbandDigits.NEVER),
    /** As tones in the sound; telephone events are neither offered nor accepted. */
    INBAND(InbandDigits.ALWAYS),
    /** As telephone events where the carrier has them, else as tones. */
    AUTO(InbandDigits.WHEN_NO_EVENTS);

    private final InbandDigits inband;

    TrunkDigits(InbandDigits inband) {
        this.inband = inband;
    }

    InbandDigits inband() {
        return inband;
    }
}
