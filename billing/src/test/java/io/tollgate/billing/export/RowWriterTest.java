package io.tollgate.billing.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import io.tollgate.billing.export.RowWriter.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowWriterTest {
    private record Row(
            @Nullable String text,
            @Nullable Long whole,
            @Nullable Double real,
            @Nullable Instant at) {}

    private static final List<Column<Row>> COLUMNS = List.of(
            new Column<>("text", Column.Type.TEXT, Row::text),
            new Column<>("whole", Column.Type.WHOLE, Row::whole),
            new Column<>("real", Column.Type.REAL, Row::real),
            new Column<>("at", Column.Type.INSTANT, Row::at));

    private static byte[] written(Format format, List<Row> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowWriter<Row> writer = format.open(out, COLUMNS);
        for (Row row : rows) {
            writer.write(row);
        }
        writer.finish();
        return out.toByteArray();
    }

    private static List<Row> readBack(byte[] parquet) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(parquet)));
                RowReader reader = file.rowReader()) {
            while (reader.hasNext()) {
                reader.next();
                rows.add(new Row(
                        reader.isNull("text") ? null : reader.getString("text"),
                        reader.isNull("whole") ? null : Long.valueOf(reader.getLong("whole")),
                        reader.isNull("real") ? null : Double.valueOf(reader.getDouble("real")),
                        reader.isNull("at") ? null : reader.getTimestamp("at")));
            }
        }
        return rows;
    }

    private static List<Row> random(SplittableRandom random, int count) {
        List<Row> rows = new ArrayList<>();
        int nullsIn = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            rows.add(new Row(
                    random.nextInt(nullsIn) == 0 ? null : "é" + "x".repeat(random.nextInt(40)),
                    random.nextInt(nullsIn) == 0 ? null : Long.valueOf(random.nextLong()),
                    random.nextInt(nullsIn) == 0 ? null : Double.valueOf(random.nextDouble()),
                    random.nextInt(nullsIn) == 0 ? null : Instant.ofEpochMilli(random.nextLong(1L << 42))));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 7, 300, 20_000, 45_001})
    void anIndependentReaderFindsInAParquetFileWhatWasWritten(int count) throws IOException {
        List<Row> rows = random(new SplittableRandom(count), count);
        assertThat(readBack(written(Format.PARQUET, rows))).isEqualTo(rows);
    }

    @Test
    void aParquetFileThatBrokeOffDoesNotLookWhole() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RowWriter<Row> writer = Format.PARQUET.open(out, COLUMNS);
        for (Row row : random(new SplittableRandom(1), 25_000)) {
            writer.write(row);
        }
        byte[] torn = out.toByteArray();
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> readBack(torn)).isInstanceOf(Exception.class);
    }

    @Test
    void csvQuotesWhatNeedsItAndMarksFormulas() throws IOException {
        List<Row> rows = List.of(
                new Row("=1+1", 5L, 0.5, Instant.parse("2026-11-30T23:59:59Z")), new Row("a,\"b\"", null, null, null));
        assertThat(new String(written(Format.CSV, rows), StandardCharsets.UTF_8))
                .isEqualTo("text,whole,real,at\r\n'=1+1,5,0.5,2026-11-30T23:59:59.000Z\r\n\"a,\"\"b\"\"\",,,\r\n");
    }

    @Test
    void jsonIsOneObjectALineWithoutWhatIsUnknown() throws IOException {
        List<Row> rows = List.of(new Row("a", 9_007_199_254_740_993L, null, null), new Row(null, null, 1.5, null));
        assertThat(new String(written(Format.JSONL, rows), StandardCharsets.UTF_8))
                .isEqualTo("{\"text\":\"a\",\"whole\":9007199254740993}\n{\"real\":1.5}\n");
    }
}
