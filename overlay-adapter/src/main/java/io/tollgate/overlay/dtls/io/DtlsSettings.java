package io.tollgate.overlay.dtls.io;

import java.time.Duration;

/**
 * Times of one handshake.
 *
 * @param timeout from the first datagram to the keys; then it has failed
 * @param resend pause before the first flight is sent again; it doubles (RFC 6347 section 4.2.4.1 proposes 1 s, RTP
 *     applications on known short paths use less)
 */
public record DtlsSettings(Duration timeout, Duration resend) {
    public static final DtlsSettings DEFAULT = new DtlsSettings(Duration.ofSeconds(15), Duration.ofMillis(400));

    public DtlsSettings {
        if (timeout.isNegative() || timeout.isZero() || resend.isNegative() || resend.isZero()) {
            throw new IllegalArgumentException("DTLS times are positive");
        }
    }

    int timeoutMs() {
        return Math.toIntExact(timeout.toMillis());
    }

    int resendMs() {
        return Math.toIntExact(resend.toMillis());
    }
}
