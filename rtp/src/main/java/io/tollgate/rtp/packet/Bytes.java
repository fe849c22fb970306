package io.tollgate.rtp.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network byte order in byte arrays. The array's own bounds are checked on every access. */
final class Bytes {
    private static final VarHandle I16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    private Bytes() {}

    static int u8(byte[] buf, int off) {
        return buf[off] & 0xff;
    }

    static int u16(byte[] buf, int off) {
        return (short) I16.get(buf, off) & 0xffff;
    }

    static int i32(byte[] buf, int off) {
        return (int) I32.get(buf, off);
    }

    static long u32(byte[] buf, int off) {
        return i32(buf, off) & 0xffff_ffffL;
    }

    static long i64(byte[] buf, int off) {
        return (long) I64.get(buf, off);
    }

    static void putU16(byte[] buf, int off, int value) {
        I16.set(buf, off, (short) value);
    }

    static void putI32(byte[] buf, int off, int value) {
        I32.set(buf, off, value);
    }

    static void putI64(byte[] buf, int off, long value) {
        I64.set(buf, off, value);
    }
}
