package io.tollgate.rtp.codec;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.mobicents.media.server.impl.dsp.audio.g729.DecLD8K;
import org.mobicents.media.server.impl.dsp.audio.g729.LpcFunc;
import org.mobicents.media.server.impl.dsp.audio.g729.LspDec;
import org.mobicents.media.server.impl.dsp.audio.g729.LspGetq;
import org.mobicents.media.server.impl.dsp.audio.g729.TabLD8k;

/**
 * A G.729 annex B frame of silence (SID): 15 bits that tell the spectrum and the level of the noise that is to be played until
 * the next frame comes (ITU-T G.729 annex B section B.4, RFC 3551 figure 3). The spectrum is read as the annex says, with the
 * predictor that speech and silence share; the noise itself is made by {@link ComfortNoiseGenerator}, so that it is not bit
 * by bit that of the annex, which nobody could hear.
 *
 * <p>The library knows nothing of annex B, but its tables and predictor are those of the Recommendation. What it remembers
 * must follow through the silence, or the next words begin with the wrong spectrum: it is reached by handles, as in {@link
 * IlbcLibrary}.
 */
final class G729Noise {
    static final int BYTES = 2;
    static final int SAMPLES = 80;

    private static final int ORDER = 10;
    private static final int PREDICTED = 4;
    private static final float LEAST_DISTANCE = 0.0012f;

    /** Which vectors of the codebooks for speech serve for noise. */
    private static final int[] FIRST_STAGE = {
        96, 52, 20, 54, 86, 114, 82, 68, 36, 121, 48, 92, 18, 120, 94, 124, 50, 125, 4, 100, 28, 76, 12, 117, 81, 22,
        90, 116, 127, 21, 108, 66
    };

    private static final int[] LOW_HALF = {31, 21, 9, 3, 10, 2, 19, 26, 4, 3, 11, 29, 15, 27, 21, 12};
    private static final int[] HIGH_HALF = {16, 1, 0, 0, 8, 25, 22, 20, 19, 23, 20, 31, 4, 31, 20, 31};

    /** Predictors for noise: that of speech in its first mode, and a mixture of both modes. */
    private static final float[][][] PREDICTORS = {TabLD8k.fg[0], mixed()};

    private static final float[][] REMAINDERS = {remainder(PREDICTORS[0]), remainder(PREDICTORS[1])};

    /** Fails to initialise where the library is not as expected. */
    private static final class Handles {
        static final VarHandle LSP_DECODER;
        static final VarHandle MEMORY;
        static final VarHandle LAST;

        static {
            try {
                MethodHandles.Lookup decoder = MethodHandles.privateLookupIn(DecLD8K.class, MethodHandles.lookup());
                MethodHandles.Lookup lsp = MethodHandles.privateLookupIn(LspDec.class, MethodHandles.lookup());
                LSP_DECODER = decoder.findVarHandle(DecLD8K.class, "lspDec", LspDec.class);
                LAST = decoder.findVarHandle(DecLD8K.class, "lsp_old", float[].class);
                MEMORY = lsp.findVarHandle(LspDec.class, "freq_prev", float[][].class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    private final DecLD8K decoder;
    private final float[] difference = new float[ORDER];
    private final float[] lsf = new float[ORDER];
    private final float[] lsp = new float[ORDER];
    private final float[] filter = new float[ORDER + 1];
    private final double[] polynomial = new double[ORDER + 1];
    private final double[] reflection = new double[ORDER];
    private double levelDbov;

    /** Reads for this decoder and keeps its memory going. */
    G729Noise(DecLD8K decoder) {
        this.decoder = decoder;
    }

    private static float[][] mixed() {
        float[][] both = new float[PREDICTED][ORDER];
        for (int k = 0; k < PREDICTED; k++) {
            for (int i = 0; i < ORDER; i++) {
                both[k][i] = 0.6f * TabLD8k.fg[0][k][i] + 0.4f * TabLD8k.fg[1][k][i];
            }
        }
        return both;
    }

    /** What of a vector its predictor leaves to be sent. */
    private static float[] remainder(float[][] predictor) {
        float[] rest = new float[ORDER];
        for (int i = 0; i < ORDER; i++) {
            rest[i] = 1;
            for (float[] step : predictor) {
                rest[i] -= step[i];
            }
        }
        return rest;
    }

    /** Reads a frame; any 15 bits are one. */
    void read(byte[] in, int off) {
        int bits = (in[off] & 0xff) << 8 | (in[off + 1] & 0xff);
        int mode = bits >> 15;
        spectrum(mode, bits >> 10 & 31, bits >> 6 & 15);
        double gain = gain(bits >> 1 & 31);
        double loss = 1;
        for (double k : reflection) {
            loss *= 1 - k * k;
        }
        levelDbov = 20 * Math.log10(gain / Math.sqrt(Math.max(loss, 1e-6)) / 32_768);
    }

    /** The annex's levels in dB over one: -6, then 2 to 22 in steps of 4, then up to 72 in steps of 2. */
    private static double gain(int index) {
        double db = index == 0 ? -6 : index <= 6 ? 2 + 4 * (index - 1) : 22 + 2 * (index - 6);
        return Math.pow(10, db / 20);
    }

    private void spectrum(int mode, int first, int second) {
        float[] base = TabLD8k.lspcb1[FIRST_STAGE[first]];
        for (int i = 0; i < ORDER; i++) {
            float[] fine = TabLD8k.lspcb2[i < ORDER / 2 ? LOW_HALF[second] : HIGH_HALF[second]];
            difference[i] = base[i] + fine[i];
        }
        LspGetq.lsp_expand_1_2(difference, LEAST_DISTANCE);
        float[][] memory = (float[][]) Handles.MEMORY.get((LspDec) Handles.LSP_DECODER.get(decoder));
        LspGetq.lsp_prev_compose(difference, lsf, PREDICTORS[mode], memory, REMAINDERS[mode]);
        LspGetq.lsp_prev_update(difference, memory);
        LspGetq.lsp_stability(lsf);
        LpcFunc.lsf_lsp(lsf, lsp, ORDER);
        LpcFunc.lsp_az(lsp, 0, filter, 0);
        System.arraycopy(lsp, 0, (float[]) Handles.LAST.get(decoder), 0, ORDER);
        reflect();
    }

    /** From the filter's coefficients down to its reflection coefficients. */
    private void reflect() {
        for (int i = 0; i <= ORDER; i++) {
            polynomial[i] = filter[i];
        }
        for (int m = ORDER; m > 0; m--) {
            double k = Math.clamp(polynomial[m], -0.998, 0.998);
            reflection[m - 1] = k;
            double scale = 1 / (1 - k * k);
            for (int i = 1; i <= m / 2; i++) {
                double low = polynomial[i];
                double high = polynomial[m - i];
                polynomial[i] = scale * (low - k * high);
                polynomial[m - i] = scale * (high - k * low);
            }
        }
    }

    /** Tells a generator what the silence sounds like. */
    void describe(ComfortNoiseGenerator noise) {
        noise.describe(levelDbov, reflection, ORDER);
    }
}
