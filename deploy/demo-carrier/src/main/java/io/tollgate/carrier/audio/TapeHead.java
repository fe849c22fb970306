package io.tollgate.carrier.audio;

/**
 * Reads a {@link HeardTape} at a steady distance behind its end, one frame per tick: the carrier's echo.
 *
 * <p>The distance absorbs jitter. When sender and reader have drifted apart by more than half a second (a pause
 * without timestamps, another source), the head jumps back to its distance at the next packet.
 */
final class TapeHead {
    private static final int MAX_DRIFT_SAMPLES = Recording.RATE_HZ / 2;

    private final HeardTape tape;
    private final int delaySamples;
    private long at;
    private long seenEnd;

    TapeHead(HeardTape tape, int delayMs) {
        this.tape = tape;
        this.delaySamples = delayMs * (Recording.RATE_HZ / 1000);
        this.seenEnd = tape.end();
        this.at = seenEnd - delaySamples;
    }

    void read(short[] frame) {
        long end = tape.end();
        if (end != seenEnd) {
            boolean first = seenEnd == 0;
            long drift = end - delaySamples - at;
            if (first || drift > MAX_DRIFT_SAMPLES || drift < -MAX_DRIFT_SAMPLES) {
                at = end - delaySamples;
            }
            seenEnd = end;
        }
        for (int i = 0; i < frame.length; i++) {
            frame[i] = tape.at(at + i);
        }
        at += frame.length;
    }
}
