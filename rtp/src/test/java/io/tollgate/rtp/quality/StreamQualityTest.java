package io.tollgate.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tollgate.rtp.packet.RtcpXr;
import org.junit.jupiter.api.Test;

class StreamQualityTest {
    private static final RtcpXr.JitterBufferDelays BUFFER = new RtcpXr.JitterBufferDelays(40, 60, 500);

    @Test
    void nothingIsRatedBeforeAnythingCame() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        quality.everySecond();
        assertThat(quality.figures(100)).isEqualTo(StreamFigures.NONE);
        RtcpXr.VoipMetrics metrics = StreamFigures.NONE.voipMetrics(7, -1, 0, BUFFER);
        assertThat(metrics.knownR()).isEqualTo(-1);
        assertThat(metrics.knownMosCq()).isEqualTo(-1);
        assertThat(metrics.signalDbm0()).isEqualTo(RtcpXr.UNAVAILABLE);
    }

    @Test
    void aCleanLineIsAsGoodAsATelephoneGets() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        for (int i = 0; i < 500; i++) {
            quality.played(30);
        }
        StreamFigures figures = quality.figures(0);
        assertThat(figures.rFactor()).isCloseTo(93.2, within(0.05));
        assertThat(figures.mosCq()).isCloseTo(4.41, within(0.005));
        assertThat(figures.bufferP95Ms()).isEqualTo(30);
        assertThat(figures.gapMs()).isEqualTo(10_000);
    }

    @Test
    void theLastTenSecondsStandOnTheirOwn() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        for (int second = 0; second < 10; second++) {
            seconds(quality, 5);
        }
        assertThat(quality.figures(50).recentLossPct()).isCloseTo(20, within(0.01));
        for (int second = 0; second < 10; second++) {
            seconds(quality, 0);
        }
        StreamFigures figures = quality.figures(50);
        assertThat(figures.recentLossPct()).isZero();
        assertThat(figures.recentMosCq()).isGreaterThan(4.2);
        assertThat(figures.lossAfterPct()).isCloseTo(10, within(0.01));
        assertThat(figures.mosCq()).isLessThan(3.5);
    }

    private static void seconds(StreamQuality quality, int lostOfEach25) {
        for (int i = 0; i < 50; i++) {
            if (i % 25 < lostOfEach25) {
                quality.lost();
            } else {
                quality.played(20);
            }
        }
        quality.everySecond();
    }

    @Test
    void lateAndDiscardedPacketsCountAfterTheBufferOnly() {
        StreamQuality quality = new StreamQuality(CodecImpairment.OPUS, 20);
        for (int i = 0; i < 96; i++) {
            quality.played(20);
        }
        quality.lost();
        quality.lost();
        quality.lost();
        quality.cameLate();
        quality.discarded();
        short[] pcm = new short[320];
        for (int i = 0; i < 100; i++) {
            quality.sound(pcm, 0, 320, 16_000);
        }
        quality.concealed(80);
        StreamFigures figures = quality.figures(0);
        assertThat(figures.lossBeforePct()).isEqualTo(2);
        assertThat(figures.lossAfterPct()).isEqualTo(4);
        assertThat(figures.discarded()).isEqualTo(2);
        assertThat(figures.concealedPct()).isEqualTo(4);
        assertThat(figures.burstMs()).isEqualTo(80);
        assertThat(figures.soundlessMs()).isEqualTo(2_000);
    }

    @Test
    void whatWasOnlySampledIsSaidToBe() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        short[] pcm = new short[160];
        for (int i = 0; i < 100; i++) {
            quality.played(0);
            quality.passed();
            if (i % 4 == 0) {
                quality.overheard(pcm, 160, 8_000);
            }
        }
        assertThat(quality.figures(0).levelsOfPct()).isEqualTo(25);
        for (int i = 0; i < 100; i++) {
            quality.played(0);
            quality.sound(pcm, 0, 160, 8_000);
        }
        assertThat(quality.figures(0).levelsOfPct()).isEqualTo(62.5);
    }

    @Test
    void theFarSideIsToldTheSame() {
        StreamFigures figures = new StreamFigures(
                78.4, 4.1, 3.96, 3.9, 2, 1_000, 12, 1.5625, 3.125, 3, 2, 50, 120, 1, 9_000, 180, 60, -20.15, -66.15, -3,
                0, 0, 100);
        assertThat(figures.voipMetrics(0xbc5e9a40, 84.6, 75, BUFFER))
                .isEqualTo(new RtcpXr.VoipMetrics(
                        0xbc5e9a40,
                        4,
                        4,
                        128,
                        2,
                        120,
                        9_000,
                        85,
                        75,
                        -14,
                        -60,
                        127,
                        16,
                        78,
                        127,
                        41,
                        40,
                        0xF0,
                        BUFFER));
    }

    @Test
    void hugeFiguresAreCutToTheirFields() {
        StreamFigures figures = new StreamFigures(
                0, 1, 1, 1, 100, 9, 0, 100, 100, 100, 1, 100, 1e9, 0, 1e9, 1e9, 8_000, 0, 0, 0, 100, 0, 100);
        RtcpXr.VoipMetrics metrics = figures.voipMetrics(1, 1e9, 1 << 20, BUFFER);
        assertThat(metrics.lossRate()).isEqualTo(255);
        assertThat(metrics.burstMs()).isEqualTo(65_535);
        assertThat(metrics.roundTripMs()).isEqualTo(65_535);
        assertThat(metrics.endSystemDelayMs()).isEqualTo(65_535);
        assertThat(metrics.knownMosLq()).isEqualTo(1);
    }

    @Test
    void delayIsTheSumOfItsParts() {
        assertThat(StreamQuality.mouthToEarMs(80, 20, 40, 20, 20, 40)).isEqualTo(170);
        assertThat(StreamQuality.mouthToEarMs(-1, -1, 40, 20, 20, 40)).isEqualTo(120);
    }

    @Test
    void oneWayIsWhenOneTalksIntoSilence() {
        OneWayWatch watch = new OneWayWatch(10_000);
        ticks(watch, true, true, 5_000);
        ticks(watch, false, false, 60_000);
        assertThat(watch.firstUnheard() || watch.secondUnheard()).isFalse();
        ticks(watch, false, true, 9_980);
        assertThat(watch.firstUnheard()).isFalse();
        ticks(watch, false, true, 20);
        assertThat(watch.firstUnheard()).isTrue();
        assertThat(watch.secondUnheard()).isFalse();
        ticks(watch, true, true, 20);
        assertThat(watch.firstUnheard()).isFalse();
        ticks(watch, true, false, 10_000);
        assertThat(watch.secondUnheard()).isTrue();
        watch.reset();
        assertThat(watch.secondUnheard()).isFalse();
    }

    private static void ticks(OneWayWatch watch, boolean first, boolean second, int ms) {
        for (int at = 0; at < ms; at += 20) {
            watch.tick(first, second, 20);
        }
    }

    @Test
    void delaysAreKeptToWithinAQuarter() {
        DelayHistogram delays = new DelayHistogram();
        assertThat(delays.quantileMs(0.5)).isZero();
        for (int ms = 0; ms < 1_000; ms++) {
            delays.add(ms);
        }
        delays.add(-5);
        delays.add(70_000);
        assertThat(delays.count()).isEqualTo(1_002);
        assertThat(delays.maxMs()).isEqualTo(70_000);
        assertThat(delays.meanMs()).isCloseTo((499_500 + 70_000) / 1_002.0, within(1e-9));
        for (double share : new double[] {0.005, 0.01, 0.1, 0.5, 0.9, 0.99}) {
            int truth = (int) Math.ceil(share * 1_002) - 2;
            assertThat(delays.quantileMs(share)).as("share %s", share).isBetween(truth, truth + truth / 4 + 1);
        }
        assertThat(delays.quantileMs(1)).isEqualTo(70_000);
    }
}
