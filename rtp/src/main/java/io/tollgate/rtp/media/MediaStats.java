package io.tollgate.rtp.media;

/**
 * A call's media in figures.
 *
 * @param overlay what came from and went to the overlay peer
 * @param trunk what came from and went to the trunk
 * @param pipeline the two directions in words, for the call's explanation
 */
public record MediaStats(SideStats overlay, SideStats trunk, String pipeline) {
    /** The figures of one side. */
    public SideStats of(Side side) {
        return side == Side.OVERLAY ? overlay : trunk;
    }
}
