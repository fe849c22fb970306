package io.tollgate.sip.cause;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CauseTableTest {

    @ParameterizedTest
    @CsvSource({ // RFC 3398 section 8.2.6.1
        "400,41", "401,21", "402,21", "403,21", "404,1", "405,63", "406,79", "407,21", "408,102", "410,22", "413,127",
        "414,127", "415,79", "416,127", "420,127", "421,127", "423,127", "480,18", "481,41", "482,25", "483,25",
        "484,28", "485,1", "486,17", "500,41", "501,79", "502,38", "503,41", "504,102", "505,127", "513,127", "600,17",
        "603,21", "604,1"
    })
    void statusBecomesTheCauseOfRfc3398(int status, int q850) {
        assertThat(CauseTable.q850Of(status)).isEqualTo(q850);
    }

    @ParameterizedTest
    @CsvSource({ // RFC 3398 section 7.2.4.1
        "1,404", "2,404", "3,404", "17,486", "18,408", "19,480", "20,480", "21,403", "22,410", "23,410", "26,404",
        "27,502", "28,484", "29,501", "31,480", "34,503", "38,503", "41,503", "42,503", "47,503", "55,403", "57,403",
        "58,503", "65,488", "70,488", "79,501", "87,403", "88,503", "102,504", "111,500", "127,500"
    })
    void causeBecomesTheStatusOfRfc3398(int q850, int status) {
        assertThat(CauseTable.statusOf(q850)).isEqualTo(status);
    }

    @Test
    void everyRefusalHasACauseAndAWord() {
        for (int status = 300; status < 700; status++) {
            assertThat(CauseTable.q850Of(status)).as("%d", status).isBetween(1, 127);
            assertThat(CauseTable.wordOf(status))
                    .as("%d", status)
                    .matches("[a-z-]+")
                    .isNotEqualTo("unknown");
            assertThat(CauseTable.phraseOf(status)).as("%d", status).isNotBlank();
        }
        for (int q850 = 1; q850 < 128; q850++) {
            assertThat(CauseTable.statusOf(q850)).as("%d", q850).isBetween(400, 604);
        }
    }

    @Test
    void reasonIsReadAndWritten() {
        SipReason reason = new SipReason("Q.850", 34, "No circuit/channel available");
        assertThat(reason.write()).isEqualTo("Q.850;cause=34;text=\"No circuit/channel available\"");
        assertThat(SipReason.parse(reason.write())).containsExactly(reason);
        // RFC 3326 section 2, two values in one header
        List<SipReason> two = SipReason.parse("SIP ;cause=200 ;text=\"Call completed, elsewhere\", Q.850;cause=26");
        assertThat(two)
                .containsExactly(
                        new SipReason("SIP", 200, "Call completed, elsewhere"), new SipReason("Q.850", 26, null));
        assertThat(SipReason.q850In(two)).isEqualTo(26);
    }

    @ParameterizedTest
    @CsvSource({"''", "';;;'", "'Q.850;cause=99999'", "'Q.850;cause=-1'", "'\"'", "'Q.850;cause=16;text=\"open'"})
    void aDamagedReasonIsNoReason(String value) {
        assertThat(SipReason.q850In(SipReason.parse(value))).isIn(0, 16);
    }

    @Test
    void textCannotBreakOutOfTheHeader() {
        assertThat(new SipReason("Q.850", 16, "a\"\r\nVia: evil").write()).doesNotContain("\r", "\n", "a\"");
    }
}
