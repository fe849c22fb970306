package io.tollgate.rtp.dtmf;

/** The two frequencies of each digit (ITU-T Q.23 section 3). */
final class DigitTones {
    /** Frequencies in each group. */
    static final int IN_GROUP = 4;

    private static final double[] LOW_HZ = {697, 770, 852, 941};
    private static final double[] HIGH_HZ = {1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";

    private DigitTones() {}

    /** The low frequency of a row of keys, 0 to 3, in Hz. */
    static double lowHz(int row) {
        return LOW_HZ[row];
    }

    /** The high frequency of a column of keys, 0 to 3, in Hz. */
    static double highHz(int column) {
        return HIGH_HZ[column];
    }

    /** The key at a row and a column. */
    static char digit(int row, int column) {
        return KEYS.charAt(IN_GROUP * row + column);
    }

    /** Where a key is, as {@code 4 * row + column}, small letters included, or -1 when it is no key. */
    static int key(char digit) {
        return KEYS.indexOf(Character.toUpperCase(digit));
    }
}
