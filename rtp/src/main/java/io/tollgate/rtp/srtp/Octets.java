package io.tollgate.rtp.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Words in byte arrays, bounds checked by the array. */
final class Octets {
    private static final VarHandle I16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Octets() {}

    static int u16(byte[] buf, int off) {
        return (short) I16.get(buf, off) & 0xffff;
    }

    static int i32(byte[] buf, int off) {
        return (int) I32.get(buf, off);
    }

    static void putI32(byte[] buf, int off, int value) {
        I32.set(buf, off, value);
    }

    static long i64(byte[] buf, int off) {
        return (long) I64.get(buf, off);
    }

    static void putI64(byte[] buf, int off, long value) {
        I64.set(buf, off, value);
    }

    /** {@code buf[off, off + length) ^= mask[maskOff, maskOff + length)}, eight bytes at a time. */
    static void xor(byte[] buf, int off, byte[] mask, int maskOff, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            putI64(buf, off + i, i64(buf, off + i) ^ i64(mask, maskOff + i));
        }
        for (; i < length; i++) {
            buf[off + i] ^= mask[maskOff + i];
        }
    }

    /** Whether two ranges are equal, in a time that does not tell where they differ. */
    static boolean constantTimeEquals(byte[] a, int aOff, byte[] b, int bOff, int length) {
        int difference = 0;
        for (int i = 0; i < length; i++) {
            difference |= a[aOff + i] ^ b[bOff + i];
        }
        return difference == 0;
    }
}
