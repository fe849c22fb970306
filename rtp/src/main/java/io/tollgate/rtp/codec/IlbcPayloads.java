package io.tollgate.rtp.codec;

/**
 * iLBC, the counterpart of {@link IlbcEncoder}. The length of a payload tells its mode; a peer that sends another one than
 * was agreed on is understood all the same.
 */
final class IlbcPayloads implements PayloadDecoder {
    private Object decoder20 = IlbcLibrary.newDecoder(20);
    private Object decoder30 = IlbcLibrary.newDecoder(30);
    private final byte[] frame = new byte[2 * IlbcMode.MS_30.samples()];

    @Override
    public int sampleRate() {
        return 8_000;
    }

    @Override
    public int samples(int length) {
        if (length % IlbcMode.MS_30.bytes() == 0) {
            return length / IlbcMode.MS_30.bytes() * IlbcMode.MS_30.samples();
        }
        if (length % IlbcMode.MS_20.bytes() == 0) {
            return length / IlbcMode.MS_20.bytes() * IlbcMode.MS_20.samples();
        }
        return AudioDecoder.MALFORMED;
    }

    @Override
    public boolean decode(byte[] in, int off, int len, short[] pcm, int pcmOff) {
        IlbcMode mode = len % IlbcMode.MS_30.bytes() == 0 ? IlbcMode.MS_30 : IlbcMode.MS_20;
        Object decoder = mode == IlbcMode.MS_30 ? decoder30 : decoder20;
        for (int i = 0; i < len / mode.bytes(); i++) {
            if (!IlbcLibrary.decode(decoder, in, off + i * mode.bytes(), frame)) {
                decoder20 = IlbcLibrary.newDecoder(20);
                decoder30 = IlbcLibrary.newDecoder(30);
                return false;
            }
            for (int k = 0; k < mode.samples(); k++) {
                pcm[pcmOff + i * mode.samples() + k] = (short) ((frame[2 * k + 1] << 8) | (frame[2 * k] & 0xff));
            }
        }
        return true;
    }
}
