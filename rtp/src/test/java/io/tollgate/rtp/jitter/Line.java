package io.tollgate.rtp.jitter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A wire in virtual time: packets with arrival times on one end, a player that takes a frame whenever one ended on the other. */
final class Line {
    static final long MS = 1_000_000L;
    /** Far from zero, to catch whoever takes a time for a duration. */
    private static final long EPOCH = 77_777_777_777L;

    private record Packet(long atNs, int seq, int ts, int ssrc, int samples, boolean audio) {}

    private final int clockRate;
    private final List<Packet> packets = new ArrayList<>();
    final JitterBuffer buffer;
    final List<String> played = new ArrayList<>();
    final List<Arrival> arrivals = new ArrayList<>();
    boolean quiet = true;
    private long playedUntilNs;
    private int delivered;

    Line(int clockRate) {
        this.clockRate = clockRate;
        this.buffer = new JitterBuffer(JitterSettings.TELEPHONE, clockRate);
    }

    Line send(double atMs, int seq, int ts, int ssrc, int samples) {
        packets.add(new Packet(EPOCH + (long) (atMs * MS), seq & 0xFFFF, ts, ssrc, samples, true));
        return this;
    }

    Line sendEvent(double atMs, int seq, int ssrc) {
        packets.add(new Packet(EPOCH + (long) (atMs * MS), seq & 0xFFFF, 0, ssrc, 0, false));
        return this;
    }

    /** A frame of 20 ms whose media time is {@code index * 20 ms}, delayed by so much. */
    Line frame(int index, double delayMs) {
        int samples = clockRate / 50;
        return send(index * 20.0 + delayMs, index, index * samples, 1, samples);
    }

    Line frames(int from, int to) {
        for (int i = from; i < to; i++) {
            frame(i, 0);
        }
        return this;
    }

    /** Plays until this time; what is taken stands in {@link #played}: the number of a frame, "-" missing, "+n" restorable. */
    Line playUntil(double untilMs) {
        packets.sort(Comparator.comparingLong(Packet::atNs));
        long until = EPOCH + (long) (untilMs * MS);
        if (playedUntilNs == 0) {
            playedUntilNs = EPOCH + 3 * MS;
        }
        while (playedUntilNs < until) {
            deliver(playedUntilNs);
            Playout what = buffer.take(quiet, playedUntilNs);
            played.add(
                    switch (what) {
                        case FRAME -> String.valueOf(number());
                        case MISSING -> buffer.hasNext() ? "+" + number() : "-";
                        case SILENCE -> "";
                    });
            int samples = what == Playout.SILENCE ? clockRate / 50 : buffer.samples();
            playedUntilNs += samples * 1_000_000_000L / clockRate;
        }
        return this;
    }

    private int number() {
        return (buffer.payload()[0] & 0xFF) << 8 | (buffer.payload()[1] & 0xFF);
    }

    private void deliver(long nowNs) {
        while (delivered < packets.size() && packets.get(delivered).atNs() <= nowNs) {
            Packet p = packets.get(delivered++);
            if (p.audio()) {
                byte[] payload = {9, (byte) (p.seq() >> 8), (byte) p.seq()};
                arrivals.add(buffer.put(p.seq(), p.ts(), p.ssrc(), 0, payload, 1, 2, p.samples(), p.atNs()));
            } else {
                buffer.skip(p.seq(), p.ssrc(), p.atNs());
            }
        }
    }

    int delayMs() {
        return buffer.delayMs();
    }

    /** What was played without the silence before the first frame and after the last. */
    List<String> sounding() {
        int first = 0;
        int last = played.size();
        while (first < last && played.get(first).isEmpty()) {
            first++;
        }
        while (last > first
                && (played.get(last - 1).isEmpty() || played.get(last - 1).equals("-"))) {
            last--;
        }
        return played.subList(first, last);
    }

    static List<String> numbers(int from, int to) {
        List<String> result = new ArrayList<>();
        for (int i = from; i < to; i++) {
            result.add(String.valueOf(i & 0xFFFF));
        }
        return result;
    }
}
