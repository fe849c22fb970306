package io.tollgate.rtp.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.rtp.Signals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixerTest {
    /** A live sound of 600 Hz with a tone over it from 200 ms on, mixed in frames of 20 ms. */
    private static short[] mixed(int rate, short[] live, short[] tone, float gain) {
        Mixer mixer = new Mixer(rate);
        int frame = rate / 50;
        short[] out = new short[live.length];
        short[] buffer = new short[frame];
        for (int at = 0; at + frame <= live.length; at += frame) {
            System.arraycopy(live, at, buffer, 0, frame);
            int off = at - rate / 5;
            if (off >= 0 && off < tone.length) {
                mixer.mix(buffer, tone, off, frame, gain);
            } else {
                mixer.pass(buffer, frame);
            }
            System.arraycopy(buffer, 0, out, at, frame);
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(ints = {8_000, 16_000, 48_000})
    void theToneIsHeardAndTheVoiceStepsBackAndReturns(int rate) {
        short[] live = Signals.sine(600, 10_000, rate, rate);
        short[] tone = Tones.render(Tones.Plan.EU, Tones.Tone.WARNING, rate);
        short[] out = mixed(rate, live, tone, 0.5f);
        assertThat(Arrays.copyOf(out, rate / 5)).as("before").isEqualTo(Arrays.copyOf(live, rate / 5));
        int from = rate / 5 + rate / 50;
        int to = rate / 5 + tone.length - rate / 50;
        assertThat(Signals.amplitude(out, from, to, 600, rate)).isBetween(3_100.0, 3_220.0);
        double peak = Signals.amplitude(tone, rate / 100, tone.length - rate / 100, 1_400, rate);
        assertThat(Signals.amplitude(out, from, to, 1_400, rate)).isBetween(0.48 * peak, 0.52 * peak);
        int after = rate / 5 + tone.length + rate / 10;
        assertThat(Arrays.copyOfRange(out, after, rate)).as("after").isEqualTo(Arrays.copyOfRange(live, after, rate));
    }

    @Test
    void theVoiceGoesDownAndComesBackWithoutAClick() {
        short[] live = Signals.sine(200, 10_000, 8_000, 8_000);
        short[] out = mixed(8_000, live, new short[3_203], 1);
        for (int i = 1; i < out.length; i++) {
            assertThat(Math.abs(out[i] - out[i - 1])).isLessThan(1_750);
        }
        assertThat(Signals.rms(out, 1_760, 4_600)).isLessThan(0.33 * Signals.rms(live, 1_760, 4_600));
    }

    @Test
    void whatIsTooLoudIsHeldAtFullScale() {
        short[] live = new short[160];
        short[] tone = new short[160];
        Arrays.fill(live, Short.MAX_VALUE);
        Arrays.fill(tone, Short.MAX_VALUE);
        tone[7] = Short.MIN_VALUE;
        live[7] = Short.MIN_VALUE;
        short[] sum = live.clone();
        new Mixer(8_000).mix(live, tone, 0, 160, 4);
        assertThat(live[0]).isEqualTo(Short.MAX_VALUE);
        assertThat(live[7]).isEqualTo(Short.MIN_VALUE);
        assertThat(live[159]).isEqualTo(Short.MAX_VALUE);
        Mixer.add(sum, 0, tone, 0, 160);
        assertThat(sum[6]).isEqualTo(Short.MAX_VALUE);
        assertThat(sum[7]).isEqualTo(Short.MIN_VALUE);
    }

    @Test
    void beyondTheToneIsSilence() {
        Mixer mixer = new Mixer(8_000);
        short[] frame = new short[160];
        mixer.mix(frame, new short[] {100, 200}, 1, 160, 1);
        assertThat(frame[0]).isEqualTo((short) 200);
        assertThat(Arrays.copyOfRange(frame, 1, 160)).containsOnly(0);
        mixer.mix(frame, new short[2], 5, 160, 1);
        for (int i = 0; i < 10; i++) {
            mixer.pass(frame, 160);
        }
        assertThat(mixer.ducking()).isFalse();
    }

    @Test
    void whatCannotBeMixedIsRefused() {
        Mixer mixer = new Mixer(8_000);
        assertThatThrownBy(() -> new Mixer(10)).hasMessageContaining("10");
        assertThatThrownBy(() -> mixer.mix(new short[10], new short[10], 0, 11, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mixer.mix(new short[10], new short[10], -1, 10, 1))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mixer.mix(new short[10], new short[10], 0, 10, Float.NaN))
                .hasMessageContaining("gain");
    }
}
