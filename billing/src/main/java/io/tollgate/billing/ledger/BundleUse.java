package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of allowances that a call has used.
 *
 * @param group the rate's destination group; null when it has none
 */
public record BundleUse(@Nullable String group, long seconds) {
    public static final BundleUse NONE = new BundleUse(null, 0);

    /** What the tariff in a call's record says that its package has paid for. */
    public static BundleUse of(Cdr cdr) {
        return cdr.tariff()
                .priced()
                .map(tariff -> new BundleUse(tariff.rate().group(), tariff.bundleSecondsUsed(cdr.talkMs())))
                .filter(use -> use.seconds() > 0)
                .orElse(NONE);
    }

    public BundleUse {
        if (seconds < 0) {
            throw new IllegalArgumentException("a call cannot use " + seconds + " seconds");
        }
    }
}
