package io.tollgate.billing.deck;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the first visible sheet of an Office Open XML workbook (ECMA-376 part 1, section 18), one at a time.
 *
 * <p>Numbers become plain decimals of at most fifteen significant digits, which is all that a spreadsheet keeps: 0.017 is
 * stored as 1.7000000000000001E-2. A date and a formula's error break their row: they stand where a number or a text was
 * meant.
 *
 * <p>Everything that unfolds has a limit: bytes of all parts together, texts of the shared table, columns, the length of a
 * tag. Cells' addresses are only compared with the limit, never used as a size.
 */
final class XlsxReader implements RowSource, AutoCloseable {

    /** Bytes that all parts may unfold to: a million rows of ten cells. */
    static final long MAX_UNFOLDED_BYTES = 512L << 20;

    /** Characters of all shared texts together: destinations of a million rows, of which most are alike. */
    static final int MAX_SHARED_CHARS = 32 << 20;

    private static final int MAX_SHARED = 1_000_000;
    private static final int MAX_PARTS = 2_000;
    private static final int MAX_STYLES = 100_000;
    private static final int MAX_TOKEN_BYTES = 1 << 17;
    private static final int MAX_ROW = 1_048_576;
    private static final int MAX_PLAIN_DIGITS = 15;
    private static final int MAX_NUMBER_CHARS = 40;
    private static final Set<Integer> BUILT_IN_DATES = Set.of(
            14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 46, 47, 50, 51, 52, 53, 54,
            55, 56, 57, 58);
    private static final String WORKBOOK = "xl/workbook.xml";

    private final ZipFile zip;
    private final DeckLimits limits;
    private final BoundedInput budget;
    private final PartInput current = new PartInput();
    private final List<String> shared = new ArrayList<>();
    private final Set<Integer> dateStyles = new HashSet<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable SheetXml sheet;
    private long row;
    private int column;

    private XlsxReader(ZipFile zip, DeckLimits limits) {
        this.zip = zip;
        this.limits = limits;
        budget = new BoundedInput(current, MAX_UNFOLDED_BYTES);
    }

