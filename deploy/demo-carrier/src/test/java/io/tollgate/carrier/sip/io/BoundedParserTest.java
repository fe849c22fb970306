package io.tollgate.carrier.sip.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedParserTest {
    @Test
    void an_ordinary_message_passes() {
        assertThat(harmless("OPTIONS sip:a@b SIP/2.0\r\nUser-Agent: x (y (z))\r\nTo: \"A\" <sip:a@b>\r\n\r\n"))
                .isTrue();
    }

    @Test
    void many_brackets_pass_when_they_do_not_nest() {
        assertThat(harmless("Route: " + "<sip:a@b>,".repeat(100))).isTrue();
        assertThat(harmless("X: (\r\n".repeat(100))).isTrue();
    }

    @Test
    void deep_nesting_and_long_messages_are_turned_away() {
        assertThat(harmless("X: " + "(".repeat(9))).isFalse();
        assertThat(harmless("X: " + "<".repeat(9))).isFalse();
        assertThat(harmless("x".repeat(BoundedParserFactory.MAX_BYTES + 1))).isFalse();
    }

    private static boolean harmless(String message) {
        return BoundedParserFactory.isHarmless(message.getBytes(US_ASCII));
    }
}
