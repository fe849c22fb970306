package io.tollgate.sip.io;

/**
 * What the bridge bears; beyond it, messages are dropped and counted or calls refused with 503.
 *
 * @param maxDatagramBytes longest SIP message, 4096-65507
 * @param maxNesting deepest nesting of brackets in a message; JAIN's parser recurses
 * @param maxHeaderLines most lines before the body
 * @param maxCalls calls at once, of all trunks, ended ones still lingering included
 * @param ladderLines most messages kept for a call's explanation
 * @param warmUpRounds calls put through parser and writer before the port opens
 */
public record SipLimits(
        int maxDatagramBytes, int maxNesting, int maxHeaderLines, int maxCalls, int ladderLines, int warmUpRounds) {

    /** Enough for one node. */
    public static final SipLimits DEFAULT = new SipLimits(16_384, 16, 200, 50_000, 200, 400);
}
