package io.tollgate.carrier.call;

/**
 * How a call ended.
 *
 * @param side who ended it
 * @param status the final SIP status of the INVITE, or 0 when there was none
 * @param q850 cause value, or 0 when nobody gave one
 * @param text the same in words
 */
public record CallEnd(Side side, int status, int q850, String text) {
    /** Who ended a call. */
    public enum Side {
        CARRIER,
        GATEWAY,
        NETWORK
    }
}
