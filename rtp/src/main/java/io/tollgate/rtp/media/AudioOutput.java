package io.tollgate.rtp.media;

import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.packet.RtpPacket;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said to one side: gathers PCM until a packet is full, encodes it, or puts a telephone event in its place. Owned by
 * the worker, allocates nothing per packet.
 */
final class AudioOutput {
    /** Header, the longest payload (60 ms of L16) and room for SRTP's overhead. */
    private static final int PACKET = 1_500;

    private static final int TICK_MS = 20;
    private static final int LONGEST_MS = 60 + TICK_MS;
    private static final int HIGHEST_RATE = 16_000;

    private final RtpOutput out;
    private final IntConsumer send;
    private final byte[] packet = new byte[PACKET];
    private final short[] pending = new short[HIGHEST_RATE * LONGEST_MS / 1_000];

    private @Nullable AudioEncoder encoder;
    private int pt;
    private int clockRate = 8_000;
    private int eventPt = -1;
    private int eventClock = 8_000;
    private int ptimeMs = 20;
    private int pendingSamples;
    private @Nullable SilenceSuppression suppression;
    private int noisePt = -1;

    /** {@code send} gets the length of each packet that stands in {@link #packet}. */
    AudioOutput(RtpOutput out, IntConsumer send) {
        this.out = out;
        this.send = send;
    }

    /** From now on packets look like this. The encoder before is closed. */
    void format(AudioEncoder next, int payloadType, int clock, int milliseconds) {
        close();
        encoder = next;
        pt = payloadType;
        clockRate = clock;
        ptimeMs = milliseconds;
        pendingSamples = 0;
    }

    /** Digits go out under this payload type, -1 for not at all. */
    void events(int payloadType, int clock) {
        eventPt = payloadType;
        eventClock = clock;
    }

    /**
     * Packets without speech are left out from now on, or no more.
     *
     * @param payloadType for the description of the noise, or -1 for none
     */
    void suppress(@Nullable SilenceSuppression detector, int payloadType) {
        suppression = detector;
        noisePt = payloadType;
    }

    /** Whether packets without speech are left out. */
    boolean suppresses() {
        return suppression != null;
    }

    byte[] packet() {
        return packet;
    }

    boolean sendsEvents() {
        return eventPt >= 0;
    }

    /**
     * Takes sound at the encoder's rate, at most 20 ms of it. Where that is more than a packet holds, the last packet waits
     * for {@link #sayRest}, so that packets can leave one by one.
     *
     * @param open whether packets may go out; time passes either way
     */
    void say(short[] pcm, int samples, boolean open) {
        AudioEncoder enc = encoder;
        if (enc == null) {
            return;
        }
        System.arraycopy(pcm, 0, pending, pendingSamples, samples);
        pendingSamples += samples;
        packets(enc, ptimeMs < TICK_MS ? 2 : 1, open);
    }

    /** Whether a whole packet waits. */
    boolean holds() {
        AudioEncoder enc = encoder;
        return ptimeMs < TICK_MS && enc != null && pendingSamples >= full(enc);
    }

    /** Sends what waits. */
    void sayRest(boolean open) {
        AudioEncoder enc = encoder;
        if (enc != null) {
            packets(enc, 1, open);
        }
    }

    private int full(AudioEncoder enc) {
        return enc.sampleRate() / 100 * (ptimeMs / 10);
    }

    /** Makes packets as long as so many could be made. */
    private void packets(AudioEncoder enc, int least, boolean open) {
        int full = full(enc);
        int at = 0;
        while (pendingSamples - at >= least * full) {
            if (open) {
                packet(enc, at, full);
            } else {
                out.pause();
            }
            out.advance(ptimeMs * (clockRate / 1_000));
            at += full;
        }
        pendingSamples -= at;
        System.arraycopy(pending, at, pending, 0, pendingSamples);
    }

    private void packet(AudioEncoder enc, int at, int samples) {
        if (digit()) {
            emit(out.eventPacket(packet, eventPt));
            return;
        }
        SilenceSuppression detector = suppression;
        if (detector != null && !detector.speech(pending, at, samples)) {
            silence(detector);
            return;
        }
        int payload = enc.encode(pending, at, samples, packet, RtpPacket.FIXED_HEADER_LENGTH);
        if (payload > 0) {
            emit(out.audioHeader(packet, pt) + payload);
        } else {
            out.pause();
        }
    }

    private void silence(SilenceSuppression detector) {
        int payload = noisePt < 0 ? 0 : detector.describe(packet, RtpPacket.FIXED_HEADER_LENGTH);
        if (payload > 0) {
            emit(out.noiseHeader(packet, noisePt) + payload);
        }
        out.pause();
    }

    private boolean digit() {
        if (eventPt < 0 || !out.digits.active()) {
            return false;
        }
        int timestamp = eventClock == clockRate
                ? out.timestamp()
                : (int) (Integer.toUnsignedLong(out.timestamp()) * eventClock / clockRate);
        return out.digits.step(eventClock, timestamp, ptimeMs) == TelephoneEventSender.Step.EVENT;
    }

    /**
     * Passes a payload on as it is, under our own numbers.
     *
     * @param view the packet it came in, standing in {@code buf}
     * @return false when it belongs before what was already sent another way
     */
    boolean relay(RtpPacket view, byte[] buf) {
        if (view.payloadLength() > PACKET - 100
                || !out.relayHeader(packet, pt, view.marker(), view.sequence(), view.timestamp())) {
            return false;
        }
        System.arraycopy(buf, view.payloadOffset(), packet, RtpPacket.FIXED_HEADER_LENGTH, view.payloadLength());
        emit(RtpPacket.FIXED_HEADER_LENGTH + view.payloadLength());
        return true;
    }

    /** A packet of the stream that is passed on is no sound: its number is not missing. */
    void hold(int theirSeq) {
        out.notRelayed(theirSeq);
    }

    /** After the last payload passed on: the next sound follows it in time. */
    void endRelay() {
        out.endRelay(ptimeMs * (clockRate / 1_000));
        pendingSamples = 0;
    }

    private void emit(int length) {
        out.sent(length);
        send.accept(length);
    }

    void close() {
        AudioEncoder enc = encoder;
        if (enc != null) {
            enc.close();
            encoder = null;
        }
    }
}
