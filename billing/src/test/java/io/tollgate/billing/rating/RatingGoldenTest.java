package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RatingGoldenTest {

    record Row(String what, Rate rate, long talkMs, long billedSeconds, long totalMicros) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Stream<Row> rows() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(RatingGoldenTest.class.getResourceAsStream("golden-charges.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> row(line.split(" \\| ", -1)))
                            .toList()
                            .stream();
        }
    }

    private static Row row(String[] cells) {
        Rate rate = new Rate(
                "44",
                "somewhere",
                Long.parseLong(cells[1]),
                Long.parseLong(cells[2]),
                Integer.parseInt(cells[3]),
                Integer.parseInt(cells[4]),
                false,
                "",
                "");
        return new Row(cells[0], rate, Long.parseLong(cells[5]), Long.parseLong(cells[6]), Long.parseLong(cells[7]));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void chargesWhatTheTableSays(Row row) {
        Charge charge = RatingTest.plain(row.rate()).charge(row.talkMs());
        assertThat(charge.billedSeconds()).isEqualTo(row.billedSeconds());
        assertThat(charge.totalMicros()).isEqualTo(row.totalMicros());
        assertThat(RatingTest.plain(row.rate()).chargeMicros(row.talkMs())).isEqualTo(row.totalMicros());
    }

    @Test
    void theTableHasItsRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
    }
}
