package io.tollgate.billing.rating;

import java.math.BigInteger;

/**
 * How the exact price of a call becomes an amount on a bill: once, on the total, to a multiple of a unit.
 *
 * @param rule what happens to the rest
 * @param unitMicros the unit in micro-units: 1 keeps all that an account can hold, 10000 is a cent, 1 to
 *     {@link #MAX_UNIT_MICROS}
 */
public record Rounding(Rule rule, long unitMicros) {

    /** Ten units: nobody rounds calls to more. */
    public static final long MAX_UNIT_MICROS = 10_000_000;

    /** Half up, to the micro-unit. */
    public static final Rounding USUAL = new Rounding(Rule.HALF_UP, 1);

    /** Rules that never make a longer call cheaper. */
    public enum Rule {
        /** To the nearest unit, the middle upwards. */
        HALF_UP,
        /** To the nearest unit, the middle to the even neighbour. */
        HALF_EVEN,
        /** To the next unit above. */
        UP,
        /** To the unit below. */
        DOWN
    }

    /** @throws IllegalArgumentException for a unit outside its range */
    public Rounding {
        if (unitMicros < 1 || unitMicros > MAX_UNIT_MICROS) {
            throw new IllegalArgumentException(
                    "rounding unit of " + unitMicros + " micro-units is outside 1 to " + MAX_UNIT_MICROS);
        }
    }

    /**
     * {@code numerator / divisor} micro-units, rounded; all arguments positive or 0, the divisor not.
     *
     * @throws ArithmeticException when the result does not fit into 64 bits
     */
    long round(long numerator, long divisor) {
        long step = Math.multiplyExact(divisor, unitMicros);
        long whole = numerator / step;
        long rest = numerator % step;
        boolean up = switch (rule) {
            case HALF_UP -> rest >= step - rest;
            case HALF_EVEN -> rest > step - rest || (rest == step - rest && (whole & 1) == 1);
            case UP -> rest > 0;
            case DOWN -> false;
        };
        return Math.multiplyExact(up ? whole + 1 : whole, unitMicros);
    }

    /** The same for numerators beyond 64 bits, which only absurd tariffs have. */
    long round(BigInteger numerator, long divisor) {
        BigInteger step = BigInteger.valueOf(divisor).multiply(BigInteger.valueOf(unitMicros));
        BigInteger[] parts = numerator.divideAndRemainder(step);
        int half = parts[1].shiftLeft(1).compareTo(step);
        boolean up = switch (rule) {
            case HALF_UP -> half >= 0;
            case HALF_EVEN -> half > 0 || (half == 0 && parts[0].testBit(0));
            case UP -> parts[1].signum() > 0;
            case DOWN -> false;
        };
        return (up ? parts[0].add(BigInteger.ONE) : parts[0])
                .multiply(BigInteger.valueOf(unitMicros))
                .longValueExact();
    }
}
