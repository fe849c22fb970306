package io.tollgate.rtp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemuxTest {
    /** The ranges of RFC 7983 section 7, both ends of each. */
    @ParameterizedTest
    @CsvSource({
        "0, STUN",
        "3, STUN",
        "4, UNKNOWN",
        "15, UNKNOWN",
        "16, UNKNOWN",
        "19, UNKNOWN",
        "20, DTLS",
        "63, DTLS",
        "64, TURN_CHANNEL",
        "79, TURN_CHANNEL",
        "80, UNKNOWN",
        "127, UNKNOWN",
        "128, RTP_OR_RTCP",
        "191, RTP_OR_RTCP",
        "192, UNKNOWN",
        "255, UNKNOWN"
    })
    void firstByteDecidesTheProtocol(int first, Demux.Kind kind) {
        assertThat(Demux.of((byte) first)).isEqualTo(kind);
    }

    @Test
    void packetTypes192To223AreRtcp() {
        for (int second = 0; second < 256; second++) {
            assertThat(Demux.isRtcp((byte) second))
                    .as("second byte %d", second)
                    .isEqualTo(second >= 192 && second <= 223);
        }
    }

    @Test
    void payloadTypesInUseNeverLookLikeRtcp() {
        for (int payloadType : new int[] {0, 8, 9, 13, 96, 101, 111, 127}) {
            assertThat(Demux.isRtcp((byte) payloadType)).isFalse();
            assertThat(Demux.isRtcp((byte) (payloadType | 0x80))).isFalse();
        }
    }
}
