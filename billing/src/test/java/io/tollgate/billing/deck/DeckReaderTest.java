package io.tollgate.billing.deck;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.billing.rating.Rate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("StringConcatToTextBlock") // line ends are what is tested
class DeckReaderTest {

    private static final DeckDefaults EUR = DeckDefaults.perMinute("EUR");
    private static final Rate UK = new Rate("44", "UK", 17_000, 0, 60, 60, false, "", "");

    @Test
    void readsTheSimplestFile() {
        DeckImport.Imported deck = imported("prefix,destination,rate\n44,UK,0.017\n");
        assertThat(deck.currency()).isEqualTo("EUR");
        assertThat(deck.rates()).containsExactly(UK);
        assertThat(deck.ignoredColumns()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Code;Description;Price\r\n44;UK;0,017\r\n",
                "dial code\tcountry\trate per minute\n+44\tUK\t0.017",
                "\"Rate (EUR/min)\",\"Destination name\",\"Destination Code\"\r0.017,UK,44\r",
                "sep=;\r\nprefix;name;price\r\n44;UK;0.017\r\n",
                "\uFEFFprefix,name,price\n\n44,UK,0.017\n,,\n",
                "prefix,name,\"price\"\n\"44\",\"UK\",\"0,017\"\n",
                "prefix,name,price,,\n44,UK,0.017,,\n",
                "PREFIX,NAME,PRICE EUR,BLOCKED,FEE\n44 , UK,0.0170000,no,\n"
            })
    void understandsHowOthersWriteTheSame(String file) {
        assertThat(imported(file).rates()).containsExactly(UK);
    }

    @Test
    void readsEveryColumn() {
        String file = """
                prefix,destination,group,price,setup fee,first,next,currency,blocked,note,vendor
                881,"Satellite, ""all\""",Blocked,1.5,0.05,30,6,eur,YES,not sold,x
                """;
        DeckImport.Imported deck = imported(file);
        assertThat(deck.rates())
                .containsExactly(
                        new Rate("881", "Satellite, \"all\"", 1_500_000, 50_000, 30, 6, true, "Blocked", "not sold"));
        assertThat(deck.ignoredColumns()).containsExactly("vendor");
    }

    @Test
    void readsIncrementsInOneColumnOrTwo() {
        assertThat(imported("prefix,name,rate,billing\n44,UK,1,30/6\n45,DK,1,1+1\n46,SE,1,60\n47,NO,1,\n")
                        .rates())
                .extracting(rate -> rate.firstSeconds() + "/" + rate.incrementSeconds())
                .containsExactly("30/6", "1/1", "60/60", "60/60");
    }

    @Test
    void aBlockedRowNeedsNoPrice() {
        assertThat(imported("prefix,name,rate,blocked\n449,premium,,x\n").rates())
                .containsExactly(new Rate("449", "premium", 0, 0, 60, 60, true, "", ""));
    }

    @Test
    void takesTheCurrencyFromTheFileWhenTheDeckHasNone() {
        DeckDefaults any = new DeckDefaults(Optional.empty(), 1, 1);
        byte[] stated = "prefix,name,rate (USD)\n44,UK,1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(DeckReader.read(stated, any, DeckLimits.USUAL))
                .isInstanceOfSatisfying(
                        DeckImport.Imported.class,
                        deck -> assertThat(deck.currency()).isEqualTo("USD"));
        byte[] silent = "prefix,name,rate\n44,UK,1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(problems(DeckReader.read(silent, any, DeckLimits.USUAL)))
                .containsExactly("file, currency: is stated nowhere");
    }

