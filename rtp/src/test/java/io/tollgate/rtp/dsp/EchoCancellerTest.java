package io.tollgate.rtp.dsp;

import static io.tollgate.rtp.dsp.EchoBench.RATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tollgate.rtp.dsp.EchoBench.Result;
import io.tollgate.rtp.dsp.Speech.Noise;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What G.168 does not test: delays of packet networks, other rates and tails, and anything that may be fed to it. */
class EchoCancellerTest {
    @ParameterizedTest
    @CsvSource({"8000, 20", "8000, 90", "8000, 200", "8000, 300", "8000, 340", "16000, 60", "16000, 250"})
    void findsALateEcho(int rate, int delayMs) {
        EchoBench bench = new EchoBench(EchoSettings.trunk(rate, 1), new EchoWorld(rate, "m5", 8, delayMs));
        short[] spoken = Speech.spoken(rate, -20);
        bench.run(spoken, 0, 4_000);
        Result later = bench.run(spoken, 4_000, 4_000);
        int found = bench.canceller().delaySamples() * 1_000 / rate;
        assertThat(found).as("beginning of the window").isBetween(Math.max(0, delayMs - 68), delayMs + 1);
        assertThat(later.enhancementDb()).isGreaterThan(30);
        assertThat(bench.canceller().enhancementDb()).isGreaterThan(20);
    }

    @Test
    void followsAnEchoThatMoves() {
        short[] css = EchoWorld.css(RATE, 10_500, -16, false, 1);
        EchoBench bench = new EchoBench(EchoSettings.trunk(RATE, 1), new EchoWorld(RATE, "m1", 8, 120));
        bench.run(css, 0, 3_000);
        for (int delayMs : new int[] {180, 90, 260, 100}) {
            bench.line(new EchoWorld(RATE, "m1", 8, delayMs));
            bench.run(css, 0, 2_500);
            assertThat(bench.run(css, 2_500, 2_000).enhancementDb())
                    .as("at %d ms", delayMs)
                    .isGreaterThan(35);
        }
    }

    @Test
    void aKnownDelayNeedsNoSearch() {
        EchoBench bench = new EchoBench(new EchoSettings(RATE, 32, 380, false, 1), new EchoWorld(RATE, "m1", 8, 210));
        bench.canceller().delay(200 * 8);
        short[] css = EchoWorld.css(RATE, 10_500, -16, false, 1);
        bench.run(css, 0, 1_000);
        assertThat(bench.run(css, 1_000, 2_000).enhancementDb()).isGreaterThan(20);
        assertThat(bench.canceller().delaySamples()).isEqualTo(1_600);
        assertThatThrownBy(() -> bench.canceller().delay(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bench.canceller().delay(380 * 8 + 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64, 128, 256})
    void anyTailConverges(int tailMs) {
        EchoBench bench = new EchoBench(new EchoSettings(RATE, tailMs, 0, false, 1), new EchoWorld(RATE, "m1", 8, 2));
        short[] css = EchoWorld.css(RATE, 10_500, -16, false, 1);
        bench.run(css, 0, 1_500);
        assertThat(bench.run(css, 1_500, 3_500).enhancementDb()).isGreaterThan(25);
    }

    /** A digital trunk: there is nothing to cancel, and the other side must not notice that somebody tries. */
    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000})
    void withoutAnEchoTheOtherSideIsUntouched(int rate) {
        short[] far = EchoWorld.css(rate, 10_500, -20, false, 1);
        short[] other = Speech.spoken(rate, -22);
        EchoBench bench = new EchoBench(EchoSettings.trunk(rate, 1), EchoWorld.infiniteLoss(rate));
        double own = Speech.levelDbov(other, 0, 8 * rate);
        for (int i = 0; i < 3; i++) {
            Result result = bench.run(far, 0, other, 0, 8_000);
            // In the first seconds soft words may be taken for echo, for there might be one.
            assertThat(result.strangeDbov()).as("pass %d", i).isLessThan(own - (i == 0 ? 15 : 19));
        }
    }

    @Test
    void whileNothingIsSentWhatComesIsUntouched() {
        EchoCanceller canceller = new EchoCanceller(EchoSettings.trunk(RATE, 1));
        short[] spoken = Speech.spoken(RATE, -15);
        short[] silence = new short[160];
        for (int at = 0; at + 160 <= spoken.length; at += 160) {
            short[] near = new short[160];
            System.arraycopy(spoken, at, near, 0, 160);
            canceller.process(silence, 0, near, 0, 160);
            for (int i = 0; i < 160; i++) {
                assertThat(near[i]).isEqualTo(spoken[at + i]);
            }
        }
    }

