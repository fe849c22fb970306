package io.tollgate.billing.rating;

/**
 * How much talk time the holds of a call should cover.
 *
 * @param firstSeconds talk time wanted from the hold before the call is placed
 * @param furtherSeconds talk time wanted from each extension
 * @param leastSeconds slices shrink as the credit does, but not below this, so that the last minutes of a credit do
 *     not turn into an extension each second
 */
public record HoldPolicy(int firstSeconds, int furtherSeconds, int leastSeconds) {

    /** A minute, then a minute at a time, ten seconds when credit is short. */
    public static final HoldPolicy USUAL = new HoldPolicy(60, 60, 10);

    /** @throws IllegalArgumentException when a slice is below one second or the least is above the others */
    public HoldPolicy {
        if (leastSeconds < 1 || firstSeconds < leastSeconds || furtherSeconds < leastSeconds) {
            throw new IllegalArgumentException("hold slices must be at least " + leastSeconds + " s, and that above 0");
        }
    }
}
