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
        "EU, WARNING, 1400:400",
        "GB, CALL_WAITING, 400:100 -:4000",
        "US, CALL_WAITING, 440:300 -:10000",
        "FR, RECORDING, 1400:500 -:14500",
        "DE, RINGBACK, 425:1000 -:4000",
        "DE, BUSY, 425:480 -:480",
        "DE, CONGESTION, 425:240 -:240",
        "DE, CALL_WAITING, 425:200 -:200 425:200 -:5000",
        "FR, RINGBACK, 440:1500 -:3500",
        "FR, BUSY, 440:500 -:500",
        "AT, RINGBACK, 420:1000 -:5000",
        "AT, SPECIAL_INFORMATION, 950:330 1450:330 1850:330 -:1000",
        "AU, RINGBACK, 413+438:400 -:200 413+438:400 -:2000",
        "AU, BUSY, 425:375 -:375",
        "BE, RINGBACK, 425:1000 -:3000",
        "CN, BUSY, 450:350 -:350",
        "CZ, BUSY, 425:330 -:330",
        "ES, RINGBACK, 425:1500 -:3000",
        "ES, CONGESTION, 425:200 -:200 425:200 -:200 425:200 -:600",
        "HU, RINGBACK, 425:1250 -:3750",
        "IT, CALL_WAITING, 425:400 -:100 425:250 -:100 425:150 -:14000",
        "NZ, RINGBACK, 400+450:400 -:200 400+450:400 -:2000",
        "PH, RINGBACK, 425+480:1000 -:4000",
        "RU, BUSY, 425:350 -:350",
        "SE, RINGBACK, 425:1000 -:5000",
        "SE, CONGESTION, 425:250 -:750",
        "SE, SPECIAL_INFORMATION, 950:332 -:24 1400:332 -:24 1800:332 -:2024",
        "TW, RINGBACK, 440+480:1000 -:2000"
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
        for (double other : new double[] {300, 700, 1_200, 2_100, 3_300}) {
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
            double fastestHz = Tones.pattern(plan, tone).sounds().stream()
                    .flatMap(sound -> sound.frequenciesHz().stream().map(hz -> hz + sound.modulatedByHz()))
                    .mapToDouble(hz -> hz)
                    .max()
                    .orElseThrow();
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
    @ValueSource(strings = {"LU", "HR", "XX", "", "gb"})
    void countriesThatAreNotListedSoundEuropean(String country) {
        assertThat(Plan.ofCountry(country)).isEqualTo(Plan.EU);
    }

    /** Of every plan, measured from the sound: where it begins and ends, and that it lies where telephones hear. */
    @ParameterizedTest
    @EnumSource
    void everyPlanIsRenderedAsItIsWritten(Plan plan) {
        assertThat(Plan.values().length).isGreaterThanOrEqualTo(28);
        for (Tone tone : Tone.values()) {
            short[] pcm = Tones.render(plan, tone, 8_000);
            int at = 0;
            for (Tones.Sound sound : Tones.pattern(plan, tone).sounds()) {
                int end = at + sound.durationMs() * 8;
                for (int from = at; from + 160 <= end; from += 160) {
                    double rms = Signals.rms(pcm, from, from + 160);
                    if (sound.frequenciesHz().isEmpty()) {
                        assertThat(rms).as("%s %s", plan, tone).isZero();
                    } else if (sound.modulatedByHz() == 0) {
                        assertThat(rms).as("%s %s", plan, tone).isBetween(1_000.0, 6_000.0);
                    }
                }
                sound.frequenciesHz().forEach(hz -> assertThat(hz).isBetween(300.0, 2_000.0));
                at = end;
            }
            assertThat(pcm.length).isEqualTo(at);
            assertThat(max(pcm)).as("%s %s", plan, tone).isBetween(4_000.0, 21_000.0);
        }
    }

    @ParameterizedTest
    @CsvSource({"JP, 400, 16", "IN, 400, 25", "SG, 425, 24", "ZA, 400, 33"})
    void modulatedTonesHaveTheirSidebands(Plan plan, double carrier, double modulation) {
        short[] pcm = Tones.render(plan, Tone.RINGBACK, 8_000);
        double peak = 32_767 * Math.pow(10, (-13 - 3.14) / 20);
        int to = 3_200 - 80;
        assertThat(Signals.amplitude(pcm, 80, to, carrier, 8_000)).isBetween(0.95 * peak, 1.05 * peak);
        for (double side : new double[] {carrier - modulation, carrier + modulation}) {
            assertThat(Signals.amplitude(pcm, 80, to, side, 8_000)).isBetween(0.45 * peak, 0.55 * peak);
        }
    }

    @Test
    void listedCountriesHaveTheirPlan() {
        assertThat(Plan.ofCountry("GB")).isEqualTo(Plan.GB);
        assertThat(Plan.ofCountry("US")).isEqualTo(Plan.US);
        assertThat(Plan.ofCountry("CA")).isEqualTo(Plan.US);
        assertThat(Plan.ofCountry("DE")).isEqualTo(Plan.DE);
        assertThat(Plan.ofCountry("JP")).isEqualTo(Plan.JP);
    }
}
