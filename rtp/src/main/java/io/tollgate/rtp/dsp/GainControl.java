package io.tollgate.rtp.dsp;

/**
 * Brings speech to one loudness. The gain follows the level of what is spoken, slowly upwards and quicker downwards;
 * while nobody speaks it goes back to one, so that noise is never made louder. A limiter looks at each 2.5 ms before they
 * are played and lowers the gain in time: nothing is clipped, and the first sample that would be too loud is not.
 *
 * <p>Adds no delay. Mutable, one owner, allocates nothing.
 */
public final class GainControl {
    /** A usual level of speech in telephony: -26 dBov, ITU-T P.56 active speech level. */
    public static final double DEFAULT_TARGET_DBOV = -26;

    public static final double DEFAULT_MAX_GAIN_DB = 18;

    private static final double MAX_CUT_DB = 20;
    /** -1 dBov for peaks. */
    private static final double CEILING = 29_200;

    private static final int PIECES_PER_SECOND = 400;
    private static final double NATURAL = Math.log(10) / 20;
    /** Level of speech: rises with 60 ms, falls with 600 ms, in pieces of 2.5 ms. */
    private static final double RISE = 0.04;

    private static final double FALL = 0.0042;
    /** By which a level that rises quickly and falls slowly is above the mean of speech. */
    private static final double LIVELY_DB = 3.4;

    /** In dB for each piece: up by 4 dB and down by 24 dB in a second. */
    private static final double UP = 0.01;

    private static final double DOWN = 0.06;
    /** Way back to a gain of one in a pause, and to the gain of speech at its beginning. */
    private static final double PAUSE = 0.008;

    private static final double RESUME = 0.1;
    private static final double LIMITER_RELEASE = 0.01;

    private final int piece;
    private final double targetDbov;
    private final double maxGainDb;
    private double speechPower;
    private double speechGainDb;
    private double gainDb;
    private double limit = 1;
    private double played = 1;

    /** With the usual target and gain. {@code sampleRate}: 8000 or 16000 Hz. */
    public GainControl(int sampleRate) {
        this(sampleRate, DEFAULT_TARGET_DBOV, DEFAULT_MAX_GAIN_DB);
    }

    /**
     * @param sampleRate in Hz: 8000 or 16000
     * @param targetDbov to which active speech is brought: -50 to -9
     * @param maxGainDb by which it is raised at most: 0 to 40; with 0 loud speech is only lowered
     */
    public GainControl(int sampleRate, double targetDbov, double maxGainDb) {
        Rates.check(sampleRate);
        if (!(targetDbov >= -50 && targetDbov <= -9)) {
            throw new IllegalArgumentException("a level of " + targetDbov + " dBov");
        }
        if (!(maxGainDb >= 0 && maxGainDb <= 40)) {
            throw new IllegalArgumentException("a gain of " + maxGainDb + " dB");
        }
        piece = sampleRate / PIECES_PER_SECOND;
        this.targetDbov = targetDbov;
        this.maxGainDb = maxGainDb;
    }

    /** Forgets all, as at the beginning of a call. */
    public void reset() {
        speechPower = 0;
        speechGainDb = 0;
        gainDb = 0;
        limit = 1;
        played = 1;
    }

    /** The gain that is now applied to speech, in dB, without what the limiter takes. */
    public double gainDb() {
        return speechGainDb;
    }

    /**
     * Changes a frame in place.
     *
     * @param samples any number; the last piece may be shorter than 2.5 ms
     * @param speech whether the frame holds speech, as {@link SpeechDetector} says before its hangover is over
     */
    public void process(short[] pcm, int off, int samples, boolean speech) {
        for (int at = 0; at < samples; at += piece) {
            piece(pcm, off + at, Math.min(piece, samples - at), speech);
        }
    }

    private void piece(short[] pcm, int off, int n, boolean speech) {
        int peak = 0;
        double energy = 0;
        for (int i = off; i < off + n; i++) {
            peak = Math.max(peak, Math.abs(pcm[i]));
            energy += (double) pcm[i] * pcm[i];
        }
        steer(energy / n, speech);
        double wanted = Math.exp(gainDb * NATURAL);
        double most = peak == 0 ? Double.MAX_VALUE : CEILING / peak;
        limit = Math.min(1, limit + LIMITER_RELEASE * (1 - limit));
        limit = Math.min(limit, most / wanted);
        double gain = wanted * limit;
        // A gain that must fall has fallen before the piece begins: a step down is masked by what is loud after it.
        float from = (float) Math.min(played, most);
        float slope = ((float) gain - from) / n;
        for (int i = 0; i < n; i++) {
            pcm[off + i] = (short) Math.round((from + slope * (i + 1)) * pcm[off + i]);
        }
        played = gain;
    }

    private void steer(double power, boolean speech) {
        if (!speech) {
            gainDb -= PAUSE * gainDb;
            return;
        }
        double follow = power > speechPower ? RISE : FALL;
        speechPower += follow * (power - speechPower);
        if (speechPower > 1) {
            double level = 10 * Math.log10(speechPower / ComfortNoise.FULL_SCALE_POWER) - LIVELY_DB;
            double wanted = Math.clamp(targetDbov - level, -MAX_CUT_DB, maxGainDb);
            speechGainDb += Math.clamp(wanted - speechGainDb, -DOWN, UP);
        }
        gainDb += RESUME * (speechGainDb - gainDb);
    }
}
