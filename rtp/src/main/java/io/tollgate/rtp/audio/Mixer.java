package io.tollgate.rtp.audio;

import java.util.Objects;

/**
 * Puts a short tone or announcement over live sound, which steps back while it lasts and does not vanish. Mutable, one
 * owner; allocates nothing.
 *
 * <p>The live sound goes down within 10 ms when a tone begins and comes back within 80 ms after its end, so that neither is
 * heard as a click and short gaps in a cadence do not pump. The sum is held at full scale rather than turned round.
 */
public final class Mixer {
    /** What is left of the live sound's amplitude under a tone: 10 dB less, which leaves speech intelligible. */
    public static final float DUCKED = 0.316f;

    private static final int DOWN_PER_SECOND = 100;
    private static final float UP_PER_SECOND = 12.5f;

    private final float down;
    private final float up;
    private float live = 1;

    /**
     * A mixer that has not ducked anything yet.
     *
     * @param sampleRate of the sound in Hz, at least 8000
     * @throws IllegalArgumentException for a lower rate
     */
    public Mixer(int sampleRate) {
        if (sampleRate < 8_000) {
            throw new IllegalArgumentException("sound of " + sampleRate + " Hz is not mixed");
        }
        down = (1 - DUCKED) * DOWN_PER_SECOND / sampleRate;
        up = (1 - DUCKED) * UP_PER_SECOND / sampleRate;
    }

    /**
     * Adds a part of a tone to a frame of live sound, which is lowered under it.
     *
     * @param into the live sound; its first {@code samples} are changed
     * @param tone the tone at the same rate
     * @param off where in the tone this frame begins; what lies beyond the tone's end counts as silence
     * @param gain of the tone, 0 to 4; 1 leaves it as it is
     * @throws IndexOutOfBoundsException when the frame lies outside its array, or {@code off} is negative
     * @throws IllegalArgumentException for another gain
     */
    public void mix(short[] into, short[] tone, int off, int samples, float gain) {
        Objects.checkFromIndexSize(0, samples, into.length);
        if (off < 0) {
            throw new IndexOutOfBoundsException(off);
        }
        if (!(gain >= 0 && gain <= 4)) {
            throw new IllegalArgumentException("a gain of " + gain);
        }
        int sounding = Math.clamp((long) tone.length - off, 0, samples);
        for (int i = 0; i < sounding; i++) {
            live = Math.max(DUCKED, live - down);
            into[i] = saturated(into[i] * live + tone[off + i] * gain);
        }
        release(into, sounding, samples);
    }

    /**
     * Lets a frame of live sound without a tone pass, on its way back to full level. To be called for the frames after a
     * tone; does nothing once that level is reached.
     *
     * @throws IndexOutOfBoundsException when the frame lies outside its array
     */
    public void pass(short[] frame, int samples) {
        Objects.checkFromIndexSize(0, samples, frame.length);
        release(frame, 0, samples);
    }

    private void release(short[] frame, int from, int to) {
        for (int i = from; i < to && live < 1; i++) {
            live = Math.min(1, live + up);
            frame[i] = saturated(frame[i] * live);
        }
    }

    /** Whether live sound is still below its level, so that {@link #pass} has something to do. */
    public boolean ducking() {
        return live < 1;
    }

    /**
     * Adds two sounds of full level, such as the two directions of a call.
     *
     * @throws IndexOutOfBoundsException when a range lies outside its array
     */
    public static void add(short[] into, int intoOff, short[] sound, int off, int samples) {
        Objects.checkFromIndexSize(intoOff, samples, into.length);
        Objects.checkFromIndexSize(off, samples, sound.length);
        for (int i = 0; i < samples; i++) {
            into[intoOff + i] =
                    (short) Math.clamp(into[intoOff + i] + sound[off + i], Short.MIN_VALUE, Short.MAX_VALUE);
        }
    }

    private static short saturated(float sample) {
        return (short) Math.clamp(Math.round(sample), Short.MIN_VALUE, Short.MAX_VALUE);
    }
}
