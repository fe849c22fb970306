package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Charges that were worked out outside of this program; the table's last column says how. */
class TariffGoldenTest {

    record Row(String what, CallTariff tariff, long talkMs, long billedSeconds, long bundle, long total, long tax) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(TariffGoldenTest.class.getResourceAsStream("golden-tariffs.txt"))) {
            List<Row> rows = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> row(line.split(" \\| ", -1)))
                    .toList();
            return rows.stream();
        }
    }

    private static Row row(String[] cells) {
        Rate rate = new Rate(
                "44",
                "somewhere",
                number(cells[1]),
                number(cells[2]),
                Integer.parseInt(cells[3]),
                Integer.parseInt(cells[4]),
                false,
                "",
                "",
                number(cells[5]),
                Integer.parseInt(cells[6]),
                RateBands.parse(cells[7]));
        DeckTerms terms = new DeckTerms(
                DeckTerms.Side.SELL,
                cells[11].equals("yes"),
                new Rounding(Rounding.Rule.valueOf(cells[12]), number(cells[13])),
                BandZone.CALLER,
                null,
                null);
        CallTariff tariff = new CallTariff(
                new DeckHeader("1", 1, "Golden", "EUR", Integer.parseInt(cells[10]), terms),
                rate,
                Instant.parse(cells[9]),
                ZoneId.of(cells[8]),
                new AccountTerms(Integer.parseInt(cells[14]), "", "standard"),
                number(cells[15]),
                number(cells[16]));
        return new Row(
                cells[0],
                tariff,
                number(cells[17]),
                number(cells[18]),
                number(cells[19]),
                number(cells[20]),
                number(cells[21]));
    }

    private static long number(String cell) {
        return Long.parseLong(cell);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void chargesWhatTheTableSays(Row row) {
        Charge charge = row.tariff().charge(row.talkMs());
        assertThat(charge.billedSeconds()).isEqualTo(row.billedSeconds());
        assertThat(charge.bundleSeconds()).isEqualTo(row.bundle());
        assertThat(charge.totalMicros()).isEqualTo(row.total());
        assertThat(charge.taxMicros()).isEqualTo(row.tax());
        assertThat(TariffText.read(TariffText.write(row.tariff())).charge(row.talkMs()))
                .isEqualTo(charge);
    }

    @Test
    void bothTablesTogetherHaveTwoHundredRows() throws IOException {
        assertThat(rows().count() + RatingGoldenTest.rows().count()).isGreaterThanOrEqualTo(200);
    }
}
