package io.tollgate.billing.deck;

/**
 * One thing that is wrong with an imported file.
 *
 * @param row the row as a spreadsheet numbers it, the file's first row being 1; 0 for the file as a whole
 * @param column the column's heading; empty for the row as a whole
 * @param value what stands there, shortened and printable; empty when nothing is to be shown
 * @param reason what is wrong with it, in plain words
 */
public record Problem(long row, String column, String value, String reason) {

    private static final int SHOWN = 60;

    static Problem of(long row, String column, String value, String reason) {
        return new Problem(row, shown(column), shown(value), reason);
    }

    private static String shown(String value) {
        String cut = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
        StringBuilder printable = new StringBuilder(cut.length());
        for (int i = 0; i < cut.length(); i++) {
            char c = cut.charAt(i);
            printable.append(Character.isISOControl(c) || Character.isSurrogate(c) ? '\uFFFD' : c);
        }
        return printable.toString();
    }

    @Override
    public String toString() {
        String where = row == 0 ? "file" : "row " + row;
        return where + (column.isEmpty() ? "" : ", " + column) + (value.isEmpty() ? "" : " \"" + value + "\"") + ": "
                + reason;
    }
}
