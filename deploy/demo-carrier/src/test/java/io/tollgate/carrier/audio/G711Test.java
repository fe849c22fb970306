package io.tollgate.carrier.audio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class G711Test {
    /** Decoder output values of ITU-T G.711 tables 1a to 2b, scaled to 16 bit. */
    @ParameterizedTest
    @CsvSource({
        "PCMU, 0x00, -32124", "PCMU, 0x7F, 0", "PCMU, 0x80, 32124", "PCMU, 0xFF, 0", "PCMU, 0x8F, 16764",
        "PCMU, 0x9F, 8316", "PCMU, 0xEF, 132", "PCMA, 0xD5, 8", "PCMA, 0x55, -8", "PCMA, 0xAA, 32256",
        "PCMA, 0x2A, -32256", "PCMA, 0x80, 5504"
    })
    void octets_decode_to_the_values_of_the_recommendation(G711 codec, String octet, int expected) {
        assertThat(codec.decode((byte) (int) Integer.decode(octet))).isEqualTo((short) expected);
    }

    @ParameterizedTest
    @EnumSource
    void encoding_what_was_decoded_gives_the_same_octet(G711 codec) {
        for (int octet = 0; octet < 256; octet++) {
            boolean negativeZero = codec == G711.PCMU && octet == 0x7F;
            if (!negativeZero) {
                assertThat(codec.encode(codec.decode((byte) octet))).isEqualTo((byte) octet);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void every_sample_comes_back_within_half_a_step(G711 codec) {
        for (int sample = -32_000; sample <= 32_000; sample++) {
            short back = codec.decode(codec.encode((short) sample));
            assertThat(Math.abs(back - sample)).isLessThanOrEqualTo(Math.max(16, Math.abs(sample) / 31));
        }
    }

    @Test
    void the_loudest_samples_do_not_wrap() {
        for (G711 codec : G711.values()) {
            assertThat(codec.decode(codec.encode(Short.MAX_VALUE))).isGreaterThan((short) 32_000);
            assertThat(codec.decode(codec.encode(Short.MIN_VALUE))).isLessThan((short) -32_000);
        }
    }
}
