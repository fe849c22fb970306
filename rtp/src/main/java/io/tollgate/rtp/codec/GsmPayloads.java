package io.tollgate.rtp.codec;

import static io.tollgate.rtp.codec.GsmMath.add;
import static io.tollgate.rtp.codec.GsmMath.multRounded;
import static io.tollgate.rtp.codec.GsmMath.sub;

/** GSM full rate, the counterpart of {@link GsmEncoder} (ETSI EN 300 961 section 5.3). */
final class GsmPayloads implements PayloadDecoder {
    private static final int SUBFRAME = GsmPulses.LENGTH;
    private static final int MIN_LAG = 40;
    private static final int MAX_LAG = 120;

    private final GsmFrame frame = new GsmFrame();
    private final GsmRatios ratios = new GsmRatios();
    private final GsmPulses pulses = new GsmPulses();
    private final int[] residue = new int[SUBFRAME];
    /** The short-term residue: the last 120 samples, then those of this frame. */
    private final int[] rebuilt = new int[MAX_LAG + GsmFrame.SAMPLES];

    private final int[] delay = new int[GsmRatios.ORDER + 1];
    private int lag = MIN_LAG;
    private int deemphasised;

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int samples(int length) {
        return length % GsmFrame.BYTES == 0 ? length / GsmFrame.BYTES * GsmFrame.SAMPLES : AudioDecoder.MALFORMED;
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        for (int at = 0; at < len; at += GsmFrame.BYTES) {
            if (!GsmFrame.isSigned(in, off + at)) {
                return false;
            }
        }
        for (int i = 0; i < len / GsmFrame.BYTES; i++) {
            frame.read(in, off + i * GsmFrame.BYTES);
            for (int sub = 0; sub < GsmFrame.SUBFRAMES; sub++) {
                longTerm(sub);
            }
            shortTerm(pcm, pcmOff + i * GsmFrame.SAMPLES);
            System.arraycopy(rebuilt, GsmFrame.SAMPLES, rebuilt, 0, MAX_LAG);
        }
        return true;
    }

    /** 5.3.2; a lag outside its range, which only damage makes, is replaced by the last good one. */
    private void longTerm(int subframe) {
        pulses.decode(frame, subframe, residue);
        int sent = frame.lag[subframe];
        lag = sent < MIN_LAG || sent > MAX_LAG ? lag : sent;
        int gain = GsmEncoder.GAINS[frame.gain[subframe]];
        int now = MAX_LAG + subframe * SUBFRAME;
        for (int k = 0; k < SUBFRAME; k++) {
            rebuilt[now + k] = add(residue[k], multRounded(gain, rebuilt[now + k - lag]));
        }
    }

    /** 5.3.4 to 5.3.7: the filter, then the high frequencies lowered, 13 bits. */
    private void shortTerm(short[] pcm, int off) {
        ratios.next(frame.ratios);
        int k = 0;
        for (int stretch = 0; stretch < GsmRatios.stretches(); stretch++) {
            int[] r = ratios.reflection(stretch);
            for (; k < GsmRatios.end(stretch); k++) {
                int value = rebuilt[MAX_LAG + k];
                for (int i = GsmRatios.ORDER - 1; i >= 0; i--) {
                    value = sub(value, multRounded(r[i], delay[i]));
                    delay[i + 1] = add(delay[i], multRounded(r[i], value));
                }
                delay[0] = value;
                deemphasised = add(value, multRounded(deemphasised, 28_180));
                pcm[off + k] = (short) (add(deemphasised, deemphasised) & 0xfff8);
            }
        }
    }
}
