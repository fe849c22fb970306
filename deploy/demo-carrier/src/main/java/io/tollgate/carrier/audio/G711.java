package io.tollgate.carrier.audio;

/** G.711 companding (ITU-T G.711) between 16-bit linear samples and octets, computed from the definition, without tables. */
public enum G711 {
    /** µ-law, static payload type 0 (RFC 3551 section 6). */
    PCMU(0) {
        @Override
        public byte encode(short sample) {
            int sign = sample < 0 ? 0x80 : 0;
            int magnitude = Math.min(Math.abs((int) sample), ULAW_CLIP) + ULAW_BIAS;
            int exponent = 24 - Integer.numberOfLeadingZeros(magnitude);
            int mantissa = (magnitude >> (exponent + 3)) & 0x0F;
            return (byte) ~(sign | (exponent << 4) | mantissa);
        }

        @Override
        public short decode(byte octet) {
            int inverted = ~octet & 0xFF;
            int magnitude = ((((inverted & 0x0F) << 3) + ULAW_BIAS) << ((inverted & 0x70) >> 4)) - ULAW_BIAS;
            return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
        }
    },
    /** A-law, static payload type 8 (RFC 3551 section 6). */
    PCMA(8) {
        @Override
        public byte encode(short sample) {
            int linear13 = sample >> 3;
            int mask = linear13 >= 0 ? 0xD5 : 0x55;
            int magnitude = linear13 >= 0 ? linear13 : -linear13 - 1;
            int segment = Math.max(0, 27 - Integer.numberOfLeadingZeros(magnitude));
            int step = (magnitude >> Math.max(1, segment)) & 0x0F;
            return (byte) (((segment << 4) | step) ^ mask);
        }

        @Override
        public short decode(byte octet) {
            int toggled = (octet ^ 0x55) & 0xFF;
            int segment = (toggled & 0x70) >> 4;
            int magnitude = ((toggled & 0x0F) << 4) + (segment == 0 ? 8 : 0x108);
            int scaled = segment > 1 ? magnitude << (segment - 1) : magnitude;
            return (short) ((toggled & 0x80) != 0 ? scaled : -scaled);
        }
    };

    private static final int ULAW_BIAS = 0x84;
    private static final int ULAW_CLIP = 32_635;

    private final int payloadType;

    G711(int payloadType) {
        this.payloadType = payloadType;
    }

    /** The static RTP payload type, which is also the SDP format. */
    public int payloadType() {
        return payloadType;
    }

    /** One linear sample to one octet. */
    public abstract byte encode(short sample);

    /** One octet to one linear sample. */
    public abstract short decode(byte octet);
}