    /**
     * Opens a workbook at its first visible sheet.
     *
     * @throws XlsxFault when it is none or exceeds a limit
     */
    static XlsxReader open(File file, DeckLimits limits) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file);
        } catch (ZipException | java.io.EOFException | IllegalArgumentException e) {
            throw new XlsxFault("is a damaged spreadsheet: the ZIP archive cannot be opened");
        }
        XlsxReader reader = new XlsxReader(zip, limits);
        try {
            reader.begin();
            return reader;
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw damaged(e);
        }
    }

    /** What unfolded so far. */
    BoundedInput input() {
        return budget;
    }

    @Override
    public long row() {
        return row;
    }

    private void begin() throws IOException {
        if (zip.size() > MAX_PARTS) {
            throw new XlsxFault("is not a plain spreadsheet: it has more than " + MAX_PARTS + " parts");
        }
        String part = sheetPart();
        readStyles();
        readShared();
        sheet = xml(part);
        SheetXml xml = sheet;
        while (xml.next()) {
            if (xml.begins("sheetData")) {
                return;
            }
        }
        throw new XlsxFault("is a damaged spreadsheet: its sheet has no data");
    }

    /** One part after another is read through one budget. */
    private SheetXml xml(String part) throws IOException {
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw new XlsxFault("is no Excel workbook (.xlsx): it has no part " + shown(part));
        }
        current.part = zip.getInputStream(entry);
        return new SheetXml(new Budgeted(budget), MAX_TOKEN_BYTES);
    }

    private String sheetPart() throws IOException {
        String relation = null;
        try (SheetXml xml = xml(WORKBOOK)) {
            while (relation == null && xml.next()) {
                if (xml.begins("sheet")) {
                    String state = xml.attribute("state");
                    relation = state == null || state.equals("visible") ? idOf(xml) : null;
                }
            }
        }
        if (relation == null) {
            throw new XlsxFault("is a workbook without a visible sheet");
        }
        try (SheetXml xml = xml("xl/_rels/workbook.xml.rels")) {
            while (xml.next()) {
                if (xml.begins("Relationship") && relation.equals(xml.attribute("Id"))) {
                    String target = xml.attribute("Target");
                    if (target != null) {
                        return target.startsWith("/") ? target.substring(1) : "xl/" + target;
                    }
                }
            }
        }
        throw new XlsxFault("is a damaged spreadsheet: its sheet is not among its parts");
    }

    /** {@code r:id}; {@code sheetId} is another attribute with another local name. */
    private static @Nullable String idOf(SheetXml sheet) {
        return sheet.attribute("id");
    }

    private void readStyles() throws IOException {
        if (zip.getEntry("xl/styles.xml") == null) {
            return;
        }
        Map<Integer, String> formats = new HashMap<>();
        try (SheetXml xml = xml("xl/styles.xml")) {
            boolean cells = false;
            int style = 0;
            while (xml.next()) {
                if (xml.begins("numFmt") && formats.size() < MAX_STYLES) {
                    String code = xml.attribute("formatCode");
                    formats.put(number(xml.attribute("numFmtId")), code == null ? "" : code);
                } else if (xml.begins("cellXfs")) {
                    cells = true;
                } else if (xml.ends("cellXfs")) {
                    return;
                } else if (cells && xml.begins("xf")) {
                    int format = number(xml.attribute("numFmtId"));
                    if (style < MAX_STYLES && isDate(format, formats.getOrDefault(format, ""))) {
                        dateStyles.add(style);
                    }
                    style++;
                }
            }
        }
    }

    /** Whether a number format shows a date or time: it has a day, month, year, hour or second outside quotes. */
    private static boolean isDate(int format, String code) {
        if (BUILT_IN_DATES.contains(format)) {
            return true;
        }
        boolean quoted = false;
        boolean bracket = false;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '[' || c == ']')) {
                bracket = c == '[';
            } else if (!quoted && !bracket && "dmyhsDMYHS".indexOf(c) >= 0) {
                return true;
            }
        }
        return false;
    }

    private void readShared() throws IOException {
        if (zip.getEntry("xl/sharedStrings.xml") == null) {
            return;
        }
        long chars = 0;
        try (SheetXml xml = xml("xl/sharedStrings.xml")) {
            while (xml.next()) {
                if (xml.begins("si")) {
                    String read = texts(xml, "si");
                    chars += read.length();
                    if (chars > MAX_SHARED_CHARS || shared.size() == MAX_SHARED) {
                        throw new XlsxFault("is a spreadsheet with too many texts; save it as CSV");
                    }
                    shared.add(read);
                }
            }
        }
    }

    /** The texts of a rich or plain string, without its phonetic readings (section 18.4.8). */
    private String texts(SheetXml xml, String end) throws IOException {
        text.setLength(0);
        boolean wanted = false;
        int phonetic = 0;
        while (xml.next() && !xml.ends(end)) {
            if (xml.begins("rPh") || xml.ends("rPh")) {
                phonetic += xml.begins("rPh") ? 1 : -1;
            } else if (xml.begins("t") || xml.ends("t")) {
                wanted = xml.begins("t") && phonetic == 0;
            } else if (wanted && xml.isText()) {
                append(xml);
            }
        }
        return text.toString();
    }

    /** One more character than a cell may have is enough to refuse it. */
    private void append(SheetXml xml) {
        if (text.length() <= limits.maxFieldChars()) {
            xml.appendText(text);
        }
    }

    @Override
    public CsvRecord next() throws IOException {
        try {
            SheetXml xml = java.util.Objects.requireNonNull(sheet);
            while (xml.next()) {
                if (xml.begins("row")) {
                    return rowOf(xml);
                }
                if (xml.ends("sheetData")) {
                    return new CsvRecord.End();
                }
            }
            throw new XlsxFault("is a damaged spreadsheet: its sheet breaks off");
        } catch (IOException | RuntimeException e) {
            throw damaged(e);
        }
    }

    private CsvRecord rowOf(SheetXml xml) throws IOException {
        String number = xml.attribute("r");
        long next = number == null ? row + 1 : number(number);
        if (next <= row || next > MAX_ROW) {
            throw new XlsxFault("is a damaged spreadsheet: row " + next + " follows row " + row);
        }
        row = next;
        column = 0;
        List<String> cells = new ArrayList<>();
        String trouble = "";
        while (xml.next() && !xml.ends("row")) {
            if (xml.begins("c")) {
                String found = cell(xml, cells);
                trouble = trouble.isEmpty() ? found : trouble;
            }
        }
        if (!trouble.isEmpty()) {
            return new CsvRecord.Broken(trouble);
        }
        if (cells.isEmpty()) {
            cells.add("");
        }
        return new CsvRecord.Cells(cells);
    }

    /** Takes one cell; gives what is wrong with it, else nothing. */
    private String cell(SheetXml xml, List<String> cells) throws IOException {
        String address = xml.attribute("r");
        int at = address == null ? column : columnOf(address);
        column = at + 1;
        String type = xml.attribute("t");
        String style = xml.attribute("s");
        String value = value(xml, type == null ? "n" : type);
        if (value.isBlank()) {
            return "";
        }
        if (at >= limits.maxColumns()) {
            return "has more than " + limits.maxColumns() + " cells";
        }
        if (value.length() > limits.maxFieldChars()) {
            return "has a cell of more than " + limits.maxFieldChars() + " characters";
        }
        String place = address == null ? "a cell" : "cell " + shown(address);
        if ("e".equals(type)) {
            return "has the error " + shown(value) + " of a formula in " + place;
        }
        boolean isNumber = type == null || type.equals("n");
        if (isNumber && style != null && dateStyles.contains(number(style))) {
            return "has a date in " + place + "; format the column as text before typing";
        }
        while (cells.size() <= at) {
            cells.add("");
        }
        cells.set(at, isNumber ? plain(value) : value);
        return "";
    }

    private String value(SheetXml xml, String type) throws IOException {
        String value = "";
        boolean inValue = false;
        while (xml.next() && !xml.ends("c")) {
            if (xml.begins("is")) {
                value = texts(xml, "is");
            } else if (xml.begins("v")) {
                text.setLength(0);
                inValue = true;
            } else if (xml.ends("v")) {
                inValue = false;
                value = text.toString();
            } else if (inValue && xml.isText()) {
                append(xml);
            }
        }
        if (!type.equals("s") || value.isBlank()) {
            return value;
        }
        int index = number(value.strip());
        if (index < 0 || index >= shared.size()) {
            throw new XlsxFault("is a damaged spreadsheet: a cell's text is missing");
        }
        return shared.get(index);
    }

    /** A number without exponent and without the digits that only binary fractions have. */
    static String plain(String stored) {
        if (stored.length() <= MAX_PLAIN_DIGITS && stored.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
            return stored;
        }
        if (stored.length() > MAX_NUMBER_CHARS) {
            return stored;
        }
        try {
            BigDecimal number = new BigDecimal(stored.strip());
            // An exponent of a million would be a million noughts.
            if (Math.abs((long) number.scale()) > MAX_NUMBER_CHARS) {
                return stored;
            }
            boolean whole = number.scale() <= 0;
            BigDecimal rounded = whole ? number : number.round(new MathContext(MAX_PLAIN_DIGITS));
            return (rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros()).toPlainString();
        } catch (NumberFormatException e) {
            return stored;
        }
    }

    /** From A = 0; beyond every limit when it is no address. */
    private static int columnOf(String address) {
        int column = 0;
        int letters = 0;
        while (letters < address.length() && address.charAt(letters) >= 'A' && address.charAt(letters) <= 'Z') {
            if (++letters > 3) {
                return Integer.MAX_VALUE - 1;
            }
            column = column * 26 + (address.charAt(letters - 1) - 'A' + 1);
        }
        return letters == 0 ? Integer.MAX_VALUE - 1 : column - 1;
    }

    private static int number(@Nullable String digits) {
        try {
            return digits == null ? -1 : Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String shown(String text) {
        return Problem.of(0, "", text, "").value();
    }

    /** What the JDK's readers make of damaged archives, as an answer. */
    private static IOException damaged(Exception e) throws IOException {
        if (e instanceof ZipException || e instanceof java.io.EOFException || e instanceof IllegalArgumentException) {
            return new XlsxFault("is a damaged spreadsheet: its archive cannot be unpacked");
        }
        if (e instanceof IOException io) {
            return io;
        }
        throw (RuntimeException) e;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** Whatever part is being read. */
    private static final class PartInput extends InputStream {
        private @Nullable InputStream part;

        @Override
        public int read() throws IOException {
            InputStream in = part;
            return in == null ? -1 : in.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            InputStream in = part;
            return in == null ? -1 : in.read(buffer, offset, length);
        }
    }

    /** Turns the end of the budget into a refusal. */
    private static final class Budgeted extends java.io.FilterInputStream {
        private final BoundedInput budget;

        Budgeted(BoundedInput budget) {
            super(budget);
            this.budget = budget;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int got = budget.read(buffer, offset, length);
            if (budget.exceeded()) {
                throw new XlsxFault("unfolds to more than " + (MAX_UNFOLDED_BYTES >> 20) + " MiB");
            }
            return got;
        }
    }
}
