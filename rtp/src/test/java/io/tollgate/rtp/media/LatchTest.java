package io.tollgate.rtp.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class LatchTest {
    private static final long MS = 1_000_000L;
    private static final long START = -5 * MS;
    private final InetSocketAddress announced = at("198.51.100.1", 4_000);
    private final InetSocketAddress translated = at("203.0.113.9", 7_000);
    private final InetSocketAddress stranger = at("203.0.113.66", 666);
    private final Latch latch = new Latch(announced, START);

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    private Latch.Verdict judge(InetSocketAddress from, long ms) {
        return latch.judge(from, START + ms * MS);
    }

    @Test
    void theAnnouncedSourceIsTakenAtOnceAndForGood() {
        assertThat(judge(announced, 0)).isEqualTo(Latch.Verdict.ACCEPT);
        for (int i = 1; i < 100; i++) {
            assertThat(judge(stranger, i * 20L)).isEqualTo(Latch.Verdict.STRANGER);
        }
        assertThat(latch.target()).isEqualTo(announced);
    }

    @Test
    void anotherSourceIsTakenAfterItsProbation() {
        for (int i = 0; i < 4; i++) {
            assertThat(judge(translated, i * 20L)).isEqualTo(Latch.Verdict.PROBATION);
            assertThat(latch.target()).isEqualTo(announced);
        }
        assertThat(judge(translated, 80)).isEqualTo(Latch.Verdict.LATCHED);
        assertThat(judge(translated, 100)).isEqualTo(Latch.Verdict.ACCEPT);
        assertThat(latch.target()).isEqualTo(translated);
        assertThat(judge(stranger, 120)).isEqualTo(Latch.Verdict.STRANGER);
    }

    @Test
    void aBurstIsNoProbation() {
        for (int i = 0; i < 50; i++) {
            assertThat(judge(stranger, 1)).isEqualTo(Latch.Verdict.PROBATION);
        }
        assertThat(latch.target()).isEqualTo(announced);
    }

    @Test
    void theAnnouncedSourceTakesItsPlaceBackWithinTheWindowOnly() {
        for (int i = 0; i < 5; i++) {
            judge(translated, i * 20L);
        }
        assertThat(latch.target()).isEqualTo(translated);
        assertThat(judge(announced, 500)).isEqualTo(Latch.Verdict.ACCEPT);
        assertThat(latch.target()).isEqualTo(announced);
        assertThat(judge(translated, 520)).isEqualTo(Latch.Verdict.STRANGER);
    }

    @Test
    void afterTheWindowNobodyNewIsTaken() {
        for (int i = 0; i < 20; i++) {
            assertThat(judge(stranger, 10_000 + i * 20L)).isEqualTo(Latch.Verdict.STRANGER);
        }
        assertThat(judge(announced, 11_000)).as("the announced one is not new").isEqualTo(Latch.Verdict.ACCEPT);
    }

    @Test
    void aStrangerWhoTalksInBetweenDoesNotStopTheApplicant() {
        judge(translated, 0);
        judge(translated, 20);
        assertThat(judge(stranger, 30)).isEqualTo(Latch.Verdict.STRANGER);
        judge(translated, 40);
        judge(translated, 60);
        assertThat(judge(translated, 80)).isEqualTo(Latch.Verdict.LATCHED);
    }
}
