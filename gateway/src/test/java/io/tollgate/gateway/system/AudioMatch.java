package io.tollgate.gateway.system;

import io.tollgate.rtp.audio.WavFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How much of a sound arrived, and how well: the ears of these tests.
 *
 * <p>Both sounds become energies in bands, 100 times a second; the best shift of one against the other is the delay. Each
 * half second of the original that is not silent is looked for near that place, to a twentieth of a second either way. From
 * the one that fits best the ears go on to its neighbours, each looked for as near to where the last one was found and
 * compared there: two jitter buffers that begin deep and settle within the first seconds shift the sound by more than a
 * twentieth of a second altogether, but never at once. Bands forgive what codecs and jitter buffers do to phase and time,
 * and still tell one sentence from another.
 *
 * @param matched share of the original's half seconds that were found again, 0 to 1
 * @param spectralCorrelation how alike the bands are, the median over the half seconds, −1 to 1
 * @param delayMs of the heard sound against the original
 * @param blocks half seconds that were compared
 */
record AudioMatch(double matched, double spectralCorrelation, long delayMs, int blocks) {
    private static final int RATE = 8000;
    private static final int BLOCK = RATE / 2;
    private static final int LOOK_AROUND = RATE / 20;
    private static final double FOUND = 0.6;
    private static final double ENOUGH_MATCHED = 0.75;
    private static final double ENOUGH_ALIKE = 0.95;

    static AudioMatch of(WavFile original, WavFile heard) {
        double[] ref = atRate(original);
        double[] deg = atRate(heard);
        if (deg.length < BLOCK) {
            return new AudioMatch(0, 0, 0, 0);
        }
        double[][] refBands = Bands.of(ref);
        double[][] degBands = Bands.of(deg);
        int shift = Bands.bestShift(refBands, degBands) * Bands.HOP;
        double threshold = 0.01 * rms(ref, 0, ref.length) + 1e-4;
        List<Integer> spoken = new ArrayList<>();
        for (int at = 0; at + BLOCK <= ref.length; at += BLOCK) {
            if (rms(ref, at, BLOCK) >= 5 * threshold) {
                spoken.add(at);
            }
        }
        Tally tally = new Tally(ref, deg, threshold);
        int anchor = anchor(ref, deg, spoken, shift);
        int near = shift;
        for (int i = anchor; i >= 0 && i < spoken.size(); i--) {
            near = tally.compare(spoken.get(i), near);
        }
        near = spoken.isEmpty()
                ? shift
                : place(ref, deg, spoken.get(anchor), shift).shift();
        for (int i = anchor + 1; i < spoken.size(); i++) {
            near = tally.compare(spoken.get(i), near);
        }
        return tally.result();
    }

    /** Whether this is the same speech, through codecs and a network that does not lose much. */
    boolean same() {
        return matched >= ENOUGH_MATCHED && spectralCorrelation >= ENOUGH_ALIKE;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f %% found, spectral correlation %.3f, delay %d ms, %d blocks",
                matched * 100,
                spectralCorrelation,
                delayMs,
                blocks);
    }

    /** The spoken block that is found best near the common shift: its index, 0 when nothing is spoken. */
    private static int anchor(double[] ref, double[] deg, List<Integer> spoken, int shift) {
        int best = 0;
        double bestCorrelation = -2;
        for (int i = 0; i < spoken.size(); i++) {
            double correlation = place(ref, deg, spoken.get(i), shift).correlation();
            if (correlation > bestCorrelation) {
                bestCorrelation = correlation;
                best = i;
            }
        }
        return best;
    }

    /** Where a block is found, in samples after its own place, and how alike it is there; below −1: nowhere. */
    private record Found(int shift, double correlation) {}

    private static Found place(double[] ref, double[] deg, int at, int shift) {
        double[] block = Arrays.copyOfRange(ref, at, at + BLOCK);
        int low = Math.max(0, at + shift - LOOK_AROUND);
        int high = Math.min(deg.length, at + shift + BLOCK + LOOK_AROUND);
        Found best = new Found(shift, -2);
        for (int place = low; place + BLOCK <= high; place++) {
            double correlation = correlation(block, deg, place);
            if (correlation > best.correlation()) {
                best = new Found(place - at, correlation);
            }
        }
        return best;
    }

    /** What the comparison of the blocks adds up to. */
    private static final class Tally {
        private final double[] ref;
        private final double[] deg;
        private final double threshold;
        private final List<Double> alike = new ArrayList<>();
        private final List<Integer> delays = new ArrayList<>();
        private int blocks;

        Tally(double[] ref, double[] deg, double threshold) {
            this.ref = ref;
            this.deg = deg;
            this.threshold = threshold;
        }

        /**
         * Compares the block with what is heard near its place.
         *
         * @param shift where to look, in samples after its own place
         * @return where it was found, or {@code shift} when it was not
         */
        int compare(int at, int shift) {
            blocks++;
            Found found = place(ref, deg, at, shift);
            if (found.correlation() < -1) {
                return shift;
            }
            int best = at + found.shift();
            double likeness = likeness(
                    Arrays.copyOfRange(ref, at, at + BLOCK), Arrays.copyOfRange(deg, best, best + BLOCK), threshold);
            if (!Double.isNaN(likeness)) {
                alike.add(likeness);
            }
            if (found.correlation() <= FOUND) {
                return shift;
            }
            delays.add(found.shift());
            return found.shift();
        }

        AudioMatch result() {
            double matched = blocks == 0 ? 0 : delays.size() / (double) blocks;
            double typical = alike.isEmpty() ? 0 : median(alike);
            double delay = delays.isEmpty()
                    ? 0
                    : median(delays.stream().map(Integer::doubleValue).toList());
            return new AudioMatch(matched, typical, Math.round(delay * 1000 / RATE), blocks);
        }
    }

    private static double correlation(double[] block, double[] deg, int place) {
        double product = 0;
        double own = 0;
        double other = 0;
        for (int i = 0; i < block.length; i++) {
            double d = deg[place + i];
            product += block[i] * d;
            own += block[i] * block[i];
            other += d * d;
        }
        return product / Math.sqrt(own * other + 1e-12);
    }

    /** Correlation of the bands of two blocks, over the moments when the original says something. */
    private static double likeness(double[] original, double[] heard, double threshold) {
        double[][] a = Bands.of(original);
        double[][] b = Bands.of(heard);
        double loud = Math.log10(threshold * threshold * 50 + 1e-7);
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int frame = 0; frame < a.length; frame++) {
            if (Arrays.stream(a[frame]).average().orElse(0) > loud) {
                Arrays.stream(a[frame]).forEach(x::add);
                Arrays.stream(b[frame]).forEach(y::add);
            }
        }
        return pearson(x, y);
    }

    private static double pearson(List<Double> x, List<Double> y) {
        double meanX = x.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double meanY = y.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.size(); i++) {
            double dx = x.get(i) - meanX;
            double dy = y.get(i) - meanY;
            xy += dx * dy;
            xx += dx * dx;
            yy += dy * dy;
        }
        return xx > 0 && yy > 0 ? xy / Math.sqrt(xx * yy) : Double.NaN;
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static double rms(double[] sound, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += sound[i] * sound[i];
        }
        return Math.sqrt(sum / Math.max(1, length));
    }

    private static double[] atRate(WavFile sound) {
        return Resample.to(RATE, sound.sampleRate(), sound.mono());
    }
}
