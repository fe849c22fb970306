package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusSettings;

/**
 * Steers the forward error correction of what we send by the losses that the other side reports (RFC 3550 section 6.4.1).
 * It goes on with the first report above one percent and off again only when losses have stayed away for a while, because
 * each change is heard and losses come in bursts. Pure apart from the encoder it steers.
 */
final class LossAdaptation {
    private static final double ON_PCT = 1.0;
    private static final double OFF_PCT = 0.3;
    private static final int QUIET_SECONDS = 30;
    private static final double KEEP = 0.93;

    private static final int MOST_PCT = 25;

    private final boolean useful;
    private final boolean always;
    private final int leastPct;
    private boolean on;
    private int quietSeconds;
    private double smoothedPct;
    private int preparedPct;

    /** {@code useful}: whether the other side's decoder makes anything of copies. */
    LossAdaptation(OpusSettings settings, boolean useful) {
        this.useful = useful;
        always = settings.fec();
        leastPct = settings.fec() ? settings.expectedLossPct() : 0;
        on = always;
        preparedPct = settings.expectedLossPct();
    }

    /** Once in a second: the other side's last report said so much loss, in percent; negative before the first. */
    void everySecond(double lossPct, OpusEncoder encoder) {
        if (lossPct < 0 || !useful) {
            return;
        }
        smoothedPct = lossPct > smoothedPct ? lossPct : KEEP * smoothedPct + (1 - KEEP) * lossPct;
        quietSeconds = lossPct < OFF_PCT ? quietSeconds + 1 : 0;
        boolean wanted = always || smoothedPct >= ON_PCT || (on && quietSeconds < QUIET_SECONDS);
        if (wanted != on) {
            on = wanted;
            encoder.fec(wanted);
        }
        int prepare = on ? Math.clamp(Math.round(smoothedPct), leastPct, MOST_PCT) : 0;
        if (prepare != preparedPct) {
            preparedPct = prepare;
            encoder.expectedLoss(prepare);
        }
    }

    /** Whether copies are being sent. */
    boolean on() {
        return on;
    }
}
