package io.tollgate.rtp.codec;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusMode;
import io.github.jaredmdobson.concentus.OpusSignal;

/** Concentus' encoder: pure Java, some hundred kilobytes of garbage for each frame. */
final class JavaOpusEncoder implements OpusEncoder {
    private final int sampleRate;
    private final io.github.jaredmdobson.concentus.OpusEncoder encoder;
    private boolean closed;

    JavaOpusEncoder(int sampleRate, OpusSettings settings) {
        this.sampleRate = sampleRate;
        try {
            encoder = new io.github.jaredmdobson.concentus.OpusEncoder(
                    sampleRate, 1, OpusApplication.OPUS_APPLICATION_VOIP);
        } catch (io.github.jaredmdobson.concentus.OpusException e) {
            throw new OpusException("making an Opus encoder", e);
        }
        encoder.setSignalType(OpusSignal.OPUS_SIGNAL_VOICE);
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
        try {
            return encoder.encode(pcm, off, samples, out, outOff, Math.min(max, OpusFrames.MAX_FRAME_BYTES));
        } catch (io.github.jaredmdobson.concentus.OpusException | ArithmeticException | IndexOutOfBoundsException e) {
            throw new OpusException("encoding " + samples + " samples into " + max + " bytes of Opus", e);
        }
    }

    @Override
    public void bitrate(int bitsPerSecond) {
        OpusSettings.checkBitrate(bitsPerSecond);
        checkOpen();
        encoder.setBitrate(bitsPerSecond);
    }

    @Override
    public void complexity(int complexity) {
        OpusSettings.checkComplexity(complexity);
        checkOpen();
        encoder.setComplexity(complexity);
    }

    @Override
    public void expectedLoss(int percent) {
        OpusSettings.checkExpectedLoss(percent);
        checkOpen();
        encoder.setPacketLossPercent(percent);
    }

    @Override
    public void fec(boolean on) {
        checkOpen();
        encoder.setUseInbandFEC(on);
    }

    @Override
    public void dtx(boolean on) {
        checkOpen();
        encoder.setUseDTX(on);
    }

    @Override
    public void layer(OpusLayer layer) {
        checkOpen();
        encoder.setForceMode(
                switch (layer) {
                    case AUTOMATIC -> OpusMode.MODE_AUTO;
                    case TRANSFORM -> OpusMode.MODE_CELT_ONLY;
                });
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this Opus encoder is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
