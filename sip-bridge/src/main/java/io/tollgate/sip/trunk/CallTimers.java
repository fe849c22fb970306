package io.tollgate.sip.trunk;

/**
 * How long a call waits, in milliseconds; every wait of the machine is here.
 *
 * @param firstResponseMs for any response to an INVITE before the trunk counts as dead
 * @param noAnswerMs from the first provisional response, and again from the first ringing, to the answer
 * @param offeredMs for our own side to answer an inbound call
 * @param cancelMs for the final response after CANCEL before we report the end without it
 * @param transactionMs 64*T1 (RFC 3261 section 17.1.1.2): for an ACK, for a BYE's answer, for late answers
 * @param t1Ms first retransmission of a 200
 * @param t2Ms slowest retransmission of a 200
 */
public record CallTimers(
        long firstResponseMs,
        long noAnswerMs,
        long offeredMs,
        long cancelMs,
        long transactionMs,
        long t1Ms,
        long t2Ms) {

    /** What RFC 3261 and telephone habit suggest. */
    public static final CallTimers DEFAULT = new CallTimers(10_000, 60_000, 180_000, 5_000, 32_000, 500, 4_000);

    /** The same with another wait for the answer. */
    public CallTimers withNoAnswerMs(long ms) {
        return new CallTimers(firstResponseMs, ms, offeredMs, cancelMs, transactionMs, t1Ms, t2Ms);
    }

    static long after(Moment now, long ms) {
        return now.ns() + ms * 1_000_000L;
    }
}
