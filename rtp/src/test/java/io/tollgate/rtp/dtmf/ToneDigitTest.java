package io.tollgate.rtp.dtmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.codec.G711;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digits as sound: what the sender makes and what the detector makes of it, of what lines do to it, and of voices. */
class ToneDigitTest {
    private static final String DIGITS = "0123456789*#ABCD";
    private static final double[] LOW_HZ = {697, 770, 852, 941};
    private static final double[] HIGH_HZ = {1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";

    enum Law {
        NONE,
        ALAW,
        ULAW;

        short[] through(short[] pcm) {
            short[] out = pcm.clone();
            for (int i = 0; i < out.length && this != NONE; i++) {
                out[i] = this == ALAW
                        ? G711.decodeAlaw(G711.encodeAlaw(out[i]))
                        : G711.decodeUlaw(G711.encodeUlaw(out[i]));
            }
            return out;
        }
    }

    private record Heard(char digit, int durationMs) {}

    private static final class Ear implements TelephoneEventReceiver.Listener {
        final List<Heard> heard = new ArrayList<>();
        final StringBuilder begun = new StringBuilder();

        @Override
        public void began(char digit) {
            begun.append(digit);
        }

        @Override
        public void ended(char digit, int durationMs) {
            heard.add(new Heard(digit, durationMs));
        }

        String digits() {
            StringBuilder all = new StringBuilder();
            heard.forEach(h -> all.append(h.digit()));
            return all.toString();
        }
    }

    private static Ear hear(short[] pcm, int rate) {
        Ear ear = new Ear();
        ToneDigitDetector detector = new ToneDigitDetector(rate, ear);
        detector.listen(pcm, 0, pcm.length);
        detector.listen(new short[rate / 5], 0, rate / 5);
        assertThat(detector.sounding()).isFalse();
        assertThat(ear.begun).as("each digit begins once and ends once").hasToString(ear.digits());
        return ear;
    }

    private static short[] send(String digits, int toneMs, int pauseMs, int rate) {
        ToneDigitSender sender = new ToneDigitSender(rate);
        short[] pcm = new short[rate / 1_000 * (digits.length() * (toneMs + pauseMs) + 40)];
        assertThat(sender.enqueue(digits, toneMs, pauseMs)).isEqualTo(digits.length());
        for (int at = 0; at < pcm.length; at += rate / 50) {
            sender.replace(pcm, at, Math.min(rate / 50, pcm.length - at));
        }
        assertThat(sender.active()).isFalse();
        return pcm;
    }

    /** A key that is not quite right: levels in dBm0, frequencies off by a share. No ramps: worse than any sender. */
    private record Key(char digit, double lowDbm0, double highDbm0, double lowOff, double highOff) {
        void addTo(short[] pcm, int from, int samples, int rate) {
            int key = KEYS.indexOf(digit);
            double low = 2 * Math.PI * LOW_HZ[key / 4] * (1 + lowOff) / rate;
            double high = 2 * Math.PI * HIGH_HZ[key % 4] * (1 + highOff) / rate;
            for (int i = 0; i < samples; i++) {
                double sum = pcm[from + i]
                        + amplitude(lowDbm0) * Math.sin(low * i)
                        + amplitude(highDbm0) * Math.sin(high * i + 1);
                pcm[from + i] = (short) Math.clamp(Math.round(sum), -32_768, 32_767);
            }
        }
    }

    private static double amplitude(double dbm0) {
        return 32_767 * Math.pow(10, (dbm0 - 3.14) / 20);
    }

    /** Every digit in turn, 40 ms with pauses of 40 ms unless told otherwise, beginning anywhere in a frame. */
    private static short[] keys(
            int rate, int toneMs, int pauseMs, double lowDbm0, double highDbm0, double lowOff, double highOff) {
        int tone = rate / 1_000 * toneMs;
        int period = rate / 1_000 * (toneMs + pauseMs) + 3;
        short[] pcm = new short[period * DIGITS.length() + rate / 10];
        for (int i = 0; i < DIGITS.length(); i++) {
            Key key = new Key(DIGITS.charAt(i), lowDbm0, highDbm0, lowOff, highOff);
            key.addTo(pcm, rate / 50 + i * period, tone, rate);
        }
        return pcm;
    }

    /** Adds Gaussian noise over the whole band. */
    private static void noise(short[] pcm, double dbm0, SplittableRandom random) {
        double deviation = amplitude(dbm0) / Math.sqrt(2);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) Math.clamp(Math.round(pcm[i] + deviation * random.nextGaussian()), -32_768, 32_767);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void everyDigitOfEveryLengthGoesThroughBothLaws(int rate) {
        for (Law law : Law.values()) {
            for (int toneMs : new int[] {40, 41, 47, 60, 100, 250, 500}) {
                Ear ear = hear(law.through(send(DIGITS, toneMs, 40, rate)), rate);
                assertThat(ear.digits()).as("%s %d ms", law, toneMs).isEqualTo(DIGITS);
                ear.heard.forEach(h -> assertThat(h.durationMs())
                        .as("%s length of %c", law, h.digit())
                        .isBetween(toneMs - 10, toneMs + 5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void digitsAreHeardThroughNoiseTwistAndWrongFrequencies(Law law) {
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int rate = random.nextBoolean() ? 8_000 : 16_000;
            double low = -5 - 18 * random.nextDouble();
            double high = low - 8 + 12 * random.nextDouble();
            double lowOff = 0.03 * random.nextDouble() - 0.015;
            double highOff = 0.03 * random.nextDouble() - 0.015;
            int toneMs = 40 + random.nextInt(60);
            short[] pcm = keys(rate, toneMs, 40 + random.nextInt(20), low, high, lowOff, highOff);
            double total = 10 * Math.log10(Math.pow(10, low / 10) + Math.pow(10, high / 10));
            noise(pcm, total - 15, random);
            assertThat(hear(law.through(pcm), rate).digits())
                    .as(
                            "seed %d: %d Hz, %d ms, %.1f/%.1f dBm0, off by %.4f/%.4f",
                            seed, rate, toneMs, low, high, lowOff, highOff)
                    .isEqualTo(DIGITS);
        }
    }

    @ParameterizedTest
    @CsvSource({"0.015, 0.015", "-0.015, -0.015", "0.015, -0.015", "0.018, 0", "0, -0.018"})
    void frequenciesWithinTheToleranceAreAccepted(double lowOff, double highOff) {
        assertThat(hear(keys(8_000, 40, 40, -10, -8, lowOff, highOff), 8_000).digits())
                .isEqualTo(DIGITS);
    }

    @ParameterizedTest
    @CsvSource({
        "0.035, 0",
        "-0.035, 0",
        "0, 0.035",
        "0, -0.035",
        "0.035, -0.035",
        "0.045, 0",
        "0, 0.06",
        "-0.045, 0.045"
    })
    void frequenciesThatBelongToNoKeyAreRefused(double lowOff, double highOff) {
        for (int toneMs : new int[] {40, 100, 500}) {
            assertThat(hear(keys(8_000, toneMs, 60, -10, -8, lowOff, highOff), 8_000)
                            .digits())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-3, -3", "-25, -25", "-30, -30", "-8, -16", "-12, -8", "-25, -21", "-17, -25"})
    void levelsAreHeard(double low, double high) {
        for (Law law : Law.values()) {
            assertThat(hear(law.through(keys(8_000, 40, 40, low, high, 0, 0)), 8_000)
                            .digits())
                    .as("%s", law)
                    .isEqualTo(DIGITS);
        }
    }

    @ParameterizedTest
    @CsvSource({"-45, -45", "-10, -50", "-50, -10", "-5, -20", "-16, -5"})
    void whatIsTooFaintOrTooUnevenIsNotHeard(double low, double high) {
        assertThat(hear(keys(8_000, 100, 60, low, high, 0, 0), 8_000).digits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void tonesThatAreTooShortAreNotHeard(int rate) {
        for (int toneMs = 5; toneMs <= 23; toneMs++) {
            for (int shift = 0; shift < 5; shift++) {
                assertThat(hear(keys(rate, toneMs, 60 + shift, -10, -8, 0, 0), rate)
                                .digits())
                        .as("%d ms", toneMs)
                        .isEmpty();
            }
        }
    }

    @Test
    void aShortBreakDoesNotMakeTwoDigitsOfOneAndAPauseDoes() {
        for (int breakMs : new int[] {5, 10, 40, 45}) {
            for (int shift = 0; shift < 40; shift += 7) {
                short[] pcm = new short[8_000];
                Key five = new Key('5', -10, -8, 0, 0);
                five.addTo(pcm, 400 + shift, 480, 8_000);
                five.addTo(pcm, 400 + shift + 480 + breakMs * 8, 480, 8_000);
                assertThat(hear(pcm, 8_000).digits())
                        .as("break of %d ms", breakMs)
                        .isEqualTo(breakMs <= 10 ? "5" : "55");
            }
        }
    }

    @Test
    void digitsThatFollowWithoutAPauseAreTwo() {
        short[] pcm = new short[4_000];
        new Key('1', -10, -8, 0, 0).addTo(pcm, 400, 640, 8_000);
        new Key('9', -10, -8, 0, 0).addTo(pcm, 1_040, 640, 8_000);
        assertThat(hear(pcm, 8_000).digits()).isEqualTo("19");
    }

    @Test
    void framesOfAnySizeGiveTheSame() {
        short[] pcm = send("159D", 60, 50, 8_000);
        List<Heard> whole = hear(pcm, 8_000).heard;
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            Ear ear = new Ear();
            ToneDigitDetector detector = new ToneDigitDetector(8_000, ear);
            int at = 0;
            while (at < pcm.length) {
                int n = Math.min(pcm.length - at, random.nextInt(round < 25 ? 7 : 700));
                detector.listen(pcm, at, n);
                at += n;
            }
            detector.listen(new short[1_600], 0, 1_600);
            assertThat(ear.heard).isEqualTo(whole);
        }
    }

    @Test
    void aKnownDigitIsSilencedAndTheVoiceAfterItIsNot() {
        int rate = 8_000;
        short[] pcm = new short[rate];
        new Key('7', -10, -8, 0, 0).addTo(pcm, 800, 2_400, rate);
        short[] voice = Signals.sine(300, 8_000, rate, 4_000);
        System.arraycopy(voice, 0, pcm, 3_200, 4_000);
        short[] before = pcm.clone();
        Ear ear = new Ear();
        ToneDigitDetector detector = new ToneDigitDetector(rate, ear);
        for (int at = 0; at < pcm.length; at += 160) {
            detector.listenAndMute(pcm, at, 160);
        }
        assertThat(ear.digits()).isEqualTo("7");
        int known = 800 + 45 * 8;
        assertThat(Signals.rms(pcm, known, 3_200)).as("the tone after 45 ms").isLessThan(1);
        assertThat(Signals.rms(pcm, 3_200 + 30 * 8, 7_200))
                .as("the voice from 30 ms after the tone")
                .isGreaterThan(0.97 * Signals.rms(before, 3_200 + 30 * 8, 7_200));
        assertThat(Arrays.copyOf(pcm, 1_000)).isEqualTo(Arrays.copyOf(before, 1_000));
    }

    @Test
    void listeningChangesNothing() {
        short[] pcm = send("123", 100, 50, 8_000);
        short[] before = pcm.clone();
        new ToneDigitDetector(8_000, new Ear()).listen(pcm, 0, pcm.length);
        assertThat(pcm).isEqualTo(before);
    }

    @Test
    void aDigitThatIsCutOffEndsWithTheReset() {
        short[] pcm = send("4", 500, 40, 8_000);
        Ear ear = new Ear();
        ToneDigitDetector detector = new ToneDigitDetector(8_000, ear);
        detector.listen(pcm, 0, 1_600);
        assertThat(detector.sounding()).isTrue();
        detector.reset();
        assertThat(detector.sounding()).isFalse();
        assertThat(ear.heard).hasSize(1);
        assertThat(ear.heard.getFirst().durationMs()).isBetween(180, 205);
    }

    @Test
    void singleTonesAndNoiseAreNoDigits() {
        for (double hz = 300; hz < 3_400; hz += 7) {
            assertThat(hear(Signals.sine(hz, 8_000, 8_000, 2_000), 8_000).begun)
                    .as("%.0f Hz", hz)
                    .isEmpty();
        }
        assertThat(hear(Signals.noise(20_000, 80_000, 3), 8_000).begun).isEmpty();
        assertThat(hear(Signals.speech(8_000, 60_000, 3_800), 8_000).begun).isEmpty();
    }

    @Test
    void theSendersLevelsAndFrequenciesAreThoseOfTheStandard() {
        for (int rate : new int[] {8_000, 16_000, 48_000}) {
            short[] pcm = send(DIGITS, 200, 100, rate);
            for (int i = 0; i < DIGITS.length(); i++) {
                int key = KEYS.indexOf(DIGITS.charAt(i));
                int from = i * rate * 3 / 10;
                int to = from + rate / 5;
                assertThat(Signals.amplitude(pcm, from + rate / 100, to - rate / 100, LOW_HZ[key / 4], rate))
                        .isBetween(0.98 * amplitude(-8.8), 1.02 * amplitude(-8.8));
                assertThat(Signals.amplitude(pcm, from + rate / 100, to - rate / 100, HIGH_HZ[key % 4], rate))
                        .isBetween(0.98 * amplitude(-6.8), 1.02 * amplitude(-6.8));
                assertThat(Signals.rms(pcm, to, to + rate / 10)).as("the pause").isZero();
                assertThat(Math.abs(pcm[from])).as("no click").isLessThan((short) 200);
                assertThat(Math.abs(pcm[to - 1])).as("no click").isLessThan((short) 200);
            }
        }
    }

    @Test
    void soundAroundTheDigitsIsLeftAlone() {
        ToneDigitSender sender = new ToneDigitSender(8_000);
        short[] frame = Signals.noise(1_000, 160, 1);
        short[] before = frame.clone();
        assertThat(sender.replace(frame, 0, 160)).isFalse();
        assertThat(frame).isEqualTo(before);
        sender.enqueue("1", 41, 40);
        for (int i = 0; i < 4; i++) {
            System.arraycopy(before, 0, frame, 0, 160);
            assertThat(sender.replace(frame, 0, 160)).isTrue();
        }
        System.arraycopy(before, 0, frame, 0, 160);
        assertThat(sender.replace(frame, 0, 160)).isTrue();
        assertThat(frame[7]).isZero();
        assertThat(Arrays.copyOfRange(frame, 8, 160)).isEqualTo(Arrays.copyOfRange(before, 8, 160));
    }

    @Test
    void aHeldKeySoundsUntilItIsReleased() {
        ToneDigitSender sender = new ToneDigitSender(8_000);
        short[] pcm = new short[8_000];
        assertThat(sender.hold('6')).isTrue();
        for (int at = 0; at < pcm.length; at += 160) {
            if (at == 1_600) {
                sender.release(195);
                sender.release(7_000);
            }
            sender.replace(pcm, at, 160);
        }
        assertThat(sender.active()).isFalse();
        assertThat(hear(pcm, 8_000).heard).hasSize(1).first().satisfies(h -> {
            assertThat(h.digit()).isEqualTo('6');
            assertThat(h.durationMs()).isBetween(190, 210);
        });
        sender.enqueue("1");
        assertThat(sender.hold('2')).isTrue();
        sender.release(150);
        Arrays.fill(pcm, (short) 0);
        sender.replace(pcm, 0, pcm.length);
        assertThat(hear(pcm, 8_000).heard.get(1).durationMs())
                .as("released while it waited")
                .isBetween(140, 155);
    }

    @Test
    void theQueueIsBoundedAndWhatIsNoDigitIsLeftOut() {
        ToneDigitSender sender = new ToneDigitSender(8_000);
        assertThat(sender.enqueue("1x2 d")).isEqualTo(3);
        assertThat(sender.enqueue("1".repeat(100))).isEqualTo(ToneDigitSender.MAX_QUEUED - 3);
        assertThat(sender.hold('2')).isFalse();
        assertThat(new ToneDigitSender(8_000).hold('x')).isFalse();
        assertThatThrownBy(() -> new ToneDigitSender(100)).hasMessageContaining("100");
        assertThatThrownBy(() -> new ToneDigitDetector(11_025, new Ear())).hasMessageContaining("11025");
    }
}
