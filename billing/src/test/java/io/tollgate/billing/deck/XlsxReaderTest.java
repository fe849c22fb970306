package io.tollgate.billing.deck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.rating.Rate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XlsxReaderTest {

    private static final ReadOptions EUR = new ReadOptions(DeckDefaults.perMinute("EUR"), DeckLimits.USUAL);
    private static final String HEADING =
            "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>"
                    + "name</t></is></c><c r=\"C1\" t=\"str\"><v>rate</v></c></row>";
    private static final String ROW =
            "<row r=\"3\"><c r=\"A3\"><v>44</v></c><c r=\"B3\" t=\"s\"><v>1</v></c><c r=\"C3\">"
                    + "<v>1.7000000000000001E-2</v></c></row>";

    @TempDir
    Path folder;

    @Test
    void readsSharedInlineAndNumericCells() throws IOException {
        List<Rate> rates = new ArrayList<>();
        assertThat(read(workbook(HEADING + ROW), EUR, rates)).isInstanceOf(DeckReading.Taken.class);
        assertThat(rates).containsExactly(new Rate("44", "UK & all", 17_000, 0, 60, 60, false, "", ""));
    }

    @Test
    void aMappingSaysWhatHeadingsMean() throws IOException {
        ReadOptions mapped = new ReadOptions(
                DeckDefaults.perMinute("EUR"),
                DeckLimits.USUAL,
                Map.of("RATE", Optional.empty(), "Prefix", Optional.of(Column.PREFIX)),
                10);
        assertThat(problems(workbook(HEADING + ROW), mapped))
                .containsExactly("row 1, rate: has no column; headings found: prefix, name, rate");
    }

    @Test
    void datesAndErrorsBreakTheirRowAndNameTheCell() throws IOException {
        String date = "<row r=\"4\"><c r=\"A4\" s=\"1\"><v>45000</v></c></row>";
        String error = "<row r=\"5\"><c r=\"A5\" t=\"e\"><v>#N/A</v></c></row>";
        assertThat(problems(workbook(HEADING + ROW + date + error), EUR))
                .containsExactly(
                        "row 4: has a date in cell A4; format the column as text before typing",
                        "row 5: has the error #N/A of a formula in cell A5");
    }

    @Test
    void anAddressIsNeverASize() throws IOException {
        assertThat(problems(workbook(HEADING + "<row r=\"2\"><c r=\"ZZZZZZZ2\"><v>1</v></c></row>"), EUR))
                .containsExactly("row 2: has more than 64 cells");
        assertThat(problems(workbook(HEADING + "<row r=\"2000000000\"/>"), EUR)).hasSize(1);
    }

    @Test
    void entitiesAndBombsAreRefused() throws IOException {
        assertThat(problems(
                        zip(parts("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>", HEADING + ROW)), EUR))
                .containsExactly(
                        "file: is not a plain spreadsheet: it holds a document type, a comment or a CDATA section");
        assertThat(problems(workbook(HEADING + "<row r=\"2\"><c><v>" + " ".repeat(300_000) + "</v></c></row>"), EUR))
                .containsExactly("file: is not a plain spreadsheet: it holds a text or tag of more than 131072 bytes");
        assertThat(problems(bomb(), EUR)).containsExactly("file: unfolds to more than 512 MiB");
    }

    @Test
    void whatIsNoWorkbookIsRefused() throws IOException {
        assertThat(problems(zip(Map.of("a", "b")), EUR))
                .containsExactly("file: is no Excel workbook (.xlsx): it has no part xl/workbook.xml");
        assertThat(problems(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, EUR))
                .containsExactly("file: is an old Excel file (.xls); save it as .xlsx or CSV");
        assertThat(problems(new byte[] {'P', 'K', 3, 4, 0}, EUR))
                .containsExactly("file: is a damaged spreadsheet: the ZIP archive cannot be opened");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1E+999999999", "1E-999999999", "NaN", "1e5", "0.30000000000000004", "-0.0", "447911123456"})
    void numbersStaySmall(String stored) {
        assertThat(XlsxReader.plain(stored)).hasSizeLessThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32})
    void tenThousandDamagedFilesGetAnAnswer(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] file = random.nextInt(3) == 0
                    ? damaged(workbook(HEADING + ROW), random)
                    : workbook(new String(
                            damaged((HEADING + ROW).getBytes(StandardCharsets.UTF_8), random), StandardCharsets.UTF_8));
            List<Rate> rates = new ArrayList<>();
            switch (read(file, EUR, rates)) {
                case DeckReading.Taken taken ->
                    assertThat(rates).as("seed %d, file %d", seed, i).isNotEmpty();
                case DeckReading.Refused problems -> {
                    assertThat(problems.problems())
                            .as("seed %d, file %d", seed, i)
                            .isNotEmpty();
                    refused++;
                }
            }
        }
        assertThat(refused).as("seed %d", seed).isBetween(1_000, 4_999);
    }

    private static byte[] damaged(byte[] file, SplittableRandom random) {
        byte[] damaged = file.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            byte[] interesting = "<>/\"&;=0E".getBytes(StandardCharsets.UTF_8);
            damaged[random.nextInt(damaged.length)] =
                    random.nextBoolean() ? (byte) random.nextInt(256) : interesting[random.nextInt(interesting.length)];
        }
        return damaged;
    }

    private DeckReading read(byte[] file, ReadOptions options, List<Rate> rates) throws IOException {
        Path path = folder.resolve("deck.xlsx");
        Files.write(path, file);
        return DeckReader.read(path.toFile(), options, rates::add, DeckSink.Progress.NONE);
    }

    private List<String> problems(byte[] file, ReadOptions options) throws IOException {
        DeckReading reading = read(file, options, new ArrayList<>());
        assertThat(reading).isInstanceOf(DeckReading.Refused.class);
        return ((DeckReading.Refused) reading)
                .problems().stream().map(Problem::toString).toList();
    }

    private static byte[] workbook(String rows) throws IOException {
        return zip(parts("", rows));
    }

    private static Map<String, String> parts(String prologue, String rows) {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "xl/workbook.xml",
                "<workbook xmlns:r=\"r\"><sheets><sheet name=\"h\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/>"
                        + "<sheet name=\"s\" sheetId=\"2\" r:id=\"rId2\"/></sheets></workbook>");
        parts.put(
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId2\" Target=\"worksheets/two.xml\"/></Relationships>");
        parts.put(
                "xl/styles.xml",
                "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
        parts.put(
                "xl/sharedStrings.xml",
                "<sst><si><t>prefix</t></si><si><r><t>UK</t></r><rPh><t>no</t></rPh><r><t> &amp; all</t></r></si></sst>");
        parts.put("xl/worksheets/two.xml", prologue + "<worksheet><sheetData>" + rows + "</sheetData></worksheet>");
        return parts;
    }

    private static byte[] zip(Map<String, String> parts) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return file.toByteArray();
    }

    /** Less than a megabyte that unfolds to 600. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] blanks = "<a></a>".repeat(150_000).getBytes(StandardCharsets.UTF_8);
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            Map<String, String> parts = parts("", "");
            parts.remove("xl/worksheets/two.xml");
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
            }
            zip.putNextEntry(new ZipEntry("xl/worksheets/two.xml"));
            zip.write("<worksheet><sheetData>".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 600; i++) {
                zip.write(blanks);
            }
        }
        return file.toByteArray();
    }
}
