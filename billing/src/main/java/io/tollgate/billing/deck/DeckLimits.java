package io.tollgate.billing.deck;

/**
 * What an import may consume at most. The largest published decks have some half a million rows of below 100 bytes.
 *
 * @param maxBytes size of the file in bytes
 * @param maxRows rows below the header
 * @param maxFieldChars characters in one cell
 * @param maxColumns cells in one row
 */
public record DeckLimits(long maxBytes, int maxRows, int maxFieldChars, int maxColumns) {

    /** 64 MiB, a million rows, 2,000 characters a cell, 64 columns. */
    public static final DeckLimits USUAL = new DeckLimits(64L << 20, 1_000_000, 2_000, 64);

    /** @throws IllegalArgumentException when a limit is below 1 */
    public DeckLimits {
        if (maxBytes < 1 || maxRows < 1 || maxFieldChars < 1 || maxColumns < 1) {
            throw new IllegalArgumentException("limits of an import must be at least 1");
        }
    }
}
