package io.tollgate.carrier.number;

/** A refusal as SIP status and Q.850 cause together (RFC 3398 section 8.2.6.1, Reason header of RFC 3326). */
public enum Refusal {
    UNALLOCATED(404, 1, "Unallocated number"),
    BUSY(486, 17, "User busy"),
    NO_ANSWER(480, 19, "No answer from user"),
    NOT_ACCEPTABLE(488, 65, "Bearer capability not implemented"),
    NO_CIRCUIT(503, 34, "No circuit/channel available"),
    REJECTED(603, 21, "Call rejected");

    private final int status;
    private final int q850;
    private final String text;

    Refusal(int status, int q850, String text) {
        this.status = status;
        this.q850 = q850;
        this.text = text;
    }

    /** The SIP status. */
    public int status() {
        return status;
    }

    /** The cause value of ITU-T Q.850. */
    public int q850() {
        return q850;
    }

    /** The cause's name, as it stands in the Reason header. */
    public String text() {
        return text;
    }
}
