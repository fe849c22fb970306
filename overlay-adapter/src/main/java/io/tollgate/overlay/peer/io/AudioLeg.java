package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.overlay.peer.ReceptionLog;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import io.tollgate.rtp.dtmf.TelephoneEventSender;
import io.tollgate.rtp.jitter.JitterBuffer;
import io.tollgate.rtp.jitter.JitterSettings;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.sdp.NegotiatedWebRtc;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** RTP both ways once the keys are there. Mutable; made, used and closed by the media thread. */
final class AudioLeg implements AutoCloseable {
    static final int FRAME_MS = 20;
    static final int FRAME = FileSound.RATE / 1000 * FRAME_MS;
    static final long FRAME_NS = FRAME_MS * 1_000_000L;
    /** The longest sound in one Opus packet, 120 ms. */
    private static final int MAX_FRAME = 6 * FRAME;

    private static final int MAX_PAYLOAD = 1276;
    /** A frame whose loudest sample is below this (-42 dBFS) may be left out or doubled unheard. */
    private static final int QUIET = 256;

    /** Sends one datagram along the selected path. */
    interface Wire {
        void send(byte[] buf, int off, int len);
    }

    private final NegotiatedWebRtc media;
    private final SrtpSender sender;
    private final SrtpReceiver receiver;
    private final OpusEncoder encoder;
    private final OpusDecoder decoder;
    private final JitterBuffer jitter = new JitterBuffer(JitterSettings.TELEPHONE, FileSound.RATE);
    private final ReceptionLog log = new ReceptionLog(FileSound.RATE);
    private final TelephoneEventSender keysOut = new TelephoneEventSender();
    private final TelephoneEventReceiver keysIn;
    private final RtpPacket packet = new RtpPacket();
    private final byte[] out = new byte[RtpPacket.FIXED_HEADER_LENGTH + MAX_PAYLOAD + SrtpProfile.MAX_OVERHEAD];
    private final short[] decoded = new short[2 * MAX_FRAME];
    private int decodedCount;
    private boolean quiet = true;
    private boolean firstSent;
    private final int ssrc;
    private int sequence;
    private int timestamp;
    private long refused;

    AudioLeg(
            NegotiatedWebRtc media,
            int ssrc,
            SrtpKeys send,
            SrtpKeys receive,
            OpusLibrary opus,
            PeerMediaEvents events,
            RandomGenerator random) {
        this.media = media;
        this.ssrc = ssrc;
        this.sender = new SrtpSender(send);
        this.receiver = new SrtpReceiver(receive);
        this.encoder = opus.newEncoder(FileSound.RATE, OpusSettings.TELEPHONE);
        this.decoder = opus.newDecoder(FileSound.RATE);
        this.sequence = random.nextInt(0x8000);
        this.timestamp = random.nextInt();
        this.keysIn = new TelephoneEventReceiver(new TelephoneEventReceiver.Listener() {
            @Override
            public void began(char digit) {
                events.onDigit(digit);
            }

            @Override
            public void ended(char digit, int durationMs) {}
        });
    }

    boolean canSendKeys() {
        return media.te48kPt() >= 0 || media.te8kPt() >= 0;
    }

    void sendKeys(String digits) {
        keysOut.enqueue(digits);
    }

    /** True while keys take the place of the voice: the file should wait. */
    boolean sendingKeys() {
        return keysOut.active();
    }

    /** One packet time: {@code pcm} holds {@link #FRAME} samples of our voice. */
    void send(short[] pcm, Wire wire) {
        boolean fast = media.te48kPt() >= 0;
        int rate = fast ? FileSound.RATE : 8_000;
        int keysTimestamp = fast ? timestamp : Integer.divideUnsigned(timestamp, FileSound.RATE / 8_000);
        boolean keys = canSendKeys() && keysOut.step(rate, keysTimestamp, FRAME_MS) == TelephoneEventSender.Step.EVENT;
        int header = RtpPacket.FIXED_HEADER_LENGTH;
        int payload;
        if (keys) {
            int pt = fast ? media.te48kPt() : media.te8kPt();
            RtpPacket.writeHeader(out, 0, keysOut.marker(), pt, sequence, keysOut.timestamp(), ssrc);
            payload = keysOut.payload().length;
            System.arraycopy(keysOut.payload(), 0, out, header, payload);
        } else {
            RtpPacket.writeHeader(out, 0, !firstSent, media.opusPt(), sequence, timestamp, ssrc);
            payload = encoder.encode(pcm, 0, FRAME, out, header, MAX_PAYLOAD);
            firstSent = true;
        }
        int length = sender.protect(out, 0, header + payload);
        if (length > 0) {
            wire.send(out, 0, length);
        }
        sequence = sequence + 1 & 0xFFFF;
        timestamp += FRAME;
    }

