package io.tollgate.billing.payment.stripe;

import io.tollgate.billing.money.Money;
import java.util.Currency;
import java.util.Locale;

/**
 * Amounts as Stripe counts them: in the smallest unit of the currency, 1000 for EUR 10.00 and 10 for JPY 10.
 *
 * <p>The number of decimals is that of ISO 4217. Stripe counts ISK, UGX, HUF and TWD differently for some purposes; top-ups
 * in those are refused rather than guessed.
 */
public final class MinorUnits {
    private static final int MICRO_DIGITS = 6;
    private static final java.util.Set<String> PECULIAR = java.util.Set.of("ISK", "UGX", "HUF", "TWD");

    private MinorUnits() {}

    /** Whether an amount can be charged exactly. */
    public static boolean isWhole(long micros, String currency) {
        return Money.isCurrency(currency) && !PECULIAR.contains(currency) && micros % factor(currency) == 0;
    }

    /** @throws IllegalArgumentException when the amount is no whole number of minor units */
    public static long of(long micros, String currency) {
        if (!isWhole(micros, currency)) {
            throw new IllegalArgumentException(new Money(micros, currency) + " cannot be charged exactly");
        }
        return micros / factor(currency);
    }

    /**
     * Back to micro-units.
     *
     * @throws ArithmeticException when it does not fit
     */
    public static long micros(long minor, String currency) {
        return Math.multiplyExact(minor, factor(currency));
    }

    /** Stripe writes currencies in small letters. */
    static String currency(String stripes) {
        return stripes.toUpperCase(Locale.ROOT);
    }

    private static long factor(String currency) {
        long factor = 1;
        for (int i = Currency.getInstance(currency).getDefaultFractionDigits(); i < MICRO_DIGITS; i++) {
            factor *= 10;
        }
        return factor;
    }
}
