package io.tollgate.carrier.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialledTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+442079460123",
                "442079460123",
                "00442079460123",
                "02079460123",
                "+44-20-7946-0123",
                "(020) 7946 0123",
                "02079460123;phone-context=+44"
            })
    void all_forms_of_a_number_become_one(String form) {
        assertThat(Dialled.normalise(form)).isEqualTo("+442079460123");
    }

    @Test
    void what_is_no_number_stays_what_it_is_but_bounded() {
        assertThat(Dialled.normalise("alice")).isEqualTo("alice");
        assertThat(Dialled.normalise("")).isEmpty();
        assertThat(Dialled.normalise("x".repeat(10_000))).hasSize(64);
    }

    @Test
    void masked_numbers_keep_five_and_two_characters() {
        assertThat(Dialled.masked("+442079460123")).isEqualTo("+4420******23");
        assertThat(Dialled.masked("112")).isEqualTo("***");
    }
}
