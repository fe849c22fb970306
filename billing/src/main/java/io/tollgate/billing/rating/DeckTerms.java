package io.tollgate.billing.rating;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all rows of a deck beside their prices.
 *
 * @param side whether we sell by it or a carrier bills us by it
 * @param taxAdded whether the deck's tax comes on top of its prices; else they include it
 * @param rounding how a call's total is rounded
 * @param zone whose clock the time-of-day bands go by
 * @param effectiveFrom calls that begin before this are not priced by the deck; null: since ever
 * @param effectiveTo calls that begin at this instant or later are not priced by it; null: for ever
 */
public record DeckTerms(
        Side side,
        boolean taxAdded,
        Rounding rounding,
        BandZone zone,
        @Nullable Instant effectiveFrom,
        @Nullable Instant effectiveTo) {

    /** What we ask of our users, or what a carrier asks of us. */
    public enum Side {
        SELL,
        BUY
    }

    /** Sold, tax included, half up to the micro-unit, in force always. */
    public static final DeckTerms USUAL = new DeckTerms(Side.SELL, false, Rounding.USUAL, BandZone.CALLER, null, null);

    /** @throws IllegalArgumentException when the deck ends before it begins */
    public DeckTerms {
        if (effectiveFrom != null && effectiveTo != null && !effectiveFrom.isBefore(effectiveTo)) {
            throw new IllegalArgumentException(
                    "a deck that is effective from " + effectiveFrom + " cannot end at " + effectiveTo);
        }
    }

    /** Whether a call that begins at this instant may be priced by the deck. */
    public boolean inForceAt(Instant instant) {
        return (effectiveFrom == null || !instant.isBefore(effectiveFrom))
                && (effectiveTo == null || instant.isBefore(effectiveTo));
    }
}
