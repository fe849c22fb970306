package io.tollgate.rtp.quality;

/**
 * How losses are spread: the burst and gap model of RFC 3611 section 4.7.2, by the counters of its appendix A.2. A burst
 * begins and ends with a packet that could not be played and has nowhere {@link #GMIN} good ones in a row; a single bad
 * packet with that many good ones around it belongs to a gap.
 *
 * <p>Fed once for each packet that was to be played, in playing order. Mutable, owned by one thread, allocates nothing.
 *
 * <p>Where the appendix counts a burst only when the next loss follows and takes the packet that opens it for one of the gap
 * as well, the figures here take in what has happened until now and count each packet once.
 */
public final class BurstGap {
    /** RFC 3611's recommended threshold: so many packets between bursts keep the loss in a gap below 6 %. */
    public static final int GMIN = 16;

    private long good;
    private long lost;
    private long discarded;
    private long lossRuns;

    /** Good packets since the last bad one, or since the beginning. */
    private long run;
    /** Bad packets that are nearer than Gmin to each other, in the cluster that is open; 0 before the first. */
    private long cluster;
    /** c14: bad packets that stand alone. */
    private long lone;
    /** c13: bursts that are closed. */
    private long bursts;
    /** c22 + c23: good packets within bursts. */
    private long goodInBursts;
    /** c13 + c23 + c33: bad packets within bursts. */
    private long badInBursts;
    /** The same two of the open cluster, which is not known yet to be a burst. */
    private long goodInCluster;

    private boolean beganInBurst;
    private boolean beganBad;

    /** A packet was played. */
    public void good() {
        good++;
        run++;
    }

    /** A packet never came. */
    public void lost() {
        lost++;
        bad();
    }

    /** A packet came and could not be played: too late, or too many at once. */
    public void discarded() {
        discarded++;
        bad();
    }

    /** A packet that was taken for lost has come after all, too late. Without such a one nothing changes. */
    public void lostCameLate() {
        if (lost > 0) {
            lost--;
            discarded++;
        }
    }

    private void bad() {
        if (run > 0 || cluster == 0) {
            lossRuns++;
        }
        if (cluster == 0) {
            beganBad = run == 0;
            cluster = 1;
        } else if (run >= GMIN) {
            close();
            cluster = 1;
        } else {
            cluster++;
            goodInCluster += run;
        }
        run = 0;
    }

    private void close() {
        if (cluster == 1) {
            lone++;
        } else {
            if (bursts == 0 && lone == 0) {
                beganInBurst = beganBad;
            }
            bursts++;
            badInBursts += cluster;
            goodInBursts += goodInCluster;
        }
        goodInCluster = 0;
    }

    /** Packets that were to be played so far. */
    public long expected() {
        return good + lost + discarded;
    }

    /** Packets that never came. */
    public long lostPackets() {
        return lost;
    }

    /** Packets that came and could not be played. */
    public long discardedPackets() {
        return discarded;
    }

    /** Share of the expected packets that never came, 0 to 100. */
    public double lossPct() {
        return pct(lost, expected());
    }

    /** Share of the expected packets that came and could not be played, 0 to 100. */
    public double discardPct() {
        return pct(discarded, expected());
    }

    private boolean openBurst() {
        return cluster > 1;
    }

    /** Bursts so far, the one that may still go on included. */
    public long bursts() {
        return bursts + (openBurst() ? 1 : 0);
    }

    private long badWithin() {
        return badInBursts + (openBurst() ? cluster : 0);
    }

    private long goodWithin() {
        return goodInBursts + (openBurst() ? goodInCluster : 0);
    }

    /** Share of bad packets within bursts, 0 to 100; 0 when there was no burst. */
    public double burstDensityPct() {
        return pct(badWithin(), badWithin() + goodWithin());
    }

    /** Share of bad packets within gaps, 0 to 100. */
    public double gapDensityPct() {
        return pct(lost + discarded - badWithin(), gapPackets());
    }

    private long gapPackets() {
        return expected() - badWithin() - goodWithin();
    }

    /** Mean length of a burst in packets; 0 when there was none. */
    public double burstPackets() {
        long count = bursts();
        return count == 0 ? 0 : (double) (badWithin() + goodWithin()) / count;
    }

    /** Mean length of a gap in packets; everything so far when there was no burst. */
    public double meanGapPackets() {
        boolean leadingBurst = beganInBurst || (bursts == 0 && lone == 0 && openBurst() && beganBad);
        long gaps = bursts() - (leadingBurst ? 1 : 0) + (openBurst() && run == 0 ? 0 : 1);
        return gaps <= 0 ? 0 : (double) gapPackets() / gaps;
    }

    /**
     * Burst ratio of G.107 section 7.5: how much longer runs of bad packets are than they would be by pure chance; 1 for
     * random loss, never less.
     */
    public double burstRatio() {
        if (lossRuns == 0) {
            return 1;
        }
        double bad = (double) lost + discarded;
        return Math.max(1, bad / lossRuns * (1 - bad / expected()));
    }

    private static double pct(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
