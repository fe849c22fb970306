package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusLibrary;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of one direction of all calls. Two delays: <em>transit</em>, of every packet, maps timestamps to sent frames
 * by the smallest offset that causality allows, so a constant delay of whole packets is not seen; <em>audio delay</em>, of
 * the sampled calls, finds the received sound in the sent one and is the true delay, the encoder's look-ahead included.
 */
final class StreamFigures {
    private static final int FRAME = SpeechLoop.FRAME_SAMPLES;
    private static final int MAX_LAG = 4_000;
    private static final int COMPARED = 16_000;
    private static final int SETTLING = 25 * FRAME;
    private static final double FOUND = 0.5;

    private final int warmupFrames;
    private final DelayHistogram transit = new DelayHistogram();
    private final DelayHistogram audio = new DelayHistogram();
    private long sent;
    private long received;
    private long worstLost;
    private double leastEnvelope = 1;
    private int sampled;
    private int notFound;

    /** @param warmupFrames frames at the beginning that do not count */
    StreamFigures(int warmupFrames) {
        this.warmupFrames = warmupFrames;
    }

    /** Adds what {@code to} received of what {@code from} sent. */
    void add(LoadLeg from, LoadLeg to) {
        long begin = from.sentNs[warmupFrames];
        long end = from.sentNs[from.sent - 1] + 20_000_000L;
        int first = 0;
        while (first < to.received && to.receivedNs[first] - begin < 0) {
            first++;
        }
        int last = first;
        while (last < to.received && to.receivedNs[last] - end < 0) {
            last++;
        }
        int wanted = from.sent - warmupFrames;
        sent += wanted;
        received += last - first;
        worstLost = Math.max(worstLost, wanted - (last - first));
        if (last - first < 100) {
            return;
        }
        int offset = Integer.MAX_VALUE;
        for (int i = first; i < last; i++) {
            offset = Math.min(offset, lastSent(from, to.receivedNs[i]) - frame(to, first, i));
        }
        for (int i = first; i < last; i++) {
            int at = frame(to, first, i) + offset;
            if (at >= 0 && at < from.sent) {
                transit.add(to.receivedNs[i] - from.sentNs[at]);
            }
        }
        if (to.sampled()) {
            listen(from, to, first, last, offset);
        }
    }

    private static int frame(LoadLeg to, int first, int i) {
        return (to.timestamps[i] - to.timestamps[first]) / to.step();
    }

    /** The last frame sent at or before a time; -1 for none. */
    private static int lastSent(LoadLeg from, long ns) {
        int low = -1;
        int high = from.sent - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (from.sentNs[middle] - ns <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private void listen(LoadLeg from, LoadLeg to, int first, int last, int offset) {
        sampled++;
        int frames = frame(to, first, last - 1) + 1;
        float[] heard = decode(to, first, last, frames);
        long origin = (long) (offset + from.firstFrame) * FRAME;
        int lag = align(heard, from.loop.heard, origin);
        if (lag < 0) {
            notFound++;
            return;
        }
        leastEnvelope = Math.min(leastEnvelope, envelopeCorrelation(heard, from.loop.heard, origin - lag));
        for (int i = first; i < last; i++) {
            long sample = (long) (frame(to, first, i) + offset) * FRAME - lag;
            if (sample >= 0 && sample / FRAME < from.sent) {
                audio.add(to.receivedNs[i] - from.sentNs[(int) (sample / FRAME)] - sample % FRAME * 125_000);
            }
        }
    }

    private static float[] decode(LoadLeg to, int first, int last, int frames) {
        float[] heard = new float[frames * FRAME];
        short[] pcm = new short[960];
        byte[][] slots = new byte[frames][];
        for (int i = first; i < last; i++) {
            int slot = frame(to, first, i);
            if (slot >= 0 && slot < frames) {
                slots[slot] = to.payloads[i];
            }
        }
        try (OpusDecoder opus = OpusLibrary.load().newDecoder(8_000)) {
            for (int i = 0; i < frames; i++) {
                if (slots[i] == null) {
                    opus.conceal(pcm, 0, FRAME);
                } else if (to.codec() == Codec.OPUS) {
                    opus.decode(slots[i], 0, slots[i].length, pcm, 0, FRAME);
                } else if (to.codec() == Codec.PCMU) {
                    G711.decodeUlaw(slots[i], 0, Math.min(slots[i].length, FRAME), pcm, 0);
                } else {
                    G711.decodeAlaw(slots[i], 0, Math.min(slots[i].length, FRAME), pcm, 0);
                }
                for (int k = 0; k < FRAME; k++) {
                    heard[i * FRAME + k] = pcm[k];
                }
            }
        }
        return heard;
    }

    /** By how many samples what was heard lags behind the loop at {@code origin}; -1 when it is not found there. */
    private static int align(float[] heard, short[] loop, long origin) {
        int at = heard.length / 4;
        int length = Math.min(COMPARED, heard.length - at);
        double best = FOUND;
        int found = -1;
        for (int lag = -FRAME / 2; lag < MAX_LAG; lag++) {
            double product = 0;
            double a = 0;
            double b = 0;
            int position = (int) Math.floorMod(origin + at - lag, (long) loop.length);
            for (int i = 0; i < length; i++) {
                double x = heard[at + i];
                double y = loop[position];
                position = position + 1 == loop.length ? 0 : position + 1;
                product += x * y;
                a += x * x;
                b += y * y;
            }
            double correlation = product / Math.sqrt(a * b + 1);
            if (correlation > best) {
                best = correlation;
                found = Math.max(lag, 0);
            }
        }
        return found;
    }

    /** Pearson's correlation of the loudness of frames of 20 ms. */
    private static double envelopeCorrelation(float[] heard, short[] loop, long origin) {
        double sx = 0;
        double sy = 0;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        int n = 0;
        for (int at = SETTLING; at + FRAME <= heard.length; at += FRAME) {
            double a = 0;
            double b = 0;
            for (int i = at; i < at + FRAME; i++) {
                double y = loop[(int) Math.floorMod(origin + i, (long) loop.length)];
                a += (double) heard[i] * heard[i];
                b += y * y;
            }
            double x = Math.sqrt(a / FRAME);
            double y = Math.sqrt(b / FRAME);
            sx += x;
            sy += y;
            xx += x * x;
            yy += y * y;
            xy += x * y;
            n++;
        }
        double variances = (n * xx - sx * sx) * (n * yy - sy * sy);
        return variances > 0 ? (n * xy - sx * sy) / Math.sqrt(variances) : 0;
    }

    Map<String, Object> report() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sent", sent);
        json.put("received", received);
        json.put("lost_pct", sent == 0 ? 0.0 : 100.0 * (sent - received) / sent);
        json.put("worst_leg_lost", worstLost);
        json.put("transit_p50_ms", transit.quantileMs(0.5));
        json.put("transit_p99_ms", transit.quantileMs(0.99));
        json.put("transit_max_ms", transit.maxMs());
        json.put("audio_delay_p50_ms", audio.quantileMs(0.5));
        json.put("audio_delay_p99_ms", audio.quantileMs(0.99));
        json.put("env_corr_min", sampled > notFound ? leastEnvelope : -1);
        json.put("sampled_legs", sampled);
        json.put("legs_not_found", notFound);
        return json;
    }
}
