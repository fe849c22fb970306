package io.tollgate.rtp.codec;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** libopus' encoder: state, one frame and one packet in native memory. */
final class NativeOpusEncoder implements OpusEncoder {
    private final NativeOpus opus;
    private final int sampleRate;
    private final @Nullable Arena own;
    private final MemorySegment state;
    private final MemorySegment frame;
    private final MemorySegment packet;
    private boolean closed;

    /** {@code own}: whether {@code arena} is to be closed with this encoder. */
    NativeOpusEncoder(NativeOpus opus, int sampleRate, OpusSettings settings, Arena arena, boolean own) {
        this.opus = opus;
        this.sampleRate = sampleRate;
        this.own = own ? arena : null;
        state = opus.newEncoder(arena, sampleRate);
        frame = arena.allocate(JAVA_SHORT, OpusFrames.maxSamples(sampleRate) / 2);
        packet = arena.allocate(OpusFrames.MAX_FRAME_BYTES);
        opus.set(state, NativeOpus.SET_SIGNAL, NativeOpus.SIGNAL_VOICE);
        fec(settings.fec());
        dtx(settings.dtx());
        bitrate(settings.bitrate());
        complexity(settings.complexity());
        expectedLoss(settings.expectedLossPct());
    }

    @Override
    public int sampleRate() {
        return sampleRate;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff, int max) {
        checkOpen();
        OpusFrames.checkEncode(sampleRate, pcm, off, samples, out, outOff, max);
        MemorySegment.copy(pcm, off, frame, JAVA_SHORT, 0, samples);
        int length = opus.encode(state, frame, samples, packet, Math.min(max, OpusFrames.MAX_FRAME_BYTES));
        if (length < 0) {
            throw new OpusException("encoding " + samples + " samples into " + max + " bytes of Opus", length);
        }
        MemorySegment.copy(packet, JAVA_BYTE, 0, out, outOff, length);
        return length;
    }

    @Override
    public void bitrate(int bitsPerSecond) {
        OpusSettings.checkBitrate(bitsPerSecond);
        checkOpen();
        opus.set(state, NativeOpus.SET_BITRATE, bitsPerSecond);
    }

    @Override
    public void complexity(int complexity) {
        OpusSettings.checkComplexity(complexity);
        checkOpen();
        opus.set(state, NativeOpus.SET_COMPLEXITY, complexity);
    }

    @Override
    public void expectedLoss(int percent) {
        OpusSettings.checkExpectedLoss(percent);
        checkOpen();
        opus.set(state, NativeOpus.SET_PACKET_LOSS_PERC, percent);
    }

    @Override
    public void fec(boolean on) {
        checkOpen();
        opus.set(state, NativeOpus.SET_INBAND_FEC, on ? 1 : 0);
    }

    @Override
    public void dtx(boolean on) {
        checkOpen();
        opus.set(state, NativeOpus.SET_DTX, on ? 1 : 0);
    }

    @Override
    public void layer(OpusLayer layer) {
        checkOpen();
        opus.set(
                state,
                NativeOpus.SET_FORCE_MODE,
                switch (layer) {
                    case AUTOMATIC -> NativeOpus.AUTO;
                    case TRANSFORM -> NativeOpus.MODE_CELT_ONLY;
                });
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this Opus encoder is closed");
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
