package io.tollgate.rtp.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BurstGapTest {
    /** Dots are played, x is lost, d is discarded; a number repeats what follows it. */
    private static BurstGap of(String packets) {
        BurstGap counted = new BurstGap();
        int times = 0;
        for (int at = 0; at < packets.length(); at++) {
            char c = packets.charAt(at);
            if (Character.isDigit(c)) {
                times = 10 * times + c - '0';
                continue;
            }
            for (int i = Math.max(1, times); i > 0; i--) {
                switch (c) {
                    case '.' -> counted.good();
                    case 'x' -> counted.lost();
                    default -> counted.discarded();
                }
            }
            times = 0;
        }
        return counted;
    }

    @Test
    void nothingAtAll() {
        BurstGap none = of("");
        assertThat(none.expected()).isZero();
        assertThat(none.lossPct()).isZero();
        assertThat(none.burstPackets()).isZero();
        assertThat(none.meanGapPackets()).isZero();
        assertThat(none.burstRatio()).isEqualTo(1);
    }

    @Test
    void aLineWithoutLossIsOneGap() {
        BurstGap clean = of("500.");
        assertThat(clean.bursts()).isZero();
        assertThat(clean.meanGapPackets()).isEqualTo(500);
        assertThat(clean.gapDensityPct()).isZero();
    }

    @Test
    void lossesThatStandAloneBelongToTheGap() {
        BurstGap lone = of("100.x50.d49.");
        assertThat(lone.bursts()).isZero();
        assertThat(lone.gapDensityPct()).isCloseTo(100 * 2 / 201.0, within(1e-9));
        assertThat(lone.meanGapPackets()).isEqualTo(201);
        assertThat(lone.lossPct()).isCloseTo(100 / 201.0, within(1e-9));
        assertThat(lone.discardPct()).isCloseTo(100 / 201.0, within(1e-9));
    }

    /** The example that RFC 3611 section 4.7.2 explains the definitions with: losses less than Gmin apart are one burst. */
    @Test
    void lossesNearEachOtherAreABurst() {
        BurstGap burst = of("100.x15.x2.xx100.");
        assertThat(burst.bursts()).isEqualTo(1);
        assertThat(burst.burstPackets()).isEqualTo(1 + 15 + 1 + 2 + 2);
        assertThat(burst.burstDensityPct()).isCloseTo(100 * 4 / 21.0, within(1e-9));
        assertThat(burst.gapDensityPct()).isZero();
        assertThat(burst.meanGapPackets()).isEqualTo(100);
    }

    @Test
    void sixteenGoodOnesEndABurst() {
        assertThat(of("50.x15.x50.").bursts()).isEqualTo(1);
        assertThat(of("50.x16.x50.").bursts()).isZero();
    }

    @Test
    void aBurstThatStillGoesOnIsSeen() {
        BurstGap open = of("50.3x");
        assertThat(open.bursts()).isEqualTo(1);
        assertThat(open.burstPackets()).isEqualTo(3);
        assertThat(open.burstDensityPct()).isEqualTo(100);
        assertThat(open.meanGapPackets()).isEqualTo(50);
    }

    @Test
    void aPacketThatCameLateWasNotLost() {
        BurstGap late = of("10.xx10.");
        late.lostCameLate();
        assertThat(late.lostPackets()).isEqualTo(1);
        assertThat(late.discardedPackets()).isEqualTo(1);
        assertThat(late.expected()).isEqualTo(22);
        late.lostCameLate();
        late.lostCameLate();
        assertThat(late.lostPackets()).isZero();
        assertThat(late.discardedPackets()).isEqualTo(2);
    }

    /** G.107 section 7.5: runs of two are twice as long as chance makes them when loss is rare. */
    @Test
    void theBurstRatioComparesWithChance() {
        assertThat(of("x99.").burstRatio()).isEqualTo(1);
        assertThat(of("2x98.").burstRatio()).isCloseTo(2 * 0.98, within(1e-9));
        SplittableRandom random = new SplittableRandom(5);
        BurstGap chance = new BurstGap();
        for (int i = 0; i < 200_000; i++) {
            if (random.nextInt(100) < 10) {
                chance.lost();
            } else {
                chance.good();
            }
        }
        assertThat(chance.burstRatio()).isCloseTo(1, within(0.02));
    }

    /** Against the definitions of RFC 3611 section 4.7.2, applied to the whole sequence afterwards. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithTheDefinitionsForAnySequence(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 300; round++) {
            boolean[] bad = sequence(random);
            BurstGap counted = new BurstGap();
            for (boolean packet : bad) {
                if (!packet) {
                    counted.good();
                } else if (random.nextBoolean()) {
                    counted.lost();
                } else {
                    counted.discarded();
                }
            }
            Defined defined = new Defined(bad);
            String at = "seed " + seed + " round " + round;
            assertThat(counted.bursts()).as(at).isEqualTo(defined.bursts);
            assertThat(counted.burstPackets()).as(at).isCloseTo(defined.burstPackets(), within(1e-9));
            assertThat(counted.burstDensityPct()).as(at).isCloseTo(defined.burstDensityPct(), within(1e-9));
            assertThat(counted.gapDensityPct()).as(at).isCloseTo(defined.gapDensityPct(), within(1e-9));
            assertThat(counted.meanGapPackets()).as(at).isCloseTo(defined.gapPackets(), within(1e-9));
        }
    }

    /** Good and bad times of a line, as a two-state model makes them. */
    private static boolean[] sequence(SplittableRandom random) {
        boolean[] bad = new boolean[random.nextInt(1, 600)];
        boolean rough = random.nextBoolean();
        for (int i = 0; i < bad.length; i++) {
            if (random.nextInt(40) == 0) {
                rough = !rough;
            }
            bad[i] = random.nextInt(100) < (rough ? 40 : 2);
        }
        return bad;
    }

    /** Marks the packets of bursts one by one. */
    private static final class Defined {
        private final boolean[] bad;
        private final boolean[] inBurst;
        long bursts;
        private long gaps;
        private long packetsInBursts;
        private long badInBursts;

        Defined(boolean[] bad) {
            this.bad = bad;
            this.inBurst = new boolean[bad.length];
            for (int i = 0; i < bad.length; i++) {
                int next = nextBad(i);
                if (bad[i] && next >= 0 && next - i - 1 < BurstGap.GMIN) {
                    for (int j = i; j <= next; j++) {
                        inBurst[j] = true;
                    }
                }
            }
            count();
        }

        private int nextBad(int after) {
            for (int i = after + 1; i < bad.length; i++) {
                if (bad[i]) {
                    return i;
                }
            }
            return -1;
        }

        private void count() {
            for (int i = 0; i < bad.length; i++) {
                boolean begins = i == 0 || inBurst[i] != inBurst[i - 1];
                if (inBurst[i]) {
                    packetsInBursts++;
                    badInBursts += bad[i] ? 1 : 0;
                    bursts += begins ? 1 : 0;
                } else {
                    gaps += begins ? 1 : 0;
                }
            }
        }

        private long badPackets() {
            long count = 0;
            for (boolean packet : bad) {
                count += packet ? 1 : 0;
            }
            return count;
        }

        double burstPackets() {
            return bursts == 0 ? 0 : (double) packetsInBursts / bursts;
        }

        double burstDensityPct() {
            return bursts == 0 ? 0 : 100.0 * badInBursts / packetsInBursts;
        }

        double gapDensityPct() {
            long packets = bad.length - packetsInBursts;
            return packets == 0 ? 0 : 100.0 * (badPackets() - badInBursts) / packets;
        }

        double gapPackets() {
            return gaps == 0 ? 0 : (double) (bad.length - packetsInBursts) / gaps;
        }
    }
}
