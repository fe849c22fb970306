package io.tollgate.rtp.codec;

/**
 * ITU-T G.722 at 64 kbit/s: 16 kHz sound in two sub-bands of ADPCM, a byte for each two samples, the higher band in its two
 * upper bits.
 */
final class G722Encoder implements AudioEncoder {
    private final G722Filter filter = new G722Filter();
    private final G722Band lower = new G722Band(true);
    private final G722Band higher = new G722Band(false);

    @Override
    public int sampleRate() {
        return 16_000;
    }

    @Override
    public int frameSamples() {
        return 2;
    }

    @Override
    public int encode(short[] pcm, int off, int samples, byte[] out, int outOff) {
        EncoderInput.check(pcm, off, samples, 2, out, outOff, samples / 2);
        for (int i = 0; i < samples / 2; i++) {
            filter.split(pcm[off + 2 * i], pcm[off + 2 * i + 1]);
            out[outOff + i] = (byte) ((higher.encode(filter.higher()) << 6) | lower.encode(filter.lower()));
        }
        return samples / 2;
    }

    @Override
    public void close() {}
}
