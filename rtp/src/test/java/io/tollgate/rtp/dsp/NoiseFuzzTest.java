package io.tollgate.rtp.dsp;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Descriptions of noise (RFC 3389) that no encoder made: what they ask for stays a sound of bounded power. */
class NoiseFuzzTest {
    private static final int LONGEST = 24;

    @FuzzTest(maxDuration = "30s")
    void anyBytesAsNoise(byte[] bytes) {
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(8_000, 7);
        short[] pcm = new short[800];
        for (int at = 0; at < bytes.length && at < 8 * LONGEST; at += LONGEST) {
            int length = Math.min(LONGEST, bytes.length - at);
            boolean taken = generator.payload(bytes, at, length);
            if (taken && bytes[at] < 0) {
                throw new AssertionError("the reserved bit was taken for a level");
            }
            generator.play(pcm, 0, pcm.length);
        }
        generator.noiseFloor(-127);
        for (int i = 0; i < 40; i++) {
            generator.play(pcm, 0, pcm.length);
        }
        for (short sample : pcm) {
            if (Math.abs(sample) > 1) {
                throw new AssertionError("it does not fall silent: " + sample);
            }
        }
    }
}
