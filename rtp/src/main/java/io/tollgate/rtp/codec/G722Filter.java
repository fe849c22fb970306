package io.tollgate.rtp.codec;

/**
 * The quadrature mirror filters of G.722: 24 taps, alike in sending and receiving (ITU-T G.722 table 11). The two halves of
 * an object's memory are the even and odd phases. One object serves one direction.
 */
final class G722Filter {
    private static final int PHASE = 12;

    /** The even coefficients in order; backwards they are the odd ones. */
    private static final int[] TAPS = {3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11};

    /** Each phase twice in a row, so that the newest twelve always lie together. */
    private final int[] first = new int[2 * PHASE];

    private final int[] second = new int[2 * PHASE];
    private int at;

    private int firstPhase;
    private int secondPhase;

    /** Takes two values, one for each phase, and filters. */
    private void push(int a, int b) {
        first[at] = a;
        first[at + PHASE] = a;
        second[at] = b;
        second[at + PHASE] = b;
        at = at + 1 == PHASE ? 0 : at + 1;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < PHASE; i++) {
            even += first[at + i] * TAPS[i];
            odd += second[at + i] * TAPS[PHASE - 1 - i];
        }
        firstPhase = even;
        secondPhase = odd;
    }

    /** Splits two successive samples; the sub-bands' samples are then {@link #lower} and {@link #higher}. */
    void split(int earlier, int later) {
        push(earlier, later);
    }

    /** After {@link #split}: 15 bits. */
    int lower() {
        return (firstPhase + secondPhase) >> 14;
    }

    /** After {@link #split}: 15 bits. */
    int higher() {
        return (secondPhase - firstPhase) >> 14;
    }

    /** Joins a sample of each band; the two successive samples of sound are then {@link #earlier} and {@link #later}. */
    void join(int lower, int higher) {
        push(lower + higher, lower - higher);
    }

    /** After {@link #join}. */
    short earlier() {
        return (short) G722Predictor.saturate(secondPhase >> 11);
    }

    /** After {@link #join}. */
    short later() {
        return (short) G722Predictor.saturate(firstPhase >> 11);
    }
}
