package io.tollgate.billing.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes structures in Thrift's compact protocol, in which Parquet keeps its metadata. Fields go by rising number. */
final class ThriftCompact {
    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Deque<Integer> outer = new ArrayDeque<>();
    private int last;

    /** The content of a structure. */
    @FunctionalInterface
    interface Fields {
        void write(ThriftCompact out);
    }

    void flag(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
    }

    void i32(int field, int value) {
        header(field, I32);
        zigzag(value);
    }

    void i64(int field, long value) {
        header(field, I64);
        zigzag(value);
    }

    void text(int field, String value) {
        header(field, BINARY);
        text(value);
    }

    void struct(int field, Fields fields) {
        header(field, STRUCT);
        struct(fields);
    }

    /** A list of enum constants or other small numbers. */
    void numbers(int field, List<Integer> values) {
        listHeader(field, values.size(), I32);
        values.forEach(this::zigzag);
    }

    void texts(int field, List<String> values) {
        listHeader(field, values.size(), BINARY);
        values.forEach(this::text);
    }

    void structs(int field, List<Fields> values) {
        listHeader(field, values.size(), STRUCT);
        values.forEach(this::struct);
    }

    /** A structure that no field leads to: the root, or an element of a list. */
    void struct(Fields fields) {
        outer.push(last);
        last = 0;
        fields.write(this);
        out.write(0);
        last = outer.pop();
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    private void header(int field, int type) {
        int step = field - last;
        if (step < 1 || step > 15) {
            throw new IllegalArgumentException("field " + field + " cannot follow field " + last);
        }
        out.write((step << 4) | type);
        last = field;
    }

    private void listHeader(int field, int size, int type) {
        header(field, LIST);
        if (size < 15) {
            out.write((size << 4) | type);
        } else {
            out.write(0xF0 | type);
            varint(size);
        }
    }

    private void text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void zigzag(long value) {
        varint((value << 1) ^ (value >> 63));
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
