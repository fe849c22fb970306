package io.tollgate.rtp.codec;

import java.util.Objects;

/** What every encoder checks before it touches an array, so that a mistake is told in words. */
final class EncoderInput {
    private EncoderInput() {}

    static void check(short[] pcm, int off, int samples, int unit, byte[] out, int outOff, int bytes) {
        if (samples <= 0 || samples % unit != 0) {
            throw new IllegalArgumentException("this codec takes a multiple of " + unit + " samples, not " + samples);
        }
        Objects.checkFromIndexSize(off, samples, pcm.length);
        Objects.checkFromIndexSize(outOff, bytes, out.length);
    }
}