    @Test
    void framesOfTenAndTwentyMillisecondsGiveTheSame() {
        short[] far = Speech.spoken(RATE, -20);
        short[] near = new EchoWorld(RATE, "m3", 8, 70)
                .hear(far, 0, Speech.noise(Noise.WHITE, RATE, far.length, -60, 4), 0, far.length);
        short[] tens = near.clone();
        short[] twenties = near.clone();
        EchoCanceller one = new EchoCanceller(EchoSettings.trunk(RATE, 9));
        EchoCanceller other = new EchoCanceller(EchoSettings.trunk(RATE, 9));
        int end = far.length / 160 * 160;
        for (int at = 0; at < end; at += 160) {
            one.process(far, at, tens, at, 80);
            one.process(far, at + 80, tens, at + 80, 80);
            other.process(far, at, twenties, at, 160);
        }
        assertThat(tens).isEqualTo(twenties);
        one.reset();
        short[] again = near.clone();
        EchoCanceller fresh = new EchoCanceller(EchoSettings.trunk(RATE, 9));
        short[] expected = near.clone();
        for (int at = 0; at < RATE; at += 160) {
            one.process(far, at, again, at, 160);
            fresh.process(far, at, expected, at, 160);
        }
        double apart = 0;
        for (int i = 0; i < RATE; i++) {
            apart = Math.max(apart, Math.abs(again[i] - expected[i]));
        }
        // The generator of comfort noise goes on where it was; its noise has 50 at most.
        assertThat(apart).as("after a reset it is as new").isLessThan(150);
    }

    @Test
    void anythingIsSurvived() {
        SplittableRandom random = new SplittableRandom(8);
        EchoCanceller canceller = new EchoCanceller(EchoSettings.trunk(RATE, 1));
        short[] far = new short[160];
        short[] near = new short[160];
        for (int f = 0; f < 6_000; f++) {
            int kind = random.nextInt(6);
            for (int i = 0; i < 160; i++) {
                far[i] = sample(random, kind, i);
                near[i] = sample(random, random.nextInt(20) == 0 ? 5 : (kind + f / 500) % 6, i);
            }
            double before = Speech.power(near, 0, 160);
            canceller.process(far, 0, near, 0, 160);
            assertThat(Speech.power(near, 0, 160)).isLessThan(4 * before + 1e5);
        }
        EchoWorld line = new EchoWorld(RATE, "m1", 6, 0);
        short[] css = EchoWorld.css(RATE, 10_500, -16, false, 1);
        double left = 0;
        double came = 0;
        for (int at = 0; at + 160 <= css.length; at += 160) {
            short[] heard = line.hear(css, at, new short[160], 0, 160);
            came += at > 5 * RATE ? Speech.power(heard, 0, 160) : 0;
            canceller.process(css, at, heard, 0, 160);
            left += at > 5 * RATE ? Speech.power(heard, 0, 160) : 0;
        }
        assertThat(left).as("it still learns").isLessThan(came / 1_000);
    }

    private static short sample(SplittableRandom random, int kind, int i) {
        return switch (kind) {
            case 0 -> 0;
            case 1 -> Short.MIN_VALUE;
            case 2 -> (short) random.nextInt(-32_768, 32_768);
            case 3 -> (short) (i % 2 == 0 ? 32_767 : -32_768);
            case 4 -> (short) (i == 80 ? 32_767 : 0);
            default -> (short) random.nextInt(-300, 300);
        };
    }

    @Test
    void nothingIsAllocatedPerFrame() {
        EchoCanceller canceller = new EchoCanceller(EchoSettings.trunk(RATE, 1));
        SpeechDetector detector = new SpeechDetector(RATE);
        GainControl gain = new GainControl(RATE);
        ComfortNoise noise = new ComfortNoise(RATE, 10);
        ComfortNoiseGenerator generator = new ComfortNoiseGenerator(RATE, 1);
        byte[] payload = new byte[11];
        short[] far = Speech.spoken(RATE, -20);
        short[] near = new EchoWorld(RATE, "m3", 8, 70).hear(far, 0, new short[far.length], 0, far.length);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 60 && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int at = 0; at + 160 <= far.length; at += 160) {
                canceller.process(far, at, near, at, 160);
                gain.process(near, at, 160, detector.speech(near, at, 160));
                noise.analyse(near, at, 160);
                if (noise.changed()) {
                    generator.payload(payload, 0, noise.payload(payload, 0));
                }
                generator.play(near, at, 160);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).as("bytes in the quietest of the rounds").isZero();
    }

    @Test
    void refusesWhatItCannotDo() {
        assertThatThrownBy(() -> new EchoSettings(44_100, 64, 0, true, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EchoSettings(8_000, 8, 0, true, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EchoSettings(8_000, 64, 381, true, 1))
                .isInstanceOf(IllegalArgumentException.class);
        EchoCanceller canceller = new EchoCanceller(EchoSettings.trunk(RATE, 1));
        assertThatThrownBy(() -> canceller.process(new short[160], 0, new short[160], 0, 100))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> canceller.process(new short[80], 0, new short[160], 0, 160))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
