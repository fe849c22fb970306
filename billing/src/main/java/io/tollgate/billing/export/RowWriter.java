package io.tollgate.billing.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes rows one after the other. A file that was not finished, because the rows broke off, must not look like a whole
 * one: hence no {@code AutoCloseable}.
 */
public interface RowWriter<T> {

    void write(T row) throws IOException;

    /** Writes what is left and flushes; the stream stays open. */
    void finish() throws IOException;

    /** How a table is written. */
    enum Format {
        CSV("text/csv"),
        JSONL("application/x-ndjson"),
        PARQUET("application/vnd.apache.parquet");

        private final String mediaType;

        Format(String mediaType) {
            this.mediaType = mediaType;
        }

        /** As registered with IANA, or as is the custom. */
        public String mediaType() {
            return mediaType;
        }

        /** Begins a file on a stream, which should be buffered. */
        public <T> RowWriter<T> open(OutputStream out, List<Column<T>> columns) throws IOException {
            return switch (this) {
                case CSV -> new CsvRows<>(out, columns);
                case JSONL -> new JsonRows<>(out, columns);
                case PARQUET -> new ParquetRows<>(out, columns);
            };
        }
    }
}