    /** Takes one SRTP packet; it is decrypted in place. */
    void receive(byte[] buf, int len, long nowNs) {
        int plain = receiver.unprotect(buf, 0, len);
        if (plain < 0 || !packet.wrap(buf, 0, plain)) {
            refused++;
            return;
        }
        int pt = packet.payloadType();
        if (pt == media.opusPt()) {
            int samples = OpusPacket.samples(buf, packet.payloadOffset(), packet.payloadLength(), FileSound.RATE);
            if (samples <= 0) {
                refused++;
                return;
            }
            log.received(packet.ssrc(), packet.sequence(), packet.timestamp(), nowNs);
            jitter.put(
                    packet.sequence(),
                    packet.timestamp(),
                    packet.ssrc(),
                    pt,
                    buf,
                    packet.payloadOffset(),
                    packet.payloadLength(),
                    samples,
                    nowNs);
        } else if (pt == media.te48kPt() || pt == media.te8kPt()) {
            int rate = pt == media.te48kPt() ? FileSound.RATE : 8_000;
            log.received(packet.ssrc(), packet.sequence(), packet.timestamp(), nowNs);
            jitter.skip(packet.sequence(), packet.ssrc(), nowNs);
            keysIn.packet(
                    packet.ssrc(),
                    packet.timestamp(),
                    rate,
                    buf,
                    packet.payloadOffset(),
                    packet.payloadLength(),
                    nowNs);
        }
    }

    /** The next {@link #FRAME} samples of what the other side says, into {@code pcm}. */
    void play(short[] pcm, long nowNs) {
        keysIn.tick(nowNs);
        while (decodedCount < FRAME) {
            decodedCount += decodeOne(nowNs);
        }
        System.arraycopy(decoded, 0, pcm, 0, FRAME);
        decodedCount -= FRAME;
        System.arraycopy(decoded, FRAME, decoded, 0, decodedCount);
        quiet = true;
        for (int i = 0; i < FRAME && quiet; i++) {
            quiet = Math.abs(pcm[i]) < QUIET;
        }
    }

    private int decodeOne(long nowNs) {
        return switch (jitter.take(quiet, nowNs)) {
            case FRAME -> {
                int count =
                        decoder.decode(jitter.payload(), 0, jitter.payloadLength(), decoded, decodedCount, MAX_FRAME);
                yield count > 0 ? count : conceal(jitter.samples());
            }
            case MISSING -> {
                int samples = bounded(jitter.samples());
                int count = jitter.hasNext()
                        ? decoder.decodeFec(jitter.payload(), 0, jitter.payloadLength(), decoded, decodedCount, samples)
                        : 0;
                yield count > 0 ? count : conceal(samples);
            }
            case SILENCE -> {
                Arrays.fill(decoded, decodedCount, decodedCount + FRAME, (short) 0);
                yield FRAME;
            }
        };
    }

    private int conceal(int samples) {
        return decoder.conceal(decoded, decodedCount, bounded(samples));
    }

    /** A length that Opus can conceal: whole steps of 2.5 ms, at most 120 ms. */
    private static int bounded(int samples) {
        int step = FileSound.RATE / 400;
        return Math.clamp(samples - samples % step, step, MAX_FRAME);
    }

    /** Packets that were not authentic, not RTP or not Opus. */
    long refused() {
        return refused;
    }

    MediaSummary summary() {
        return new MediaSummary("opus/48000", log.packets(), log.lost(), log.jitterMs());
    }

    @Override
    public void close() {
        encoder.close();
        decoder.close();
    }
}
