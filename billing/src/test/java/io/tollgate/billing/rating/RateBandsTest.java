package io.tollgate.billing.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateBandsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "peak Mon-Fri 08:00-20:00 0.02",
                "night Mon-Sun 22:00-06:00 0.005",
                "weekend Sat-Sun 00:00-24:00 0.00; early Mon,Wed,Fri 05:30-07:59 0.123456",
            })
    void areReadBackFromTheirText(String text) {
        assertThat(RateBands.parse(text).toString()).isEqualTo(text);
    }

    @Test
    void daysMayBeWrittenInAnyWayAndWrapOverTheWeek() {
        assertThat(RateBands.parse("x fri-mon 00:00-24:00 1")).hasToString("x Mon,Fri-Sun 00:00-24:00 1.00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "peak | is no band like",
                "peak Mon-Fri 08:00-20:00 | is no band like",
                "peak Mon-Fri 08:00-20:00 0,02 | is not a plain number",
                "peak Mon-Fri 25:00-20:00 0.02 | is outside 00:00 to 24:00",
                "peak Mon-Fri 08:61-20:00 0.02 | is no time of day",
                "peak Mon-Fry 08:00-20:00 0.02 | is no day",
                "peak Mon-Tue-Wed 08:00-20:00 0.02 | are no days",
                "pe$k Mon 08:00-20:00 0.02 | is no name of a band",
                "peak Mon 08:00-20:00 -0.02 | is outside 0 to",
                "peak Mon 08:00-20:00 0.02; | is no band like",
            })
    void whatIsWrongIsSaid(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RateBands.parse(text))
                .withMessageContaining(why);
    }

    @Test
    void thereIsABoundToThem() {
        String thirteen = "a Mon 08:00-09:00 1;".repeat(12) + "a Mon 08:00-09:00 1";
        assertThatIllegalArgumentException().isThrownBy(() -> RateBands.parse(thirteen));
    }
}
