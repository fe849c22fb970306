package io.tollgate.billing.deck;

import java.util.List;

/** One step through a comma-separated file. */
sealed interface CsvRecord {

    /** The cells of a row, at least one. */
    record Cells(List<String> cells) implements CsvRecord {}

    /** A row that breaks the rules of RFC 4180 or a limit; reading goes on with the next line. */
    record Broken(String why) implements CsvRecord {}

    /** Nothing more. */
    record End() implements CsvRecord {}
}
