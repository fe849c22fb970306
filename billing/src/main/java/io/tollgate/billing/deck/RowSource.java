package io.tollgate.billing.deck;

import java.io.IOException;

/** Rows of a table, one at a time, whatever the file looks like. */
interface RowSource {

    /** The next row that is written in the file, or the end. */
    CsvRecord next() throws IOException;

    /** The number of the row that {@link #next} gave last, as a spreadsheet numbers it, the first being 1. */
    long row();
}
