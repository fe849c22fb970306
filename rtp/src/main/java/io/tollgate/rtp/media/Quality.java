package io.tollgate.rtp.media;

/**
 * Listening quality by the E-model (ITU-T G.107), reduced to delay and loss: default values everywhere else.
 */
final class Quality {
    private Quality() {}

    /**
     * The mean opinion score to be expected.
     *
     * @param delayMs mouth to ear
     * @param lossPct share of frames that had to be made up, 0 to 100
     * @param robustness packet-loss robustness Bpl of codec and concealment: 25.1 for G.711 with Appendix I (G.113)
     */
    static double mos(double delayMs, double lossPct, double robustness) {
        double delayImpairment = 0.024 * delayMs + (delayMs > 177.3 ? 0.11 * (delayMs - 177.3) : 0);
        double lossImpairment = 95 * lossPct / (lossPct + robustness);
        double r = Math.clamp(93.2 - delayImpairment - lossImpairment, 0, 100);
        return Math.clamp(1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6, 1, 4.5);
    }
}
