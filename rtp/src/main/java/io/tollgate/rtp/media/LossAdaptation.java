package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLayer;
import io.tollgate.rtp.codec.OpusSettings;

/**
 * Steers layer and forward error correction of what we send by the losses that the other side reports (RFC 3550 section
 * 6.4.1). Copies go on with the first report above one percent and off again only when losses have stayed away for a while,
 * because each change is heard and losses come in bursts. While none are needed, a telephone's sound is coded by the
 * transform layer, for a third of the work (decision 0009). Pure apart from the encoder it steers.
 */
final class LossAdaptation {
    private static final double ON_PCT = 1.0;
    private static final double OFF_PCT = 0.3;
    private static final int QUIET_SECONDS = 30;
    private static final double KEEP = 0.93;

    private static final int MOST_PCT = 25;

    /** From here on the transform layer sounds no worse than the other one at 24 kbit/s (decision 0009). */
    private static final int TRANSFORM_BITRATE = 28_000;

    private static final int TELEPHONE_RATE = 8_000;

    private final boolean useful;
    private final boolean transforms;
    private final boolean always;
    private final int leastPct;
    private boolean on;
    private int quietSeconds;
    private double smoothedPct;
    private int preparedPct;
    private OpusLayer layer = OpusLayer.AUTOMATIC;

    /** {@code useful}: whether the other side's decoder makes anything of copies. */
    LossAdaptation(OpusSettings settings, boolean useful) {
        this.useful = useful;
        always = settings.fec();
        transforms = !settings.dtx() && settings.bitrate() >= TRANSFORM_BITRATE;
        leastPct = settings.fec() ? settings.expectedLossPct() : 0;
        on = always;
        preparedPct = settings.expectedLossPct();
    }

    /** Before the first frame of a new encoder. */
    void begin(OpusEncoder encoder) {
        setLayer(encoder);
    }

    /** Silence can be left out, and frames copied, by the linear-prediction layer only. */
    private void setLayer(OpusEncoder encoder) {
        boolean transform = transforms && !on && encoder.sampleRate() == TELEPHONE_RATE;
        layer = transform ? OpusLayer.TRANSFORM : OpusLayer.AUTOMATIC;
        encoder.layer(layer);
    }

    /** The layer that codes, for a call's record; copies come with the other one. */
    String layer() {
        return layer == OpusLayer.TRANSFORM ? "transform" : on ? "speech+fec" : "speech";
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
            setLayer(encoder);
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
