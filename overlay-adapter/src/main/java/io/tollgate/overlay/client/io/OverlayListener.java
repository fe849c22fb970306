package io.tollgate.overlay.client.io;

/**
 * Hears from an {@link OverlayClient}, in order, one call at a time, on a virtual thread of the client's. May block, at
 * the price of delaying what comes next.
 */
public interface OverlayListener {

    /** Mail arrived. The sender's credential has not been verified. */
    void onDeliver(Delivery delivery);

    /** The client's standing with its supernode changed. */
    void onState(OverlayState state);
}