    @Test
    void namesRowColumnValueAndReasonOfEveryRefusal() {
        String file = String.join(
                "\n",
                "Code;Name;Price;Billing;Currency;Blocked",
                "44;UK;0,017;60/60;EUR;no",
                "44;UK again;0,02;60/60;EUR;no",
                "049;Germany;0,02;60/60;EUR;no",
                "4.9E+11;Germany;0,02;60/60;EUR;no",
                "33a;France;0,02;60/60;EUR;no",
                "34;;0,02;60/60;EUR;no",
                "35;P;-0,02;60/60;EUR;no",
                "36;H;0,0000001;60/60;EUR;no",
                "37;D;0.02;60/60;EUR;no",
                "38;Y;1.000,02;60/60;EUR;no",
                "39;I;;60/60;EUR;no",
                "40;R;abc;60/60;EUR;no",
                "41;S;0,02;60/0;EUR;no",
                "42;C;0,02;60/60;USD;no",
                "43;A;0,02;60/60;EURO;perhaps",
                "1234567890123456;X;0,02;60/60;EUR;no",
                "45;D;0,02;60/60;EUR;no;extra",
                "46;S;200000;60/60;EUR;no",
                "47;N\"o;1;60/60;EUR;no",
                "48;\"P\"l;1;60/60;EUR;no",
                "50;\"open;1;60/60;EUR;no");
        assertThat(problems(read(file)))
                .containsExactly(
                        "row 3, Code \"44\": occurs in row 2 already",
                        "row 4, Code \"049\": begins with 0, but no country code does",
                        "row 5, Code \"4.9E+11\": was turned into scientific notation by a spreadsheet; format the column"
                                + " as text",
                        "row 6, Code \"33a\": is not a prefix: only digits from the country code on",
                        "row 7, Name: is empty",
                        "row 8, Price \"-0,02\": is negative",
                        "row 9, Price \"0,0000001\": has more than 6 decimals",
                        "row 10, Price \"0.02\": has the decimal mark \".\", but row 2 has \",\"",
                        "row 11, Price \"1.000,02\": has a thousands separator; write the plain number",
                        "row 12, Price: is empty",
                        "row 13, Price \"abc\": is not a plain number",
                        "row 14, Billing \"60/0\": is not two numbers of seconds from 1 to 3600, such as 60/60",
                        "row 15, Currency \"USD\": is another currency than EUR",
                        "row 16, Blocked \"perhaps\": is neither yes nor no",
                        "row 16, Currency \"EURO\": is not an ISO 4217 currency code",
                        "row 17, Code \"1234567890123456\": has more than 15 digits",
                        "row 18 \"extra\": stands in a cell beyond the last heading",
                        "row 19, Price \"200000\": is above 100000 for a minute",
                        "row 20: has a quotation mark inside an unquoted cell",
                        "row 21: has text after a closing quotation mark",
                        "row 22: has an opening quotation mark without a closing one");
    }

    @Test
    void aFileWithoutTheNeededColumnsIsRefusedAtItsHeading() {
        assertThat(problems(read("number,cost\n44,1\n")))
                .containsExactly(
                        "row 1, prefix: has no column; headings found: number, cost",
                        "row 1, destination: has no column; headings found: number, cost",
                        "row 1, rate: has no column; headings found: number, cost");
        assertThat(problems(read("prefix,code,name,rate\n44,44,UK,1\n")))
                .containsExactly("row 1, code: is a second column for the prefix");
        assertThat(problems(read(""))).containsExactly("file: is empty");
        assertThat(problems(read("prefix,name,rate\n")))
                .containsExactly("row 1: is a heading without any row below it");
    }

    @Test
    void oneBadRowRejectsTheWholeFileAndAHundredAreListed() {
        StringBuilder file = new StringBuilder("prefix,name,rate\n");
        for (int i = 0; i < 1_000; i++) {
            file.append(1_000 + i).append(",x,").append(i < 250 ? "bad" : "1").append('\n');
        }
        assertThat(read(file.toString())).isInstanceOfSatisfying(DeckImport.Rejected.class, rejected -> {
            assertThat(rejected.total()).isEqualTo(250);
            assertThat(rejected.problems()).hasSize(100);
        });
    }

    @Test
    void everythingHasALimit() {
        DeckLimits tight = new DeckLimits(60, 2, 10, 4);
        assertThat(problems(read("prefix,name,rate\n44,UK,1\n45,DK,1\n46,SE,1\n", tight)))
                .containsExactly("row 4: is beyond the limit of 2 rows");
        assertThat(problems(read("prefix,name,rate\n44,12345678901,1\n", tight)))
                .containsExactly("row 2: has a cell of more than 10 characters");
        assertThat(problems(read("prefix,name,rate\n44,\"12345678901\",1\n", tight)))
                .containsExactly("row 2: has a cell of more than 10 characters");
        assertThat(problems(read("prefix,name,rate\n44,UK,1,,,\n", tight)))
                .containsExactly("row 2: has more than 4 cells");
        assertThat(problems(read("prefix,name,rate\n44,UK,1\n" + "\n".repeat(60), tight)))
                .contains("file: is larger than 60 bytes");
    }

