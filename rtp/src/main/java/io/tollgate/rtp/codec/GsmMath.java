package io.tollgate.rtp.codec;

/** The arithmetic of ETSI EN 300 961 (GSM 06.10) section 5.1: saturated words of 16 bits, kept in ints. */
final class GsmMath {
    private GsmMath() {}

    static int saturate(int value) {
        return Math.clamp(value, Short.MIN_VALUE, Short.MAX_VALUE);
    }

    static int add(int a, int b) {
        return saturate(a + b);
    }

    static int sub(int a, int b) {
        return saturate(a - b);
    }

    /** Product of two fractions, truncated. */
    static int mult(int a, int b) {
        return saturate((a * b) >> 15);
    }

    /** Product of two fractions, rounded. */
    static int multRounded(int a, int b) {
        return saturate((a * b + 16_384) >> 15);
    }

    static int abs(int a) {
        return saturate(Math.abs(a));
    }

    /** How far a value of 32 bits can be shifted to the left without losing its sign; not for 0. */
    static int norm(int a) {
        return Integer.numberOfLeadingZeros(a < 0 ? ~a : a) - 1;
    }

    /** {@code numerator / denominator} as a fraction of 15 bits; 0 <= numerator <= denominator. */
    static int div(int numerator, int denominator) {
        int rest = numerator;
        int quotient = 0;
        for (int i = 0; i < 15; i++) {
            quotient <<= 1;
            rest <<= 1;
            if (rest >= denominator) {
                rest -= denominator;
                quotient++;
            }
        }
        return quotient;
    }
}
