package io.tollgate.rtp.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** libopus' decoder: state, one packet and one frame in native memory. */
final class NativeOpusDecoder implements OpusDecoder {
    private static final int BUFFER_TOO_SMALL = -2;
    private static final int INVALID_PACKET = -4;

    private final NativeOpus opus;
    private final int sampleRate;
    private final @Nullable Arena own;
    private final MemorySegment state;
    private final MemorySegment packet;
    private final MemorySegment frame;
    private boolean closed;

    /** {@code own}: whether {@code arena} is to be closed with this decoder. */
    NativeOpusDecoder(NativeOpus opus, int sampleRate, Arena arena, boolean own) {
        this.opus = opus;
        this.sampleRate = sampleRate;
        this.own = own ? arena : null;
        state = opus.newDecoder(arena, sampleRate);
        packet = arena.allocate(OpusFrames.MAX_PACKET);
        frame = arena.allocate(JAVA_SHORT, OpusFrames.maxSamples(sampleRate));
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int decode(byte[] in, int off, int len, short[] pcm, int pcmOff, int maxSamples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, maxSamples);
        if (len == 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        int room = Math.min(maxSamples, OpusFrames.maxSamples(sampleRate));
        if (room == 0) {
            return TOO_LONG;
        }
        MemorySegment.copy(in, off, packet, JAVA_BYTE, 0, len);
        return deliver("decoding", opus.decode(state, packet, len, frame, room, 0), pcm, pcmOff);
    }

    @Override
    public int decodeFec(byte[] in, int off, int len, short[] pcm, int pcmOff, int samples) {
        checkOpen();
        OpusFrames.checkDecode(in, off, len, pcm, pcmOff, samples);
        OpusFrames.checkLost(sampleRate, pcm, pcmOff, samples);
        if (len == 0 || len > OpusFrames.MAX_PACKET) {
            return MALFORMED;
        }
        MemorySegment.copy(in, off, packet, JAVA_BYTE, 0, len);
        return deliver("restoring", opus.decode(state, packet, len, frame, samples, 1), pcm, pcmOff);
    }

    @Override
    public int conceal(short[] pcm, int off, int samples) {
        checkOpen();
        OpusFrames.checkLost(sampleRate, pcm, off, samples);
        return deliver("concealing", opus.decode(state, MemorySegment.NULL, 0, frame, samples, 0), pcm, off);
    }

    private int deliver(String doing, int result, short[] pcm, int pcmOff) {
        if (result >= 0) {
            MemorySegment.copy(frame, JAVA_SHORT, 0, pcm, pcmOff, result);
            return result;
        }
        return switch (result) {
            case INVALID_PACKET -> MALFORMED;
            case BUFFER_TOO_SMALL -> TOO_LONG;
            default -> throw new OpusException(doing + " Opus", result);
        };
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this Opus decoder is closed");
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (own != null) {
                own.close();
            }
        }
    }
}
