package io.tollgate.billing.rating;

import io.tollgate.billing.rating.ChargedInterval.Kind;
import java.math.BigInteger;

/**
 * From the exact price of a time to the amount on the bill: fee, discount, minimum, tax, rounding.
 *
 * @param feeMicros for being answered
 * @param keptBasisPoints what the discount leaves, 0 to 10000
 * @param minimumMicros at least this, before added tax
 * @param addedTaxBasisPoints tax on top, 0 when the prices include it
 * @param rounding of the total
 */
record Pricing(long feeMicros, int keptBasisPoints, long minimumMicros, int addedTaxBasisPoints, Rounding rounding) {

    static final int BASIS_POINTS = 10_000;
    private static final long SIXTIETHS = 60;

    static Pricing of(CallTariff tariff) {
        Rate rate = tariff.rate();
        DeckHeader deck = tariff.deck();
        return new Pricing(
                rate.connectionFeeMicros(),
                BASIS_POINTS - tariff.discountBasisPoints(),
                rate.minimumMicros(),
                deck.terms().taxAdded() ? deck.taxBasisPoints() : 0,
                deck.terms().rounding());
    }

    /**
     * The total.
     *
     * @param sixtieths exact price of the paid time in sixtieths of a micro-unit
     * @param paid whether anything is to be paid for at all: else the price is nothing
     */
    long total(long sixtieths, boolean paid) {
        return paid ? priced(sixtieths, minimumMicros, addedTaxBasisPoints, rounding) : 0;
    }

    /** A price of the deck as the account pays it: discount taken off, tax put on top, to the micro-unit. */
    long asPaid(long micros) {
        return new Pricing(0, keptBasisPoints, 0, addedTaxBasisPoints, Rounding.USUAL).total(micros * SIXTIETHS, true);
    }

    /** What follows on fee and time, as lines of a bill that lead from their sum to the total. */
    void steps(long sixtieths, Step step) {
        long sum = feeMicros + micros(sixtieths);
        sum = step(step, Kind.DISCOUNT, sum, priced(sixtieths, 0, 0, Rounding.USUAL));
        sum = step(step, Kind.MINIMUM, sum, priced(sixtieths, minimumMicros, 0, Rounding.USUAL));
        sum = step(step, Kind.TAX, sum, priced(sixtieths, minimumMicros, addedTaxBasisPoints, Rounding.USUAL));
        step(step, Kind.ROUNDING, sum, total(sixtieths, true));
    }

    interface Step {
        void line(Kind kind, long micros);
    }

    private static long step(Step step, Kind kind, long from, long to) {
        if (to != from) {
            step.line(kind, to - from);
        }
        return to;
    }

    /** Sixtieths as micro-units, half up. */
    static long micros(long sixtieths) {
        return Rounding.USUAL.round(sixtieths, SIXTIETHS);
    }

    private long priced(long sixtieths, long minimum, int addedTax, Rounding how) {
        long base = Math.addExact(sixtieths, feeMicros * SIXTIETHS);
        if (keptBasisPoints == BASIS_POINTS && addedTax == 0) {
            return how.round(Math.max(base, minimum * SIXTIETHS), SIXTIETHS);
        }
        long taxed = BASIS_POINTS + (long) addedTax;
        long divisor = SIXTIETHS * BASIS_POINTS * BASIS_POINTS;
        long least = minimum * SIXTIETHS * BASIS_POINTS;
        long discounted = base * keptBasisPoints;
        long gross = Math.max(discounted, least) * taxed;
        boolean fits = Math.multiplyHigh(base, (long) keptBasisPoints) == 0
                && discounted >= 0
                && Math.multiplyHigh(Math.max(discounted, least), taxed) == 0
                && gross >= 0;
        return fits
                ? how.round(gross, divisor)
                : how.round(
                        BigInteger.valueOf(base)
                                .multiply(BigInteger.valueOf(keptBasisPoints))
                                .max(BigInteger.valueOf(least))
                                .multiply(BigInteger.valueOf(taxed)),
                        divisor);
    }
}
