package io.tollgate.carrier.audio;

/**
 * DTMF tones in the audio itself (ITU-T Q.23, Q.24), by Goertzel's algorithm over 20 ms windows every 10 ms.
 *
 * <p>A digit counts when two windows in a row agree, and again only after two windows without it. A window counts
 * when its two tones are loud enough, stand 6 dB above their neighbours, differ by at most 9 dB, and hold 70 % of all
 * energy: speech rarely does that. Tones down to 40 ms with 40 ms pauses are found.
 */
public final class InBandDigits {
    private static final int WINDOW = 160;
    private static final int HOP = 80;
    private static final double[] ROWS_HZ = {697, 770, 852, 941};
    private static final double[] COLUMNS_HZ = {1209, 1336, 1477, 1633};
    private static final String KEYS = "123A456B789C*0#D";
    private static final double MIN_ENERGY = WINDOW * 300.0 * 300.0 / 2;
    private static final double MIN_SHARE = 0.7;
    private static final double MIN_DOMINANCE = 4;
    private static final double MAX_TWIST = 8;

    private final short[] window = new short[WINDOW];
    private int filled;
    private char candidate;
    private char reported;
    private int emptyWindows;

    /** Hears samples in order. Returns the digit that has just become certain, or {@link TelephoneEvents#NONE}. */
    public char hear(short[] pcm, int count) {
        char found = TelephoneEvents.NONE;
        for (int i = 0; i < count; i++) {
            window[filled++] = pcm[i];
            if (filled == WINDOW) {
                char now = settle(classify());
                found = now == TelephoneEvents.NONE ? found : now;
                System.arraycopy(window, HOP, window, 0, WINDOW - HOP);
                filled = WINDOW - HOP;
            }
        }
        return found;
    }

    private char settle(char seen) {
        if (seen == TelephoneEvents.NONE) {
            emptyWindows++;
            candidate = TelephoneEvents.NONE;
            if (emptyWindows >= 2) {
                reported = TelephoneEvents.NONE;
            }
            return TelephoneEvents.NONE;
        }
        emptyWindows = 0;
        boolean certain = seen == candidate && seen != reported;
        candidate = seen;
        if (certain) {
            reported = seen;
            return seen;
        }
        return TelephoneEvents.NONE;
    }

    private char classify() {
        double energy = 0;
        for (short s : window) {
            energy += (double) s * s;
        }
        if (energy < MIN_ENERGY) {
            return TelephoneEvents.NONE;
        }
        double[] rows = energies(ROWS_HZ);
        double[] columns = energies(COLUMNS_HZ);
        int row = loudest(rows);
        int column = loudest(columns);
        boolean clear = dominates(rows, row) && dominates(columns, column);
        boolean level = rows[row] <= columns[column] * MAX_TWIST && columns[column] <= rows[row] * MAX_TWIST;
        boolean pure = rows[row] + columns[column] >= MIN_SHARE * energy;
        return clear && level && pure ? KEYS.charAt(row * 4 + column) : TelephoneEvents.NONE;
    }

    private double[] energies(double[] tonesHz) {
        double[] result = new double[tonesHz.length];
        for (int t = 0; t < tonesHz.length; t++) {
            double coefficient = 2 * Math.cos(2 * Math.PI * tonesHz[t] / Recording.RATE_HZ);
            double previous = 0;
            double beforeThat = 0;
            for (short s : window) {
                double next = s + coefficient * previous - beforeThat;
                beforeThat = previous;
                previous = next;
            }
            double power = previous * previous + beforeThat * beforeThat - coefficient * previous * beforeThat;
            result[t] = power * 2 / WINDOW;
        }
        return result;
    }

    private static int loudest(double[] energies) {
        int best = 0;
        for (int i = 1; i < energies.length; i++) {
            best = energies[i] > energies[best] ? i : best;
        }
        return best;
    }

    private static boolean dominates(double[] energies, int best) {
        for (int i = 0; i < energies.length; i++) {
            if (i != best && energies[i] * MIN_DOMINANCE > energies[best]) {
                return false;
            }
        }
        return true;
    }
}
