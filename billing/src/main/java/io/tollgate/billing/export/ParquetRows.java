package io.tollgate.billing.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * A Parquet file (format version 2): each column optional, one GZIP page of plain values per column and group of rows.
 * Holds one group of rows in memory.
 */
final class ParquetRows<T> implements RowWriter<T> {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int ROWS_PER_GROUP = 20_000;
    private static final int MAX_GROUP_BYTES = 32 << 20;

    private static final int OPTIONAL = 1;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;
    private static final int GZIP = 2;
    private static final int UTF8 = 0;
    private static final int TIMESTAMP_MILLIS = 9;

    private final OutputStream out;
    private final List<Column<T>> columns;
    private final List<ParquetValues> values;
    private final List<ThriftCompact.Fields> groups = new ArrayList<>();
    private long position;
    private long rows;
    private int rowsInGroup;

    ParquetRows(OutputStream out, List<Column<T>> columns) throws IOException {
        this.out = out;
        this.columns = columns;
        values =
                columns.stream().map(column -> new ParquetValues(column.type())).toList();
        write(MAGIC);
    }

    @Override
    public void write(T row) throws IOException {
        long bytes = 0;
        for (int i = 0; i < columns.size(); i++) {
            values.get(i).add(columns.get(i).value().apply(row));
            bytes += values.get(i).size();
        }
        rowsInGroup++;
        if (rowsInGroup == ROWS_PER_GROUP || bytes >= MAX_GROUP_BYTES) {
            endGroup();
        }
    }

    private void endGroup() throws IOException {
        if (rowsInGroup == 0) {
            return;
        }
        List<ThriftCompact.Fields> chunks = new ArrayList<>();
        long before = position;
        long plain = 0;
        for (int i = 0; i < columns.size(); i++) {
            Chunk chunk = page(values.get(i));
            plain += chunk.plainBytes();
            chunks.add(chunk(columns.get(i), chunk));
        }
        long count = rowsInGroup;
        long size = plain;
        long packed = position - before;
        groups.add(group -> {
            group.structs(1, chunks);
            group.i64(2, size);
            group.i64(3, count);
            group.i64(5, before);
            group.i64(6, packed);
        });
        rows += rowsInGroup;
        rowsInGroup = 0;
    }

    private record Chunk(long offset, int values, long plainBytes, long packedBytes) {}

    private Chunk page(ParquetValues column) throws IOException {
        byte[] plain = column.page();
        ByteArrayOutputStream packed = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        ThriftCompact header = new ThriftCompact();
        header.struct(page -> {
            page.i32(1, DATA_PAGE);
            page.i32(2, plain.length);
            page.i32(3, packed.size());
            page.struct(5, data -> {
                data.i32(1, rowsInGroup);
                data.i32(2, PLAIN);
                data.i32(3, RLE);
                data.i32(4, RLE);
            });
        });
        long offset = position;
        byte[] head = header.bytes();
        write(head);
        write(packed.toByteArray());
        return new Chunk(offset, rowsInGroup, (long) head.length + plain.length, position - offset);
    }

    private ThriftCompact.Fields chunk(Column<T> column, Chunk chunk) {
        return meta -> {
            meta.i64(2, chunk.offset());
            meta.struct(3, data -> {
                data.i32(1, ParquetValues.physicalType(column.type()));
                data.numbers(2, List.of(PLAIN, RLE));
                data.texts(3, List.of(column.name()));
                data.i32(4, GZIP);
                data.i64(5, chunk.values());
                data.i64(6, chunk.plainBytes());
                data.i64(7, chunk.packedBytes());
                data.i64(9, chunk.offset());
            });
        };
    }

    @Override
    public void finish() throws IOException {
        endGroup();
        List<ThriftCompact.Fields> schema = new ArrayList<>();
        schema.add(root -> {
            root.text(4, "schema");
            root.i32(5, columns.size());
        });
        columns.forEach(column -> schema.add(element(column)));
        ThriftCompact footer = new ThriftCompact();
        footer.struct(file -> {
            file.i32(1, 2);
            file.structs(2, schema);
            file.i64(3, rows);
            file.structs(4, groups);
            file.text(6, "tollgate");
        });
        byte[] bytes = footer.bytes();
        write(bytes);
        write(ParquetValues.littleEndian(bytes.length));
        write(MAGIC);
        out.flush();
    }

    private static <T> ThriftCompact.Fields element(Column<T> column) {
        return element -> {
            element.i32(1, ParquetValues.physicalType(column.type()));
            element.i32(3, OPTIONAL);
            element.text(4, column.name());
            switch (column.type()) {
                case TEXT -> {
                    element.i32(6, UTF8);
                    element.struct(10, logical -> logical.struct(1, text -> {}));
                }
                case INSTANT -> {
                    element.i32(6, TIMESTAMP_MILLIS);
                    element.struct(
                            10,
                            logical -> logical.struct(8, timestamp -> {
                                timestamp.flag(1, true);
                                timestamp.struct(2, unit -> unit.struct(1, millis -> {}));
                            }));
                }
                case WHOLE, REAL -> {}
            }
        };
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