    @Test
    void readsUnicodeWithOrWithoutMarkAndWindows1252() {
        String file = "prefix,name,rate\n225,Côte d’Ivoire,1\n";
        for (Charset charset : List.of(
                StandardCharsets.UTF_8,
                StandardCharsets.UTF_16,
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                Charset.forName("windows-1252"))) {
            assertThat(DeckReader.read(file.getBytes(charset), EUR, DeckLimits.USUAL))
                    .as(charset.name())
                    .isInstanceOfSatisfying(
                            DeckImport.Imported.class,
                            deck -> assertThat(deck.rates().getFirst().destination())
                                    .isEqualTo("Côte d’Ivoire"));
        }
    }

    @Test
    void aFileInTwoEncodingsIsRefused() {
        byte[] utf8 = "prefix,name,rate\n225,Côte,1\n".getBytes(StandardCharsets.UTF_8);
        byte[] latin = "226,Côte,1\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] mixed = java.util.Arrays.copyOf(utf8, utf8.length + latin.length);
        System.arraycopy(latin, 0, mixed, utf8.length, latin.length);
        assertThat(problems(DeckReader.read(mixed, EUR, DeckLimits.USUAL)))
                .containsExactly(
                        "file: is not text in UTF-8, UTF-16 or Windows-1252; save it as \"CSV UTF-8\" and try again");
    }

    @Test
    void oneCellMayListPrefixesRangesAndWildcards() {
        assertThat(imported("prefix,name,rate\n\"44-7, 447x; 4480-4482\",UK,1\n4510..4511,North,1\n44-20,London,1\n")
                        .rates())
                .extracting(Rate::prefix)
                .containsExactly("447", "4480", "4481", "4482", "4510", "4511", "4420");
    }

    @Test
    void aCountryCodeMayHaveAColumnOfItsOwn() {
        assertThat(imported("country code,area code,name,rate\n44,\"20, 7911-7913\",UK,1\n+45,,DK,1\n")
                        .rates())
                .extracting(Rate::prefix)
                .containsExactly("4420", "447911", "447912", "447913", "45");
    }

    @Test
    void aListThatCanBeReadInTwoWaysIsRefused() {
        String file = "prefix,name,rate\n44-79,UK,1\n7911-5,UK,1\n44 7,UK,1\n447000000-447999999,UK,1\n44-7-8,UK,1\n";
        assertThat(problems(read(file)))
                .containsExactly(
                        "row 2, prefix \"44-79\": can be a range or 79 within the country 44: write 4479, or each prefix"
                                + " of the range",
                        "row 3, prefix \"7911-5\": is neither a range from a lower to a higher prefix of the same number"
                                + " of digits nor a country code with an area code: \"7911-5\"",
                        "row 4, prefix \"44 7\": has a space inside a prefix: put a comma between two, nothing within one",
                        "row 5, prefix \"447000000-447999999\": stands for more than 10000 prefixes",
                        "row 6, prefix \"44-7-8\": has more than one hyphen in \"44-7-8\"");
    }

    @Test
    void readsMinimumGraceAndBands() {
        Rate row = imported(
                        "prefix,name,rate,minimum charge,grace,bands\n44,UK,1,0.05,3,peak Mon-Fri 08:00-20:00 0.02\n")
                .rates()
                .getFirst();
        assertThat(row.minimumMicros()).isEqualTo(50_000);
        assertThat(row.graceSeconds()).isEqualTo(3);
        assertThat(row.bands().toString()).startsWith("peak Mon-Fri 08:00-20:00 0.02");
        assertThat(problems(read("prefix,name,rate,grace,bands\n44,UK,1,x,sometimes\n")))
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).startsWith("row 2, "));
    }

    @Test
    void aLargeFileStreams() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write("prefix,name,rate\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 100_000; i++) {
            file.write((1_000_000 + i + ",Somewhere,0.01\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(DeckReader.read(file.toByteArray(), EUR, DeckLimits.USUAL))
                .isInstanceOfSatisfying(
                        DeckImport.Imported.class,
                        deck -> assertThat(deck.rates()).hasSize(100_000));
    }

    private static DeckImport read(String file) {
        return read(file, DeckLimits.USUAL);
    }

    private static DeckImport read(String file, DeckLimits limits) {
        return DeckReader.read(file.getBytes(StandardCharsets.UTF_8), EUR, limits);
    }

    private static DeckImport.Imported imported(String file) {
        DeckImport result = read(file);
        assertThat(result).isInstanceOf(DeckImport.Imported.class);
        return (DeckImport.Imported) result;
    }

    private static List<String> problems(DeckImport result) {
        assertThat(result).isInstanceOf(DeckImport.Rejected.class);
        return ((DeckImport.Rejected) result)
                .problems().stream().map(Problem::toString).toList();
    }
}
