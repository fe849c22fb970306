package io.tollgate.rtp.media;

import io.tollgate.rtp.jitter.Arrival;
import io.tollgate.rtp.jitter.JitterBuffer;
import io.tollgate.rtp.jitter.JitterCounters;
import io.tollgate.rtp.jitter.JitterSettings;
import java.util.Arrays;

/**
 * What one side says, as an even flow of PCM: jitter buffer, decoder and a small store, because packets may be longer or
 * shorter than a tick. Owned by the worker, allocates nothing per packet.
 */
final class AudioInput {
    /** Below this a frame is quiet: about -44 dBov. */
    private static final double QUIET_RMS = 200;
    /** Room for the longest Opus packet at 16 kHz (120 ms) and the tick that waits for it, with as much again. */
    private static final int STORE = 4_096;

    private final JitterBuffer jitter;
    private final int clockRate;
    private final LevelMeter level = new LevelMeter();
    private final short[] store = new short[STORE];
    private FrameDecoder decoder;
    private int sampleRate;
    private int stored;
    private long concealed;
    private long malformed;

    AudioInput(int clockRate, FrameDecoder decoder, int sampleRate) {
        this.jitter = new JitterBuffer(JitterSettings.TELEPHONE, clockRate);
        this.clockRate = clockRate;
        this.decoder = decoder;
        this.sampleRate = sampleRate;
    }

    /** Goes on with another decoder at another rate; what was stored is dropped. */
    void decoder(FrameDecoder other, int rate) {
        decoder.close();
        decoder = other;
        sampleRate = rate;
        stored = 0;
    }

    Arrival put(int seq, int timestamp, int ssrc, int tag, byte[] buf, int off, int len, int units, long nowNs) {
        return jitter.put(seq, timestamp, ssrc, tag, buf, off, len, units, nowNs);
    }

    void skip(int seq, int ssrc, long nowNs) {
        jitter.skip(seq, ssrc, nowNs);
    }

    /** Gives the next so many samples, at most 20 ms of them. */
    void hear(short[] pcm, int samples, long nowNs) {
        while (stored < samples) {
            fill(samples, nowNs);
        }
        System.arraycopy(store, 0, pcm, 0, samples);
        stored -= samples;
        System.arraycopy(store, samples, store, 0, stored);
        level.frame(pcm, samples);
    }

    private void fill(int wanted, long nowNs) {
        switch (jitter.take(level.lastRms() < QUIET_RMS, nowNs)) {
            case FRAME -> {
                int got = decoder.decode(jitter.tag(), jitter.payload(), jitter.payloadLength(), store, stored);
                if (got > 0) {
                    stored += got;
                } else {
                    malformed++;
                    conceal(0);
                }
            }
            case MISSING -> conceal(jitter.hasNext() ? jitter.payloadLength() : 0);
            case SILENCE -> {
                decoder.silence();
                Arrays.fill(store, stored, wanted, (short) 0);
                stored = wanted;
            }
        }
    }

    private void conceal(int nextLength) {
        concealed++;
        int samples = (int) ((long) jitter.samples() * sampleRate / clockRate);
        int unit = sampleRate / 400;
        int legal = Math.max(unit, Math.min(samples / unit * unit, sampleRate / 25 * 3));
        decoder.conceal(jitter.payload(), nextLength, store, stored, legal);
        stored += legal;
    }

    JitterCounters counters() {
        return jitter.counters();
    }

    int targetMs() {
        return jitter.targetMs();
    }

    int delayMs() {
        return jitter.delayMs();
    }

    long concealed() {
        return concealed;
    }

    long malformed() {
        return malformed;
    }

    double levelDbov() {
        return level.dbov();
    }

    void close() {
        decoder.close();
    }
}
