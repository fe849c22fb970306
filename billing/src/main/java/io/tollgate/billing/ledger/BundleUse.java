package io.tollgate.billing.ledger;

import org.jspecify.annotations.Nullable;

/**
 * Seconds of allowances that a call has used.
 *
 * @param group the rate's destination group; null when it has none
 */
public record BundleUse(@Nullable String group, long seconds) {
    public static final BundleUse NONE = new BundleUse(null, 0);

    public BundleUse {
        if (seconds < 0) {
            throw new IllegalArgumentException("a call cannot use " + seconds + " seconds");
        }
    }
}
