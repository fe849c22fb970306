package io.tollgate.rtp.codec;

import java.util.Objects;

/** The sizes that Opus allows, checked before the library sees them, so that a mistake is told in words. */
final class OpusFrames {
    /** RFC 6716 section 3.4 requirement R2; packets longer than {@link #MAX_PACKET} we take for damaged. */
    static final int MAX_FRAME_BYTES = 1275;

    /** What fits a datagram on Ethernet: an Opus packet of several frames may be longer than one frame's 1275 bytes. */
    static final int MAX_PACKET = 1500;

    private OpusFrames() {}

    static void checkRate(int sampleRate) {
        switch (sampleRate) {
            case 8_000, 12_000, 16_000, 24_000, 48_000 -> {}
            default ->
                throw new IllegalArgumentException(
                        "Opus runs at 8000, 12000, 16000, 24000 or 48000 Hz, not at " + sampleRate);
        }
    }

    /** 120 ms: the most sound that one packet can hold (RFC 6716 section 3.4 R5). */
    static int maxSamples(int sampleRate) {
        return sampleRate / 25 * 3;
    }

    static void checkEncode(int sampleRate, short[] pcm, int off, int samples, byte[] out, int outOff, int max) {
        Objects.checkFromIndexSize(off, samples, pcm.length);
        Objects.checkFromIndexSize(outOff, max, out.length);
        int unit = sampleRate / 400;
        boolean legal = samples == unit
                || samples == 2 * unit
                || samples == 4 * unit
                || samples == 8 * unit
                || samples == 16 * unit
                || samples == 24 * unit;
        if (!legal) {
            throw new IllegalArgumentException("an Opus frame is 2.5, 5, 10, 20, 40 or 60 ms long, at " + sampleRate
                    + " Hz for instance " + 8 * unit + " samples, not " + samples);
        }
        if (max < 2) {
            throw new IllegalArgumentException("an Opus packet needs room for 2 bytes, not " + max);
        }
    }

    static void checkDecode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples) {
        Objects.checkFromIndexSize(off, len, in.length);
        Objects.checkFromIndexSize(pcmOff, maxSamples, pcm.length);
    }

    static void checkLost(int sampleRate, short[] pcm, int off, int samples) {
        Objects.checkFromIndexSize(off, samples, pcm.length);
        int unit = sampleRate / 400;
        if (samples <= 0 || samples % unit != 0 || samples > maxSamples(sampleRate)) {
            throw new IllegalArgumentException("a lost Opus frame is a multiple of 2.5 ms (" + unit + " samples at "
                    + sampleRate + " Hz) up to 120 ms, not " + samples + " samples");
        }
    }
}
