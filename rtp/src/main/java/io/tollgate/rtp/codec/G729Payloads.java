package io.tollgate.rtp.codec;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import org.mobicents.media.server.impl.dsp.audio.g729.DecLD8K;
import org.mobicents.media.server.impl.dsp.audio.g729.IntegerPointer;
import org.mobicents.media.server.impl.dsp.audio.g729.PParity;
import org.mobicents.media.server.impl.dsp.audio.g729.PostFil;
import org.mobicents.media.server.impl.dsp.audio.g729.PostPro;

/**
 * G.729, the counterpart of {@link G729Encoder}. A payload may end with a frame of silence (annex B, 2 bytes), whether or not
 * that was agreed on: 10 ms of its noise are played, and what follows is told by {@link #describeSilence}.
 *
 * <p>The library keeps what it needs for erased frames in static fields, which calls would share; a frame is therefore never
 * reported to it as erased. It makes some 7 KB of garbage for each frame.
 */
final class G729Payloads implements PayloadDecoder {
    /** The library reads the two sub-frames' filters one behind the other. */
    private static final int FILTER = 11;

    private static final int SUBFRAME = 40;
    /** Samples of the past that the post-filter looks at. */
    private static final int PAST = 10;

    private static final int INITIAL_VOICING = 60;
    private static final long NOISE_SEED = 729;

    private final DecLD8K decoder = new DecLD8K();
    private final PostFil postFilter = new PostFil();
    private final PostPro highPass = new PostPro();
    /** The first says whether the frame is erased. */
    private final int[] parameters = new int[1 + G729Frame.PARAMETERS];

    private final float[] synthesis = new float[PAST + G729Frame.SAMPLES];
    private final float[] filters = new float[2 * FILTER];
    private final float[] sound = new float[G729Frame.SAMPLES];
    private final IntegerPointer pitch = new IntegerPointer(0);
    private final IntegerPointer voiced = new IntegerPointer(0);
    private final G729Noise silence = new G729Noise(decoder);
    private final ComfortNoiseGenerator noise = new ComfortNoiseGenerator(8_000, NOISE_SEED);
    private boolean silent;
    private int voicing = INITIAL_VOICING;

    G729Payloads() {
        decoder.init_decod_ld8k();
        postFilter.init_post_filter();
        highPass.init_post_process();
    }

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int samples(int length) {
        int frames = length / G729Frame.BYTES * G729Frame.SAMPLES;
        return switch (length % G729Frame.BYTES) {
            case 0 -> frames;
            case G729Noise.BYTES -> frames + G729Noise.SAMPLES;
            default -> AudioDecoder.MALFORMED;
        };
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        int frames = len / G729Frame.BYTES;
        for (int frame = 0; frame < frames; frame++) {
            speech(in, off + frame * G729Frame.BYTES, pcm, pcmOff + frame * G729Frame.SAMPLES);
        }
        silent = len % G729Frame.BYTES == G729Noise.BYTES;
        if (silent) {
            silence.read(in, off + frames * G729Frame.BYTES);
            silence.describe(noise);
            noise.play(pcm, pcmOff + frames * G729Frame.SAMPLES, G729Noise.SAMPLES);
        }
        return true;
    }

    @Override
    public boolean describeSilence(ComfortNoiseGenerator generator) {
        if (silent) {
            silence.describe(generator);
        }
        return silent;
    }

    private void speech(byte[] in, int off, short[] pcm, int pcmOff) {
        G729Frame.read(in, off, parameters, 1);
        int parity = 1 + G729Frame.PARITY;
        parameters[parity] = PParity.check_parity_pitch(parameters[1 + G729Frame.PITCH], parameters[parity]);
        decoder.decod_ld8k(parameters, 0, voicing, synthesis, PAST, filters, pitch);
        filter();
        for (int i = 0; i < G729Frame.SAMPLES; i++) {
            pcm[pcmOff + i] = (short) Math.clamp(Math.round(sound[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private void filter() {
        voicing = 0;
        for (int sub = 0; sub < 2; sub++) {
            int at = sub * SUBFRAME;
            postFilter.post(pitch.value, synthesis, PAST + at, filters, sub * FILTER, sound, at, voiced);
            if (voiced.value != 0) {
                voicing = voiced.value;
            }
        }
        System.arraycopy(synthesis, G729Frame.SAMPLES, synthesis, 0, PAST);
        highPass.post_process(sound, G729Frame.SAMPLES);
    }
}
