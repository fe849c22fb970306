package io.tollgate.rtp.codec;

/** ITU-T G.722 at 64 kbit/s, the counterpart of {@link G722Encoder}. */
final class G722Payloads implements PayloadDecoder {
    private final G722Filter filter = new G722Filter();
    private final G722Band lower = new G722Band(true);
    private final G722Band higher = new G722Band(false);

    @Override
    public int sampleRate() {
        return 16_000;
    }

    @Override
    public int samples(int length) {
        return 2 * length;
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        for (int i = 0; i < len; i++) {
            int code = in[off + i] & 0xff;
            filter.join(lower.decode(code & 0x3f), higher.decode(code >> 6));
            pcm[pcmOff + 2 * i] = filter.earlier();
            pcm[pcmOff + 2 * i + 1] = filter.later();
        }
        return true;
    }
}
