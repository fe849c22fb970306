package io.tollgate.rtp.codec;

import org.mobicents.media.server.impl.dsp.audio.g729.CodLD8K;
import org.mobicents.media.server.impl.dsp.audio.g729.PreProc;

/**
 * G.729 at 8 kbit/s, without annex B, in frames of 10 ms: the coder within the library of Restcomm, which is the
 * Recommendation's own in floating point (its annex C; annex A has the same bits). The class of the library that is meant to be used
 * takes 20 ms at a time and hands bytes through queues; its parts, used here, take frames and know no threads.
 *
 * <p>The library makes some 15 KB of garbage for each frame.
 */
final class G729Encoder implements AudioEncoder {
    private final PreProc highPass = new PreProc();
    private final CodLD8K coder = new CodLD8K();
    private final float[] speech = new float[G729Frame.SAMPLES];
    private final int[] parameters = new int[G729Frame.PARAMETERS];

    G729Encoder() {
        highPass.init_pre_process();
        coder.init_coder_ld8k();
    }

    /** Whether the library is here: it can be left out, for its licence or its size. */
    static boolean isPresent() {
        try {
            new G729Encoder().close();
            new G729Payloads().close();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int frameSamples() {
        return G729Frame.SAMPLES;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        int frames = samples / G729Frame.SAMPLES;
        EncoderInput.check(pcm, off, samples, G729Frame.SAMPLES, out, outOff, frames * G729Frame.BYTES);
        for (int frame = 0; frame < frames; frame++) {
            for (int i = 0; i < G729Frame.SAMPLES; i++) {
                speech[i] = pcm[off + frame * G729Frame.SAMPLES + i];
            }
            highPass.pre_process(speech, G729Frame.SAMPLES);
            coder.loadSpeech(speech);
            coder.coder_ld8k(parameters, 0);
            G729Frame.write(parameters, out, outOff + frame * G729Frame.BYTES);
        }
        return frames * G729Frame.BYTES;
    }

    @Override
    public void close() {}
}
