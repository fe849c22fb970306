package io.tollgate.rtp.srtp;

/**
 * Rations the verifications beyond the likely ones. A forger who sends packets of ever new SSRCs would otherwise make each
 * of them cost several verifications. Every authentic packet earns one probe, so that the extra work is bounded by the
 * honest work, after a first allowance.
 */
final class ProbeBudget {
    /** Enough for a late joiner behind some lost or forged packets; at under a microsecond each nobody notices them. */
    static final int LIMIT = 256;

    private int left = LIMIT;

    /** Takes one, if there is one. */
    boolean take() {
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }

    /** Earns one, for an authentic packet. */
    void refill() {
        if (left < LIMIT) {
            left++;
        }
    }
}
