package io.tollgate.rtp.quality;

/**
 * Everything that the E-model wants to know (ITU-T G.107 table 3). {@link #DEFAULT} holds the recommended values; the
 * {@code with} methods change what a gateway can measure.
 *
 * @param slr send loudness rating, dB
 * @param rlr receive loudness rating, dB
 * @param stmr sidetone masking rating, dB
 * @param lstr listener sidetone rating, dB
 * @param ds D-value of the telephone at the send side, dB
 * @param telr talker echo loudness rating, dB
 * @param wepl weighted echo path loss, dB
 * @param tMs mean one-way delay of the echo path, ms
 * @param trMs round-trip delay in a closed 4-wire loop, ms
 * @param taMs absolute delay in echo-free connections, ms
 * @param qdu quantisation distortion units, positive
 * @param ie equipment impairment factor
 * @param bpl packet-loss robustness factor, positive
 * @param pplPct probability of losing a packet, 0 to 100
 * @param burstR burst ratio, 1 for random loss
 * @param ncDbm0p circuit noise referred to the 0 dBr point, dBm0p
 * @param nforDbmp noise floor at the receive side, dBmp
 * @param psDba room noise at the send side, dB(A)
 * @param prDba room noise at the receive side, dB(A)
 * @param advantage advantage factor A, 0 to 20
 */
public record EModelInput(
        double slr,
        double rlr,
        double stmr,
        double lstr,
        double ds,
        double telr,
        double wepl,
        double tMs,
        double trMs,
        double taMs,
        double qdu,
        double ie,
        double bpl,
        double pplPct,
        double burstR,
        double ncDbm0p,
        double nforDbmp,
        double psDba,
        double prDba,
        double advantage) {

    /** The values of G.107 table 3: R = 93.2. */
    public static final EModelInput DEFAULT =
            new EModelInput(8, 2, 15, 18, 3, 65, 110, 0, 0, 0, 1, 0, 4.3, 0, 1, -70, -64, 35, 35, 0);

    /** The same with a symmetric line of this one-way delay from mouth to ear, 0 or more ms: T = Ta and Tr = 2T. */
    public EModelInput withOneWayDelay(double ms) {
        return with(telr, ms, 2 * ms, ms, ie, bpl, pplPct, burstR);
    }

    /** The same with another codec. */
    public EModelInput withCodec(CodecImpairment codec) {
        return with(telr, tMs, trMs, taMs, codec.ie(), codec.bpl(), pplPct, burstR);
    }

    /**
     * The same with loss.
     *
     * @param pct 0 to 100
     * @param ratio burst ratio, at least 1
     */
    public EModelInput withLoss(double pct, double ratio) {
        return with(telr, tMs, trMs, taMs, ie, bpl, pct, ratio);
    }

    /** The same with another talker echo loudness rating in dB. */
    public EModelInput withTelr(double db) {
        return with(db, tMs, trMs, taMs, ie, bpl, pplPct, burstR);
    }

    private EModelInput with(
            double echo, double t, double tr, double ta, double codecIe, double codecBpl, double loss, double ratio) {
        return new EModelInput(
                slr, rlr, stmr, lstr, ds, echo, wepl, t, tr, ta, qdu, codecIe, codecBpl, loss, ratio, ncDbm0p, nforDbmp,
                psDba, prDba, advantage);
    }
}
