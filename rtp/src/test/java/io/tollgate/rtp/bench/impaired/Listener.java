package io.tollgate.rtp.bench.impaired;

import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusLibrary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who listens behind a gateway: plays packets by their timestamps, {@link #BUFFER_MS} after the first came, and waits when
 * it has run dry. It repairs nothing, so that what is repaired was the gateway's doing. Sound lies where it would be
 * heard: sample 0 is the moment at which the other side sent its first packet.
 */
final class Listener {
    static final int BUFFER_MS = 60;
    private static final long FRAME_NS = 20_000_000L;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Frame(int number, long dueNs, byte[] payload) {}

    private final Codec codec;
    private final int step;
    private final List<Frame> frames = new ArrayList<>();
    private boolean started;
    private int firstTimestamp;
    private int last = Integer.MIN_VALUE;
    private long anchorNs;
    private int late;

    Listener(Codec codec) {
        this.codec = codec;
        this.step = codec.clockRate / 50;
    }

    /** @param arrivalNs after the moment at which the other side sent its first packet */
    void add(long arrivalNs, int timestamp, byte[] payload) {
        if (!started) {
            started = true;
            firstTimestamp = timestamp;
            anchorNs = arrivalNs + BUFFER_MS * 1_000_000L;
        }
        int number = (timestamp - firstTimestamp) / step;
        long behind = arrivalNs - anchorNs - number * FRAME_NS;
        if (behind > 0 && number <= last) {
            late++;
            return;
        }
        anchorNs += Math.max(behind, 0);
        last = Math.max(last, number);
        frames.add(new Frame(number, anchorNs + number * FRAME_NS, payload));
    }

    /**
     * @param pcm what was heard at 8 kHz
     * @param due frames of 20 ms between the first and the last heard
     * @param absent of these, how many were silent because nothing was there
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Heard(short[] pcm, int due, int absent, int late) {}

    Heard render(int seconds) {
        short[] pcm = new short[(seconds + 1) * 8_000];
        if (frames.isEmpty()) {
            return new Heard(pcm, 0, 0, late);
        }
        frames.sort(Comparator.comparingInt(Frame::number));
        int played = 0;
        int previous = Integer.MIN_VALUE;
        try (OpusDecoder opus = OpusLibrary.load().newDecoder(8_000)) {
            for (Frame frame : frames) {
                int at = (int) (frame.dueNs / 125_000);
                if (frame.number != previous && at >= 0 && at + 160 <= pcm.length) {
                    decode(opus, frame.payload, pcm, at);
                    played++;
                }
                previous = frame.number;
            }
        }
        long span = frames.getLast().dueNs - frames.getFirst().dueNs;
        int due = (int) Math.round((double) span / FRAME_NS) + 1;
        return new Heard(pcm, due, Math.max(0, due - played), late);
    }

    private void decode(OpusDecoder opus, byte[] payload, short[] pcm, int at) {
        switch (codec) {
            case OPUS -> opus.decode(payload, 0, payload.length, pcm, at, 160);
            case PCMU -> G711.decodeUlaw(payload, 0, Math.min(160, payload.length), pcm, at);
            case PCMA -> G711.decodeAlaw(payload, 0, Math.min(160, payload.length), pcm, at);
        }
    }
}
