package io.tollgate.billing.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The values of one column in one group of rows, as a data page holds them. */
final class ParquetValues {
    private static final int INT64 = 2;
    private static final int DOUBLE = 5;
    private static final int BYTE_ARRAY = 6;

    private final Column.Type type;
    private final ByteArrayOutputStream plain = new ByteArrayOutputStream();
    /** Which values are there, as runs of the run-length encoding with one bit per value. */
    private final ByteArrayOutputStream presence = new ByteArrayOutputStream();

    private int run;
    private boolean running;

    ParquetValues(Column.Type type) {
        this.type = type;
    }

    static int physicalType(Column.Type type) {
        return switch (type) {
            case TEXT -> BYTE_ARRAY;
            case WHOLE, INSTANT -> INT64;
            case REAL -> DOUBLE;
        };
    }

    void add(@Nullable Object value) {
        present(value != null);
        if (value == null) {
            return;
        }
        switch (type) {
            case TEXT -> {
                byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
                plain.writeBytes(littleEndian(bytes.length));
                plain.writeBytes(bytes);
            }
            case WHOLE -> plain.writeBytes(littleEndian(((Number) value).longValue()));
            case REAL -> plain.writeBytes(littleEndian(Double.doubleToRawLongBits(((Number) value).doubleValue())));
            case INSTANT -> plain.writeBytes(littleEndian(((Instant) value).toEpochMilli()));
        }
    }

    private void present(boolean is) {
        if (run > 0 && is != running) {
            endRun();
        }
        running = is;
        run++;
    }

    private void endRun() {
        int header = run << 1;
        while ((header & ~0x7F) != 0) {
            presence.write((header & 0x7F) | 0x80);
            header >>>= 7;
        }
        presence.write(header);
        presence.write(running ? 1 : 0);
        run = 0;
    }

    int size() {
        return plain.size() + presence.size();
    }

    /** The page's content; begins anew. */
    byte[] page() {
        endRun();
        ByteArrayOutputStream page = new ByteArrayOutputStream(size() + 4);
        page.writeBytes(littleEndian(presence.size()));
        page.writeBytes(presence.toByteArray());
        page.writeBytes(plain.toByteArray());
        plain.reset();
        presence.reset();
        return page.toByteArray();
    }

    static byte[] littleEndian(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    private static byte[] littleEndian(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
    }
}
