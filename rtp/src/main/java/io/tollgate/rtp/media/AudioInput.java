package io.tollgate.rtp.media;

import io.tollgate.rtp.dsp.ComfortNoiseGenerator;
import io.tollgate.rtp.jitter.Arrival;
import io.tollgate.rtp.jitter.JitterBuffer;
import io.tollgate.rtp.jitter.JitterCounters;
import io.tollgate.rtp.jitter.JitterSettings;
import io.tollgate.rtp.jitter.Playout;
import io.tollgate.rtp.quality.StreamQuality;
import java.util.Arrays;

/**
 * What one side says, as an even flow of PCM: jitter buffer, decoder and a small store, because packets may be longer or
 * shorter than a tick. Owned by the worker, allocates nothing per packet.
 */
final class AudioInput {
    /** Below this a frame is quiet: about -44 dBov. */
    private static final double QUIET_RMS = 200;
    /** Room for the longest packet at 16 kHz (120 ms) and what the tick that waits for it has already. */
    private static final int STORE = 16 * (120 + 20);

    /** After a loss, copies are waited for so long. */
    private static final int LOSSY_SECONDS = 20;

    private static final long NOISE_SEED = 20_261_122;

    private final JitterBuffer jitter;
    private final int clockRate;
    private final StreamQuality quality;
    private final Pace pace = new Pace();
    private final short[] store = new short[STORE];
    private final FrameDecoder decoder;
    private final int sampleRate;
    private int stored;
    private final ComfortNoiseGenerator noise;
    private boolean sounded;
    private long concealed;
    private long restored;
    private long malformed;
    private long missing;
    private long lostBefore;
    private int lossySeconds;
    private long overflowed;

    /** {@code quality} goes on when a leg changes its codec; it is told everything from here. */
    AudioInput(int clockRate, FrameDecoder decoder, int sampleRate, StreamQuality quality) {
        this.quality = quality;
        this.jitter = new JitterBuffer(JitterSettings.TELEPHONE, clockRate);
        this.clockRate = clockRate;
        this.decoder = decoder;
        this.sampleRate = sampleRate;
        this.noise = new ComfortNoiseGenerator(sampleRate, NOISE_SEED);
    }

    /** The other side is silent and says what its silence sounds like (RFC 3389); false when it is malformed. */
    boolean comfortNoise(byte[] buf, int off, int len) {
        sounded = true;
        return noise.payload(buf, off, len);
    }

    Arrival put(int seq, int timestamp, int ssrc, int tag, byte[] buf, int off, int len, int units, long nowNs) {
        Arrival arrival = jitter.put(seq, timestamp, ssrc, tag, buf, off, len, units, nowNs);
        if (arrival == Arrival.LATE) {
            quality.cameLate();
        }
        return arrival;
    }

    void skip(int seq, int ssrc, long nowNs) {
        jitter.skip(seq, ssrc, nowNs);
    }

    /** Gives the next so many samples, at most 20 ms of them. */
    void hear(short[] pcm, int samples, long nowNs) {
        pace.begin();
        while (stored < samples) {
            fill(samples, nowNs);
        }
        System.arraycopy(store, 0, pcm, 0, samples);
        stored -= samples;
        System.arraycopy(store, samples, store, 0, stored);
        quality.sound(pcm, 0, samples, sampleRate);
    }

    /**
     * Once in a second.
     *
     * @param copies whether packets carry a copy of the one before, for which it is worth waiting while some get lost
     */
    void everySecond(boolean copies) {
        long lost = jitter.counters().missing();
        lossySeconds = lost > lostBefore ? LOSSY_SECONDS : Math.max(0, lossySeconds - 1);
        lostBefore = lost;
        boolean waits = copies && lossySeconds > 0;
        jitter.recovery(waits ? (int) (jitter.samples() * 1_000L / clockRate) : 0);
    }

    /** In how many steps of 5 ms to call {@link #hear} again. */
    int nextIn(long nowNs) {
        return pace.next(nowNs);
    }

    private void fill(int wanted, long nowNs) {
        Playout what = jitter.take(quality.level().lastFrameRms() < QUIET_RMS, nowNs);
        account();
        switch (what) {
            case FRAME -> {
                quality.played(jitter.delayMs());
                pace.played(jitter.slackNs());
                int got = decoder.decode(jitter.tag(), jitter.payload(), jitter.payloadLength(), store, stored);
                if (got > 0) {
                    stored += got;
                    sounded = true;
                    decoder.describeSilence(noise);
                } else {
                    malformed++;
                    conceal(0);
                }
            }
            case MISSING -> conceal(jitter.hasNext() ? jitter.payloadLength() : 0);
            case SILENCE -> {
                pace.silent(jitter.untilDueNs(nowNs));
                decoder.silence();
                silence(wanted - stored);
                stored = wanted;
            }
        }
    }

    /** A line that has been heard is never quite dead; before that there is nothing at all. */
    private void silence(int samples) {
        if (sounded) {
            noise.play(store, stored, samples);
        } else {
            Arrays.fill(store, stored, stored + samples, (short) 0);
        }
    }

    /** What the buffer found missing or gave up since the last frame. */
    private void account() {
        JitterCounters counters = jitter.counters();
        for (; missing < counters.missing(); missing++) {
            quality.lost();
        }
        for (; overflowed < counters.overflowed(); overflowed++) {
            quality.discarded();
        }
    }

    private void conceal(int nextLength) {
        int samples = (int) ((long) jitter.samples() * sampleRate / clockRate);
        int unit = sampleRate / 400;
        int legal = Math.max(unit, Math.min(samples / unit * unit, sampleRate / 25 * 3));
        if (decoder.conceal(jitter.payload(), nextLength, store, stored, legal)) {
            restored++;
        } else {
            concealed++;
        }
        stored += legal;
        quality.concealed(legal * 1_000 / sampleRate);
    }

    /** Packets go another way for a while: nothing waits here any more. */
    void rest() {
        jitter.restart();
        decoder.silence();
        stored = 0;
    }

    JitterCounters counters() {
        return jitter.counters();
    }

    int targetMs() {
        return jitter.targetMs();
    }

    /** The most delay that is ever aimed at. */
    int mostMs() {
        return JitterSettings.TELEPHONE.maxMs();
    }

    int delayMs() {
        return jitter.delayMs();
    }

    /** Frames that were made up. */
    long concealed() {
        return concealed;
    }

    /** Frames that were lost and restored from the copy in their successor. */
    long restored() {
        return restored;
    }

    long malformed() {
        return malformed;
    }

    StreamQuality quality() {
        return quality;
    }

    void close() {
        decoder.close();
    }
}
