package io.tollgate.rtp.quality;

import static java.lang.Math.exp;
import static java.lang.Math.log10;
import static java.lang.Math.pow;
import static java.lang.Math.sqrt;

/**
 * The E-model (ITU-T G.107 of 2015, chapter 7): what people can be expected to think of a narrow-band telephone call. Pure
 * arithmetic; the symbols are those of the recommendation.
 */
public final class EModel {
    /** The impairment of a line on which nothing arrives. */
    static final double WORST_IE = 95;

    /** MOS for R of 100 and more (G.107 Annex B). */
    private static final double BEST_MOS = 4.5;

    /** G.107 section 7.5 holds up to here; what is more uneven is rated as if it were this. */
    static final double MOST_UNEVEN = 2;

    private EModel() {}

    /**
     * A rating and what it is made of: {@code r = ro - is - idte - idle - idd - ieEff + advantage}.
     *
     * @param r transmission rating factor; about 93 for a very good call, below 50 for an unacceptable one
     * @param ro basic signal-to-noise ratio
     * @param is impairments that come with the voice: loudness, sidetone, quantisation
     * @param idte talker echo
     * @param idle listener echo
     * @param idd too long a delay
     * @param ieEff codec and loss of packets
     * @param advantage what people put up with for the convenience
     */
    public record Rating(
            double r, double ro, double is, double idte, double idle, double idd, double ieEff, double advantage) {
        /** Mean opinion score of a conversation, 1.0 to 4.5. */
        public double mosCq() {
            return mos(r);
        }

        /** Mean opinion score of mere listening, 1.0 to 4.5: the same without what delay and echo do. */
        public double mosLq() {
            return mos(r + idte + idle + idd);
        }
    }

    /** Rates a call. */
    public static Rating rate(EModelInput in) {
        double no = noise(in);
        double ro = 15 - 1.5 * (in.slr() + no);
        double ist = sidetone(in);
        double is = loudness(in, no) + ist + quantisation(in, ro);
        double idte = talkerEcho(in, no, ist);
        double idle = listenerEcho(in, ro);
        double idd = delay(in.taMs());
        double ieEff = equipment(in.ie(), in.bpl(), in.pplPct(), in.burstR());
        double r = ro - is - idte - idle - idd - ieEff + in.advantage();
        return new Rating(r, ro, is, idte, idle, idd, ieEff, in.advantage());
    }

    /**
     * Rates what a gateway can measure, with default values for everything else.
     *
     * @param lossPct share of packets that had to be made up, 0 to 100
     * @param burstRatio see {@link BurstGap#burstRatio}, at least 1
     * @param oneWayDelayMs from mouth to ear
     */
    public static Rating rate(CodecImpairment codec, double lossPct, double burstRatio, double oneWayDelayMs) {
        return rate(EModelInput.DEFAULT
                .withCodec(codec)
                .withLoss(lossPct, burstRatio)
                .withOneWayDelay(Math.max(0, oneWayDelayMs)));
    }

    /** Mean opinion score for a rating (G.107 Annex B, equation B-4), 1.0 to 4.5. */
    public static double mos(double r) {
        if (r <= 0) {
            return 1;
        }
        if (r >= 100) {
            return BEST_MOS;
        }
        // The cubic dips below 1 for R under 6.5.
        return Math.max(1, 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6);
    }

    /** Sum of all noise at the 0 dBr point, in dBm0p (equations 7-3 to 7-8). */
    private static double noise(EModelInput in) {
        double olr = in.slr() + in.rlr();
        double nos = in.psDba() - in.slr() - in.ds() - 100 + 0.004 * pow(in.psDba() - olr - in.ds() - 14, 2);
        double pre = in.prDba() + 10 * log10(1 + pow(10, (10 - in.lstr()) / 10));
        double nor = in.rlr() - 121 + pre + 0.008 * pow(pre - 35, 2);
        double nfo = in.nforDbmp() + in.rlr();
        return 10 * log10(pow(10, in.ncDbm0p() / 10) + pow(10, nos / 10) + pow(10, nor / 10) + pow(10, nfo / 10));
    }

    /** Iolr: the decrease in quality when the line is too loud (equations 7-10 and 7-11). */
    private static double loudness(EModelInput in, double no) {
        double xolr = in.slr() + in.rlr() + 0.2 * (64 + no - in.rlr());
        return 20 * (pow(1 + pow(xolr / 8, 8), 1 / 8.0) - xolr / 8);
    }

    /** Ist: non-optimum sidetone (equations 7-12 and 7-13). */
    private static double sidetone(EModelInput in) {
        double stmro = -10 * log10(pow(10, -in.stmr() / 10) + exp(-in.tMs() / 4) * pow(10, -in.telr() / 10));
        return 12 * pow(1 + pow((stmro - 13) / 6, 8), 1 / 8.0)
                - 28 * pow(1 + pow((stmro + 1) / 19.4, 35), 1 / 35.0)
                - 13 * pow(1 + pow((stmro - 3) / 33, 13), 1 / 13.0)
                + 29;
    }

    /** Iq: quantising distortion (equations 7-14 to 7-18). */
    private static double quantisation(EModelInput in, double ro) {
        double q = 37 - 15 * log10(in.qdu());
        double g = 1.07 + 0.258 * q + 0.0602 * q * q;
        double y = (ro - 100) / 15 + 46 / 8.4 - g / 9;
        double z = 46 / 30.0 - g / 40;
        return 15 * log10(1 + pow(10, y) + pow(10, z));
    }

    /** Idte: talker echo (equations 7-20 to 7-25). */
    private static double talkerEcho(EModelInput in, double no, double ist) {
        double t = in.tMs();
        if (t < 1) {
            return 0; // such an echo is sidetone
        }
        double terv = in.telr() - 40 * log10((1 + t / 10) / (1 + t / 150)) + 6 * exp(-0.3 * t * t);
        if (in.stmr() < 9) {
            terv += ist / 2;
        }
        double half = (-1.5 * (no - in.rlr()) - (80 + 2.5 * (terv - 14))) / 2;
        double idte = (half + sqrt(half * half + 100) - 1) * (1 - exp(-t));
        return in.stmr() > 20 ? Math.hypot(idte, ist) : idte;
    }

    /** Idle: listener echo (equations 7-26 and 7-27). */
    private static double listenerEcho(EModelInput in, double ro) {
        double half = (ro - 10.5 * (in.wepl() + 7) * pow(in.trMs() + 1, -0.25)) / 2;
        return half + sqrt(half * half + 169);
    }

    /** Idd: too long an absolute delay, with the default sensitivity class (equation 7-28). */
    private static double delay(double taMs) {
        if (taMs <= 100) {
            return 0;
        }
        double x = log10(taMs / 100) / log10(2);
        return 25 * (pow(1 + pow(x, 6), 1 / 6.0) - 3 * pow(1 + pow(x / 3, 6), 1 / 6.0) + 2);
    }

    /** Ie-eff: codec and loss (equation 7-29). */
    private static double equipment(double ie, double bpl, double pplPct, double burstR) {
        double ratio = Math.clamp(burstR, 1, MOST_UNEVEN);
        return ie + (WORST_IE - ie) * pplPct / (pplPct / ratio + bpl);
    }
}
