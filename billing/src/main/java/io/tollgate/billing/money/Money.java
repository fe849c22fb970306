package io.tollgate.billing.money;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * An amount of one currency, kept as a whole number of millionths of its unit.
 *
 * <p>All arithmetic is exact; what does not fit into 64 bits throws {@link ArithmeticException} instead of wrapping.
 * Amounts of different currencies are never added or compared.
 *
 * @param micros millionths of the currency's unit, negative for a debt
 * @param currency the ISO 4217 code, three capital letters, known to the JDK
 */
public record Money(long micros, String currency) implements Comparable<Money> {

    /** @throws IllegalArgumentException when {@code currency} is no ISO 4217 code */
    public Money {
        requireCurrency(currency);
    }

    /** Nothing, in the given currency. */
    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /**
     * Reads an amount such as {@code 1.25} or {@code 0.017}, with a point before the decimals.
     *
     * @throws IllegalArgumentException when {@code text} is no exact amount; {@link Amount#read} gives a value instead
     */
    public static Money parse(String text, String currency) {
        return switch (Amount.read(text, '.')) {
            case Amount.Exact(long micros) -> new Money(micros, currency);
            case Amount.Unreadable(String why) -> throw new IllegalArgumentException("\"" + text + "\" " + why);
        };
    }

    /** Whether {@code code} names a currency of ISO 4217 that amounts can be kept in. */
    public static boolean isCurrency(String code) {
        if (code.length() != 3) {
            return false;
        }
        try {
            return Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException unknown) {
            return false;
        }
    }

    /** @throws ArithmeticException on overflow; IllegalArgumentException for another currency */
    public Money plus(Money other) {
        return new Money(Math.addExact(micros, other.sameCurrency(currency).micros), currency);
    }

    /** @throws ArithmeticException on overflow; IllegalArgumentException for another currency */
    public Money minus(Money other) {
        return new Money(Math.subtractExact(micros, other.sameCurrency(currency).micros), currency);
    }

    /** @throws ArithmeticException on overflow */
    public Money times(long factor) {
        return new Money(Math.multiplyExact(micros, factor), currency);
    }

    /** @throws ArithmeticException for the one amount whose opposite does not fit */
    public Money negated() {
        return new Money(Math.negateExact(micros), currency);
    }

    /** Whether this is less than nothing. */
    public boolean isNegative() {
        return micros < 0;
    }

    /** @throws IllegalArgumentException for another currency */
    @Override
    public int compareTo(Money other) {
        return Long.compare(micros, other.sameCurrency(currency).micros);
    }

    /** The exact value in units of the currency, six decimals. */
    public BigDecimal amount() {
        return BigDecimal.valueOf(micros, Amount.MAX_DECIMALS);
    }

    /**
     * For people: the locale's way to write this currency, with the currency's usual decimals and as many more as the
     * exact value needs, so that 0.017 EUR is never shown as 0.02.
     */
    public String format(Locale locale) {
        Currency unit = Currency.getInstance(currency);
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(unit);
        format.setMinimumFractionDigits(unit.getDefaultFractionDigits());
        format.setMaximumFractionDigits(Amount.MAX_DECIMALS);
        return format.format(amount());
    }

    /** For machines: {@code 0.017}, at least the currency's usual decimals; {@link #parse} reads it back. */
    public String plain() {
        int usual = Currency.getInstance(currency).getDefaultFractionDigits();
        BigDecimal shortest = amount().stripTrailingZeros();
        return shortest.setScale(Math.max(usual, Math.max(0, shortest.scale()))).toPlainString();
    }

    /** For logs: {@code 0.017 EUR}. */
    @Override
    public String toString() {
        return plain() + " " + currency;
    }

    private Money sameCurrency(String expected) {
        if (!currency.equals(expected)) {
            throw new IllegalArgumentException("amounts of " + expected + " and " + currency + " do not mix");
        }
        return this;
    }

    private static void requireCurrency(String code) {
        if (!isCurrency(code)) {
            throw new IllegalArgumentException("\"" + code + "\" is not an ISO 4217 currency code");
        }
    }
}
