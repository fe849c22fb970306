package io.tollgate.rtp.codec;

/** iLBC in one of its modes, by {@link IlbcLibrary}. */
final class IlbcEncoder implements AudioEncoder {
    private final IlbcMode mode;
    private final Object encoder;
    private final byte[] frame;

    IlbcEncoder(IlbcMode mode) {
        this.mode = mode;
        encoder = IlbcLibrary.newEncoder(mode.ms());
        frame = new byte[2 * mode.samples()];
    }

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int frameSamples() {
        return mode.samples();
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        int frames = samples / mode.samples();
        EncoderInput.check(pcm, off, samples, mode.samples(), out, outOff, frames * mode.bytes());
        for (int i = 0; i < frames; i++) {
            for (int k = 0; k < mode.samples(); k++) {
                short sample = pcm[off + i * mode.samples() + k];
                frame[2 * k] = (byte) sample;
                frame[2 * k + 1] = (byte) (sample >> 8);
            }
            IlbcLibrary.encode(encoder, frame, out, outOff + i * mode.bytes());
        }
        return frames * mode.bytes();
    }

    @Override
    public void close() {}
}
