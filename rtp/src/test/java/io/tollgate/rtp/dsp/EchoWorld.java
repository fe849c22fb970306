package io.tollgate.rtp.dsp;

import io.tollgate.rtp.audio.Resampler;
import io.tollgate.rtp.codec.G711;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The test bed of ITU-T G.168: what is sent goes through G.711 (8 kHz only), comes back through a hybrid with a loss and
 * a delay, has the other side added and goes through G.711 again.
 */
final class EchoWorld {
    private static final Map<String, int[]> FIGURES = figures();

    private final int rate;
    private final double[] path;
    private final int delay;
    private final double[] sent;
    private final boolean companded;
    private int at;

    /** {@code erlDb}: by how much white noise comes back weaker. {@code delayMs}: before the hybrid's response begins. */
    EchoWorld(int rate, String model, double erlDb, int delayMs) {
        this(rate, response(rate, model, erlDb), delayMs);
    }

    private EchoWorld(int rate, double[] path, int delayMs) {
        this.rate = rate;
        this.path = path;
        delay = delayMs * rate / 1_000;
        sent = new double[rate];
        companded = rate == 8_000;
    }

    /** Nothing comes back: all digital, or the two ends of the hybrid perfectly matched. */
    static EchoWorld infiniteLoss(int rate) {
        return new EchoWorld(rate, new double[1], 0);
    }

    private static Map<String, int[]> figures() {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(EchoWorld.class.getResourceAsStream("g168.txt")), StandardCharsets.US_ASCII))) {
            Map<String, int[]> figures = new HashMap<>();
            String name = "";
            for (String line : reader.lines().filter(l -> !l.startsWith("#")).toList()) {
                if (Character.isLetter(line.charAt(0))) {
                    name = line;
                } else {
                    int[] before = figures.getOrDefault(name, new int[0]);
                    int[] more = Stream.of(line.split(" "))
                            .mapToInt(Integer::parseInt)
                            .toArray();
                    int[] all = new int[before.length + more.length];
                    System.arraycopy(before, 0, all, 0, before.length);
                    System.arraycopy(more, 0, all, before.length, more.length);
                    figures.put(name, all);
                }
            }
            return figures;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> models() {
        return List.of("m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8");
    }

    private static double[] response(int rate, String model, double erlDb) {
        int[] taps = Objects.requireNonNull(FIGURES.get(model));
        short[] pcm = new short[taps.length];
        for (int i = 0; i < taps.length; i++) {
            pcm[i] = (short) (taps[i] / 2);
        }
        short[] resampled = rate == 8_000 ? pcm : Resampler.resample(pcm, 8_000, rate);
        double energy = 0;
        for (short tap : resampled) {
            energy += (double) tap * tap;
        }
        double gain = Math.pow(10, -erlDb / 20) / Math.sqrt(energy);
        double[] path = new double[resampled.length];
        for (int i = 0; i < path.length; i++) {
            path[i] = gain * resampled[i];
        }
        return path;
    }

    /** The trunk's answer to 20 ms (or any number) of what is sent while the other side says something. */
    short[] hear(short[] far, int off, short[] other, int otherOff, int samples) {
        short[] near = new short[samples];
        for (int i = 0; i < samples; i++) {
            sent[at] = companded ? alaw(far[off + i]) : far[off + i];
            double sum = other[otherOff + i];
            int back = at - delay + sent.length;
            for (int tap = 0; tap < path.length; tap++) {
                sum += path[tap] * sent[(back - tap) % sent.length];
            }
            short heard = (short) Math.clamp(Math.round(sum), Short.MIN_VALUE, Short.MAX_VALUE);
            near[i] = companded ? alaw(heard) : heard;
            at = (at + 1) % sent.length;
        }
        return near;
    }

    int rate() {
        return rate;
    }

    private static short alaw(short sample) {
        byte[] code = new byte[1];
        short[] back = new short[1];
        G711.encodeAlaw(new short[] {sample}, 0, 1, code, 0);
        G711.decodeAlaw(code, 0, 1, back, 0);
        return back[0];
    }

    /**
     * The composite source signal of G.168 Annex C: 48.6 ms of a voiced sound, 200 ms of noise with the spectrum of
     * speech, 101.4 ms of silence, then the same upside down. For double talk 72.7, 200 and 127.3 ms. The noise is made by
     * a generator, not by the 8192 points of the recommendation.
     */
    static short[] css(int rate, int durationMs, double levelDbov, boolean doubleTalk, long seed) {
        int[] period = Objects.requireNonNull(FIGURES.get(doubleTalk ? "double-talk" : "css"));
        double voicedMs = doubleTalk ? 72.69 : 48.62;
        int total = (doubleTalk ? 400 : 350) * rate / 1_000;
        int voiced = (int) (voicedMs * rate / 1_000);
        int noise = 200 * rate / 1_000;
        SplittableRandom random = new SplittableRandom(seed);
        int samples = (int) ((long) rate * durationMs / 1_000);
        double[] wave = new double[samples];
        double low = 0;
        double voicedPower = 0;
        for (int tap : period) {
            voicedPower += (double) tap * tap / period.length;
        }
        for (int i = 0; i < samples; i++) {
            int in = i % total;
            double sign = i / total % 2 == 0 ? 1 : -1;
            low = 0.8 * low + random.nextGaussian();
            if (in < voiced) {
                double position = (double) in * 44_100 / rate % period.length;
                int whole = (int) position;
                double part = position - whole;
                wave[i] = sign
                        * ((1 - part) * period[whole] + part * period[(whole + 1) % period.length])
                        / Math.sqrt(voicedPower);
            } else if (in < voiced + noise) {
                wave[i] = sign * low * 0.6;
            }
        }
        double sum = 0;
        for (double x : wave) {
            sum += x * x;
        }
        // The level is that of the sound, without its pauses.
        double active = sum / samples * total / (voiced + noise);
        double gain = 32_768 * Math.pow(10, levelDbov / 20) / Math.sqrt(active);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.clamp(Math.round(gain * wave[i]), Short.MIN_VALUE, Short.MAX_VALUE);
        }
        return pcm;
    }
}
