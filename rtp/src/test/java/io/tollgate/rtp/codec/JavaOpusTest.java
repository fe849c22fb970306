package io.tollgate.rtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import org.junit.jupiter.api.Test;

class JavaOpusTest extends OpusContract {
    private static final OpusLibrary LIBRARY =
            OpusLibrary.load(OpusLibrary.Kind.JAVA).orElseThrow();

    @Override
    OpusLibrary library() {
        return LIBRARY;
    }

    /** Concentus alone gives silence here, which is why our decoder runs it at 48 kHz. */
    @Test
    void hybridPacketsAsBrowsersSendThemAreHeardAtATelephonesRate() {
        short[] spoken = Signals.speech(48_000, 400, 3_400);
        byte[] packet = new byte[1275];
        short[] heard = new short[160];
        int hybrid = 0;
        double loudest = 0;
        try (OpusEncoder encoder = LIBRARY.newEncoder(48_000, OpusSettings.TELEPHONE);
                OpusDecoder decoder = LIBRARY.newDecoder(8_000)) {
            for (int at = 0; at + 960 <= spoken.length; at += 960) {
                int length = encoder.encode(spoken, at, 960, packet, 0, packet.length);
                int config = (packet[0] & 0xff) >> 3;
                hybrid += config >= 12 && config <= 15 ? 1 : 0;
                decoder.decode(packet, 0, length, heard, 0, 160);
                loudest = Math.max(loudest, Signals.rms(heard, 0, 160));
            }
        }
        assertThat(hybrid).as("hybrid packets of 20").isGreaterThan(15);
        assertThat(loudest).isGreaterThan(1_000);
    }
}
