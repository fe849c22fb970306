package io.tollgate.rtp.codec;

/**
 * What a codec takes from the quality of a call by the E-model (ITU-T G.107, narrowband scale, on which undisturbed G.711
 * has 93.2 points).
 *
 * @param ie equipment impairment factor without loss, in points, 0 to 95
 * @param bpl packet-loss robustness: the loss in percent at which half of what is left is gone, above 0
 */
public record Impairment(double ie, double bpl) {
    public Impairment {
        if (!(ie >= 0 && ie <= 95 && bpl > 0)) {
            throw new IllegalArgumentException("Ie " + ie + " is not in 0 to 95, or Bpl " + bpl + " is not above 0");
        }
    }

    /**
     * Ie,eff of ITU-T G.107 equation 7-29.
     *
     * @param lossPct frames that had to be made up, in percent, 0 to 100
     * @param burstRatio mean length of the gaps against that of random loss, 1 when losses come at random, above 0
     */
    public double effective(double lossPct, double burstRatio) {
        return ie + (95 - ie) * lossPct / (lossPct / burstRatio + bpl);
    }
}
