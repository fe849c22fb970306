package io.tollgate.gateway.call;

/** Who brought a call to its end. */
public enum EndSide {
    /** The party that placed the call. */
    CALLER,
    /** The party that was called. */
    CALLEE,
    /** The carrier or a network between. */
    NETWORK,
    /** Tollgate itself: policy, credit, an operator, a failure. */
    GATEWAY;

    /** The word used on the wire, in CDRs and in metrics. */
    public String word() {
        return switch (this) {
            case CALLER -> "caller";
            case CALLEE -> "callee";
            case NETWORK -> "network";
            case GATEWAY -> "gateway";
        };
    }
}
