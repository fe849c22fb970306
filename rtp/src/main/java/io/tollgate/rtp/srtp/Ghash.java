package io.tollgate.rtp.srtp;

/**
 * The universal hash of GCM (NIST SP 800-38D section 6.4) in constant time: no table is looked up by a secret, no branch
 * depends on one. Java has no carry-less multiplication, so it is done by integer multiplications of operands of which
 * only every fourth bit may be set: the carries fall into the gaps and are masked away.
 *
 * <p>Blocks are held in GHASH's own bit order, the first bit of a block being the coefficient of x^0, which is the bit
 * reversal of polynomial order. The reversed product comes out one bit short of its place and is shifted by one.
 */
final class Ghash {
    /** Bytes of a block. */
    static final int BLOCK = 16;

    private static final long M0 = 0x1111_1111_1111_1111L;
    private static final long M1 = 0x2222_2222_2222_2222L;
    private static final long M2 = 0x4444_4444_4444_4444L;
    private static final long M3 = 0x8888_8888_8888_8888L;

    /** Of the hash key: low half, high half, their sum (Karatsuba), then the same reversed, for the upper words. */
    private final long low;

    private final long high;
    private final long sum;
    private final long lowReversed;
    private final long highReversed;
    private final long sumReversed;

    private long accumulatorHigh;
    private long accumulatorLow;

    /** {@code key}: 16 bytes, the encryption of the zero block. */
    Ghash(byte[] key) {
        high = Octets.i64(key, 0);
        low = Octets.i64(key, 8);
        sum = high ^ low;
        lowReversed = Long.reverse(low);
        highReversed = Long.reverse(high);
        sumReversed = lowReversed ^ highReversed;
    }

    /** Starts a new message. */
    void reset() {
        accumulatorHigh = 0;
        accumulatorLow = 0;
    }

    /** Hashes a range, which is filled up with zeros to whole blocks. */
    void update(byte[] buf, int off, int len) {
        int whole = len & -BLOCK;
        for (int i = 0; i < whole; i += BLOCK) {
            block(Octets.i64(buf, off + i), Octets.i64(buf, off + i + 8));
        }
        int rest = len - whole;
        if (rest > 0) {
            long first = partial(buf, off + whole, Math.min(rest, 8));
            long second = rest > 8 ? partial(buf, off + whole + 8, rest - 8) : 0;
            block(first, second);
        }
    }

    private static long partial(byte[] buf, int off, int len) {
        long word = 0;
        for (int i = 0; i < len; i++) {
            word |= (buf[off + i] & 0xffL) << (56 - 8 * i);
        }
        return word;
    }

    /** Ends the message with the two lengths in bits, and writes the hash. */
    void finish(long associatedBytes, long cipherBytes, byte[] out, int off) {
        block(associatedBytes << 3, cipherBytes << 3);
        Octets.putI64(out, off, accumulatorHigh);
        Octets.putI64(out, off + 8, accumulatorLow);
    }

    private void block(long first, long second) {
        long y1 = accumulatorHigh ^ first;
        long y0 = accumulatorLow ^ second;
        long y1r = Long.reverse(y1);
        long y0r = Long.reverse(y0);

        long z0 = multiply(y0, low);
        long z1 = multiply(y1, high);
        long z2 = multiply(y0 ^ y1, sum) ^ z0 ^ z1;
        long z0h = multiply(y0r, lowReversed);
        long z1h = multiply(y1r, highReversed);
        long z2h = multiply(y0r ^ y1r, sumReversed) ^ z0h ^ z1h;
        z0h = Long.reverse(z0h) >>> 1;
        z1h = Long.reverse(z1h) >>> 1;
        z2h = Long.reverse(z2h) >>> 1;

        long v0 = z0;
        long v1 = z0h ^ z2;
        long v2 = z1 ^ z2h;
        long v3 = z1h;
        v3 = v3 << 1 | v2 >>> 63;
        v2 = v2 << 1 | v1 >>> 63;
        v1 = v1 << 1 | v0 >>> 63;
        v0 = v0 << 1;

        // Modulo x^128 + x^7 + x^2 + x + 1, word by word from the highest powers, which stand lowest.
        v2 ^= v0 ^ v0 >>> 1 ^ v0 >>> 2 ^ v0 >>> 7;
        v1 ^= v0 << 63 ^ v0 << 62 ^ v0 << 57;
        v3 ^= v1 ^ v1 >>> 1 ^ v1 >>> 2 ^ v1 >>> 7;
        v2 ^= v1 << 63 ^ v1 << 62 ^ v1 << 57;
        accumulatorHigh = v3;
        accumulatorLow = v2;
    }

    /** The low 64 bits of the carry-less product: at most 16 ones meet in a column, and only above the last gap. */
    private static long multiply(long x, long y) {
        long x0 = x & M0;
        long x1 = x & M1;
        long x2 = x & M2;
        long x3 = x & M3;
        long y0 = y & M0;
        long y1 = y & M1;
        long y2 = y & M2;
        long y3 = y & M3;
        long z0 = x0 * y0 ^ x1 * y3 ^ x2 * y2 ^ x3 * y1;
        long z1 = x0 * y1 ^ x1 * y0 ^ x2 * y3 ^ x3 * y2;
        long z2 = x0 * y2 ^ x1 * y1 ^ x2 * y0 ^ x3 * y3;
        long z3 = x0 * y3 ^ x1 * y2 ^ x2 * y1 ^ x3 * y0;
        return (z0 & M0) | (z1 & M1) | (z2 & M2) | (z3 & M3);
    }
}
