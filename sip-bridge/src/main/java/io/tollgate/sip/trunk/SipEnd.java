package io.tollgate.sip.trunk;

import io.tollgate.sip.cause.CauseTable;

/**
 * How a trunk call ended.
 *
 * @param status final SIP status; 200 for a call that was answered and hung up
 * @param reasonPhrase the phrase beside it
 * @param q850 the carrier's own Q.850 cause where it sent one, else the table's; 1-127
 * @param side who ended it
 * @param detail one sentence for the call's explanation
 */
public record SipEnd(int status, String reasonPhrase, int q850, EndSide side, String detail) {

    /** An end with the table's cause. */
    public static SipEnd of(int status, EndSide side, String detail) {
        return new SipEnd(status, CauseTable.phraseOf(status), CauseTable.q850Of(status), side, detail);
    }

    /** The stable word of {@link CauseTable#wordOf}. */
    public String word() {
        return CauseTable.wordOf(status);
    }
}
