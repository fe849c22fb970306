/**
 * Tables for other programs: rows go in one by one, and CSV, lines of JSON or Parquet come out as they go in.
 *
 * <p>A {@link io.tollgate.billing.export.Column} says how a value is called, of which type it is and where in a row it
 * stands; the three writers share the columns. Nothing is kept but what the format needs: a line, or for Parquet a group
 * of rows. The Parquet writer is our own (decision 0015): flat columns that may be null, plain encoding, GZIP pages, as
 * the format's specification at parquet.apache.org describes them. Left out on purpose: dictionaries, statistics, nested
 * columns, and reading.
 */
@NullMarked
package io.tollgate.billing.export;

import org.jspecify.annotations.NullMarked;
