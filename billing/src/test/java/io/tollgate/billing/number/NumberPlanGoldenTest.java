package io.tollgate.billing.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NumberPlanGoldenTest {

    record Row(String dialled, String home, String meaning) {}

    static Stream<Row> rows() throws IOException {
        try (InputStream file =
                Objects.requireNonNull(NumberPlanGoldenTest.class.getResourceAsStream("golden-numbers.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("# "))
                            .map(line -> line.split(" *\\| ", -1))
                            .map(cells -> new Row(cells[0], cells[1], cells[2]))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void dialledTextMeansWhatTheTableSays(Row row) {
        Dialled meaning = NumberPlan.normalise(row.dialled(), row.home());
        if (row.meaning().startsWith("invalid ")) {
            assertThat(describe(meaning))
                    .startsWith("invalid ")
                    .contains(row.meaning().substring("invalid ".length()));
        } else {
            assertThat(describe(meaning)).isEqualTo(row.meaning());
        }
    }

    @Test
    void theTableHasItsRows() throws IOException {
        assertThat(rows()).hasSizeGreaterThan(170);
    }

    private static String describe(Dialled meaning) {
        return switch (meaning) {
            case Dialled.Number number -> number.number() + " " + number.region() + " " + number.kind();
            case Dialled.Emergency(String digits) -> "emergency " + digits;
            case Dialled.Service(String name) -> "service " + name;
            case Dialled.Invalid(String why) -> "invalid " + why;
        };
    }
}
