package io.tollgate.gateway.trunks;

/**
 * Numbers that begin with a prefix may go to a trunk.
 *
 * @param prefix digits after the plus; empty matches every number
 * @param priority lower is tried first
 * @param weight share among routes of equal prefix and priority
 * @param allowLoss whether calls may take it though they bring in less than the carrier asks
 */
public record Route(String prefix, String trunk, int priority, int weight, boolean allowLoss) {
    /** Never at a loss. */
    public Route(String prefix, String trunk, int priority, int weight) {
        this(prefix, trunk, priority, weight, false);
    }
}
