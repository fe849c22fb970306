package io.tollgate.billing.number;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class E164Test {

    @ParameterizedTest
    @ValueSource(strings = {"+12", "+442079460123", "+123456789012345"})
    void takesPlusAndTwoToFifteenDigits(String text) {
        assertThat(new E164(text).digits()).isEqualTo(text);
        assertThat(new E164(text).withoutPlus()).isEqualTo(text.substring(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "+", "+1", "442079460123", "+0123", "+1234567890123456", "+44 20", "+44٢٠", "++44", "+44a"})
    void refusesEverythingElse(String text) {
        assertThat(E164.isE164(text)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new E164(text));
    }

    @Test
    void masksTheMiddleForLogs() {
        assertThat(new E164("+442079460123").masked()).isEqualTo("+4420******23");
        assertThat(new E164("+12345").masked()).isEqualTo("******");
    }
}
