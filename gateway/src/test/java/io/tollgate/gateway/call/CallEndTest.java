package io.tollgate.gateway.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallEndTest {
    @ParameterizedTest
    @CsvSource({
        "404, 0, UNALLOCATED, NETWORK, 1",
        "404, 3, UNALLOCATED, NETWORK, 3",
        "410, 0, NUMBER_CHANGED, NETWORK, 22",
        "484, 0, INVALID_NUMBER, NETWORK, 28",
        "486, 0, BUSY, CALLEE, 17",
        "600, 0, BUSY, CALLEE, 17",
        "480, 0, NO_ANSWER, CALLEE, 19",
        "480, 17, BUSY, CALLEE, 17",
        "408, 0, CARRIER_TIMEOUT, NETWORK, 102",
        "408, 19, NO_ANSWER, CALLEE, 19",
        "603, 0, DECLINED, CALLEE, 21",
        "403, 0, FORBIDDEN, NETWORK, 21",
        "407, 0, FORBIDDEN, NETWORK, 21",
        "488, 0, NOT_ACCEPTABLE, NETWORK, 79",
        "503, 0, CARRIER_FAILURE, NETWORK, 34",
        "503, 34, CARRIER_FAILURE, NETWORK, 34",
        "500, 17, BUSY, CALLEE, 17",
        "302, 0, CARRIER_FAILURE, NETWORK, 34",
        "301, 22, NUMBER_CHANGED, NETWORK, 22",
    })
    void aCarriersAnswerBecomesACause(int status, int q850, Cause cause, EndSide side, int expectedQ850) {
        assertThat(CallEnd.fromTrunk(status, q850, "phrase"))
                .isEqualTo(new CallEnd(side, cause, status, expectedQ850, "phrase"));
    }

    @Test
    void everyStatusFrom300HasACauseAndKeepsItself() {
        for (int status = 300; status < 700; status++) {
            CallEnd end = CallEnd.fromTrunk(status, 0, "");
            assertThat(end.sipStatus()).isEqualTo(status);
            assertThat(end.q850()).as("status %d", status).isBetween(1, 127);
        }
    }

    @Test
    void causesAreDistinctWordsWithSentences() {
        assertThat(Arrays.stream(Cause.values()).map(Cause::word)).doesNotHaveDuplicates();
        assertThat(Cause.values()).allSatisfy(cause -> {
            assertThat(cause.word()).matches("[a-z-]+");
            assertThat(cause.words()).endsWith(".");
            assertThat(cause.q850()).isBetween(1, 127);
        });
    }
}
