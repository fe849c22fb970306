package io.tollgate.rtp.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.rtp.Signals;
import io.tollgate.rtp.audio.Tones.Plan;
import io.tollgate.rtp.audio.Tones.Tone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Listens to the rendered sound, as a receiver would; expectations come from the countries' documents. */
class TonesTest {
    /** Frequencies in hertz joined by +, then milliseconds; "-" is silence. */
    @ParameterizedTest
    @CsvSource({
        "GB, RINGBACK, 400+450:400 -:200 400+450:400 -:2000",
        "GB, BUSY, 400:375 -:375",
        "GB, CONGESTION, 400:400 -:350 400:225 -:525",
        "GB, SPECIAL_INFORMATION, 950:330 1400:330 1800:330 -:1000",
        "US, RINGBACK, 440+480:2000 -:4000",
        "US, BUSY, 480+620:500 -:500",
        "US, CONGESTION, 480+620:250 -:250",
        "US, SPECIAL_INFORMATION, 913.8:274 1370.6:274 1776.7:380 -:100",
        "EU, RINGBACK, 425:1000 -:4000",
        "EU, BUSY, 425:500 -:500",
        "EU, CONGESTION, 425:250 -:250",
        "EU, SPECIAL_INFORMATION, 950:330 1400:330 1800:330 -:1000",
        "EU, WARNING, 1400:400"
    })
    void soundsAsTheCountrySays(Plan plan, Tone tone, String cadence) {
        for (int rate : new int[] {8_000, 16_000, 48_000}) {
            short[] pcm = Tones.render(plan, tone, rate);
            int at = 0;
            for (String part : cadence.split(" ")) {
                String[] sound = part.split(":");
                int length = Integer.parseInt(sound[1]) * rate / 1000;
                if (sound[0].equals("-")) {
                    assertThat(Signals.rms(pcm, at, at + length))
                            .as("silence in %s at %d Hz", part, rate)
                            .isZero();
                } else {
                    hears(pcm, at, at + length, frequencies(sound[0]), rate);
                }
                at += length;
            }
            assertThat(at).as("length at %d Hz", rate).isEqualTo(pcm.length);
        }
    }

    private static List<Double> frequencies(String joined) {
        List<Double> frequencies = new ArrayList<>();
        for (String frequency : joined.split("\\+")) {
            frequencies.add(Double.parseDouble(frequency));
        }
        return frequencies;
    }

    /** Each frequency at -13 dBm0, and nothing else beside them. */
    private static void hears(short[] pcm, int from, int to, List<Double> frequencies, int rate) {
        int margin = rate / 100;
        double peak = 32_767 * Math.pow(10, (-13 - 3.14) / 20);
        double expected = 0;
        for (double frequency : frequencies) {
            assertThat(Signals.amplitude(pcm, from + margin, to - margin, frequency, rate))
                    .as("%.1f Hz at a rate of %d", frequency, rate)
                    .isBetween(0.97 * peak, 1.03 * peak);
            expected += peak * peak / 2;
        }
        double rms = Signals.rms(pcm, from + margin, to - margin);
        assertThat(rms * rms).isBetween(0.9 * expected, 1.1 * expected);
        for (double other : new double[] {350, 700, 1_200, 2_100, 3_300}) {
            assertThat(Signals.amplitude(pcm, from + margin, to - margin, other, rate))
                    .as("%.1f Hz, which should not be there", other)
                    .isLessThan(peak / 10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatingAToneMakesNoClick(Tone tone) {
        for (Plan plan : Plan.values()) {
            short[] once = Tones.render(plan, tone, 8_000);
            short[] twice = Arrays.copyOf(once, 2 * once.length);
            System.arraycopy(once, 0, twice, once.length, once.length);
            double steepest = 0;
            for (int i = 1; i < twice.length; i++) {
                steepest = Math.max(steepest, Math.abs(twice[i] - twice[i - 1]));
            }
            double peak = Math.max(max(once), 1);
            double fastestHz = tone == Tone.SPECIAL_INFORMATION ? 1_800 : tone == Tone.WARNING ? 1_400 : 620;
            assertThat(steepest).as("%s %s", plan, tone).isLessThan(1.1 * peak * 2 * Math.PI * fastestHz / 8_000);
        }
    }

    private static double max(short[] pcm) {
        double max = 0;
        for (short sample : pcm) {
            max = Math.max(max, Math.abs(sample));
        }
        return max;
    }

    @Test
    void progressTonesRepeatAndTheWarningDoesNot() {
        for (Plan plan : Plan.values()) {
            assertThat(Tones.pattern(plan, Tone.RINGBACK).repeats()).isTrue();
            assertThat(Tones.pattern(plan, Tone.BUSY).repeats()).isTrue();
            assertThat(Tones.pattern(plan, Tone.CONGESTION).repeats()).isTrue();
            assertThat(Tones.pattern(plan, Tone.WARNING).repeats()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DE", "FR", "IT", "XX", ""})
    void countriesThatAreNotListedSoundEuropean(String country) {
        assertThat(Plan.ofCountry(country)).isEqualTo(Plan.EU);
    }

    @Test
    void listedCountriesHaveTheirPlan() {
        assertThat(Plan.ofCountry("GB")).isEqualTo(Plan.GB);
        assertThat(Plan.ofCountry("US")).isEqualTo(Plan.US);
        assertThat(Plan.ofCountry("CA")).isEqualTo(Plan.US);
    }
}
