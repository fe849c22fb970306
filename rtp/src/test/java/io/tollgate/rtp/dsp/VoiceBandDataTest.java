package io.tollgate.rtp.dsp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.G711;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tones of faxes and modems by formula, through G.711 as a trunk has it. */
class VoiceBandDataTest {
    private final VoiceBandData data = new VoiceBandData(8_000);

    private static double peak(double dbm0) {
        return 32_768 * Math.sqrt(2) * Math.pow(10, (dbm0 - 6.15) / 20);
    }

    /** A tone whose phase is turned by so much every so often, under a tremolo of 15 Hz; decoded from µ-law. */
    private static short[] tone(
            double hz, double dbm0, int ms, double turnDegrees, int everyMs, double tremolo, int rate) {
        short[] pcm = new short[rate / 1_000 * ms];
        double phase = 0.3;
        for (int i = 0; i < pcm.length; i++) {
            if (everyMs > 0 && i > 0 && i % (rate / 1_000 * everyMs) == 0) {
                phase += Math.toRadians(turnDegrees);
            }
            double envelope = 1 + tremolo * Math.sin(2 * Math.PI * 15 * i / rate);
            double value = peak(dbm0) * envelope * Math.sin(2 * Math.PI * hz * i / rate + phase);
            pcm[i] = G711.decodeUlaw(G711.encodeUlaw((short) Math.clamp(Math.round(value), -32_768, 32_767)));
        }
        return pcm;
    }

    private void hear(short[] pcm) {
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            data.heard(pcm, at, 160);
        }
    }

    private void say(short[] pcm) {
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            data.saying(pcm, at, 160);
        }
    }

    /** G.168 section 7: 2079 to 2121 Hz, -6 to -31 dBm0, reversals of 155 to 180 degrees every 425 to 475 ms; within a second. */
    @ParameterizedTest
    @CsvSource({
        "2100, -12, 180, 450, 0",
        "2100, -6, 180, 450, 0",
        "2100, -31, 180, 450, 0",
        "2079, -20, 180, 450, 0",
        "2121, -20, 180, 450, 0",
        "2100, -20, 170, 425, 0",
        "2100, -20, 180, 475, 0",
        "2121, -31, 160, 450, 0",
        "2100, -15, 180, 450, 0.2"
    })
    void aToneThatReversesItsPhaseTakesTheCancellerOut(double hz, double dbm0, double turn, int every, double tremolo) {
        for (int offsetMs = 0; offsetMs < 10; offsetMs += 3) {
            VoiceBandData one = new VoiceBandData(8_000);
            short[] pcm = tone(hz, dbm0, 1_000, turn, every, tremolo, 8_000);
            one.heard(new short[8 * offsetMs], 0, 8 * offsetMs);
            one.heard(pcm, 0, pcm.length);
            assertThat(one.clear()).as("%d ms into a block", offsetMs).isTrue();
            assertThat(one.data()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2100, -12, 0, 0", // no reversal: what a fax says, which wants the canceller
        "2100, -12, 180, 300",
        "2100, -12, 180, 600",
        "2100, -12, 100, 450",
        "2100, -40, 180, 450"
    })
    void anyOtherToneLeavesItIn(double hz, double dbm0, double turn, int every) {
        hear(tone(hz, dbm0, 5_000, turn, every, 0, 8_000));
        assertThat(data.clear()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1_850, 2_000, 2_040, 2_160, 2_225, 2_350})
    void aToneOfAnotherFrequencyIsNone(double hz) {
        hear(tone(hz, -12, 5_000, 180, 450, 0, 8_000));
        assertThat(data.clear() || data.data()).isFalse();
    }

    @Test
    void theAnswerToneOfAFaxMeansDataAndKeepsTheCanceller() {
        hear(tone(2_100, -14, 250, 0, 0, 0, 8_000));
        assertThat(data.data()).as("after 250 ms").isFalse();
        hear(tone(2_100, -14, 2_600, 0, 0, 0, 8_000));
        assertThat(data.data()).isTrue();
        assertThat(data.clear()).isFalse();
        assertThat(data.words()).isEqualTo("answer tone");
    }

    @ParameterizedTest
    @CsvSource({"1100, 500, true", "1062, 500, true", "1138, 440, true", "1100, 200, false", "1100, 2000, false"})
    void theCallingToneOfAFaxIsKnownByItsLength(double hz, int ms, boolean fax) {
        say(tone(hz, -16, ms, 0, 0, 0, 8_000));
        say(new short[8_000]);
        assertThat(data.data()).isEqualTo(fax);
        assertThat(data.words()).isEqualTo(fax ? "fax calling tone" : "");
    }

    @Test
    void theCancellerComesBackWhenBothSidesAreSilentForAQuarterOfASecond() {
        hear(tone(2_100, -12, 1_500, 180, 450, 0, 8_000));
        short[] carrier = Signals.noise(2_000, 8_000, 1);
        short[] silence = new short[1_600];
        for (int i = 0; i < 3; i++) {
            say(carrier);
            hear(silence);
        }
        assertThat(data.clear()).as("one side still sends").isTrue();
        say(silence);
        hear(silence);
        assertThat(data.clear()).as("200 ms").isTrue();
        say(silence);
        hear(silence);
        assertThat(data.clear()).as("400 ms").isFalse();
        assertThat(data.data()).as("the call stays what it is").isTrue();
        hear(tone(2_100, -12, 1_500, 180, 450, 0, 8_000));
        assertThat(data.clear()).as("another modem").isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void speechIsNoData(int rate) {
        VoiceBandData one = new VoiceBandData(rate);
        for (int round = 0; round < 8; round++) {
            short[] voice = Speech.spoken(rate, -20 - round);
            one.heard(voice, 0, voice.length);
            short[] other = Signals.speech(rate, 9_000, 3_400);
            one.saying(other, 0, other.length);
        }
        assertThat(one.data() || one.clear()).isFalse();
    }

    @Test
    void atSixteenKilohertzItIsTheSame() {
        VoiceBandData wide = new VoiceBandData(16_000);
        short[] pcm = tone(2_100, -20, 1_500, 180, 450, 0, 16_000);
        wide.heard(pcm, 0, pcm.length);
        assertThat(wide.clear()).isTrue();
    }
}
