package io.tollgate.overlay.limit;

/**
 * So many a second for ever, and so many at once.
 *
 * @param perSecond refill; may be a fraction
 * @param burst size of the bucket, at least 1
 */
public record Rate(double perSecond, int burst) {

    /** Checks the numbers. */
    public Rate {
        if (!(perSecond > 0) || Double.isInfinite(perSecond) || burst < 1) {
            throw new IllegalArgumentException("a rate must let something through");
        }
    }

    /** One in so many seconds, and so many at once. */
    public static Rate oncePer(double seconds, int burst) {
        return new Rate(1 / seconds, burst);
    }
}
