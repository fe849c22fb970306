package io.tollgate.carrier.media.io;

import io.tollgate.carrier.audio.DigitMerge;
import io.tollgate.carrier.audio.G711;
import io.tollgate.carrier.audio.HeardTape;
import io.tollgate.carrier.audio.InBandDigits;
import io.tollgate.carrier.audio.Player;
import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.TelephoneEvents;
import io.tollgate.carrier.rtp.Reception;
import io.tollgate.carrier.rtp.RtpView;
import io.tollgate.carrier.rtp.Sdp;
import io.tollgate.carrier.rtp.SenderReport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One call's sockets and audio. Everything but the counters and the local address belongs to the media thread. */
public final class MediaSession {
    private static final int FRAME_SAMPLES = 160;
    private static final long FRAME_NS = 20_000_000L;
    private static final long REPORT_NS = 5_000_000_000L;
    private static final long HEARD_EVERY_NS = 1_000_000_000L;
    private static final long STRANGER_AFTER_NS = 2_000_000_000L;
    private static final int MAX_CATCH_UP_FRAMES = 25;
    private static final System.Logger LOG = System.getLogger(MediaSession.class.getName());

    /** Random beginnings of an RTP stream (RFC 3550 section 5.1). */
    record Seed(int ssrc, int sequence, int timestamp) {}

    private final String callId;
    private final DatagramChannel rtp;
    private final DatagramChannel rtcp;
    private final InetSocketAddress local;
    private final Consumer<MediaEvent> events;

    private final HeardTape tape = new HeardTape();
    private final TelephoneEvents telephoneEvents = new TelephoneEvents();
    private final InBandDigits tones = new InBandDigits();
    private final DigitMerge merge = new DigitMerge();
    private final Reception reception = new Reception();
    private final SenderReport reports = new SenderReport();
    private final RtpView view = new RtpView();
    private final short[] heard = new short[2048];
    private final short[] frame = new short[FRAME_SAMPLES];
    private final byte[] packet = new byte[RtpView.HEADER_BYTES + FRAME_SAMPLES];
    private final ByteBuffer packetBuffer = ByteBuffer.wrap(packet);
    private final int ssrc;

    private @Nullable WavTape heardWav;
    private @Nullable WavTape sentWav;
    private Sdp.@Nullable Audio agreed;
    private @Nullable SocketAddress latched;
    private @Nullable Player player;
    private boolean readsTones;
    private boolean markNext = true;
    private int sequence;
    private int timestamp;
    private long nextFrameNs;
    private long nextReportNs;
    private long lastHeardNs;
    private long lastToldNs;
    private long sentSamples;

    private final AtomicLong packetsSent = new AtomicLong();
    private final AtomicLong packetsReceived = new AtomicLong();
    private final AtomicLong packetsLost = new AtomicLong();
    private boolean closed;

    MediaSession(
            String callId,
            DatagramChannel rtp,
            DatagramChannel rtcp,
            InetSocketAddress local,
            Seed seed,
            Consumer<MediaEvent> events) {
        this.callId = callId;
        this.rtp = rtp;
        this.rtcp = rtcp;
        this.local = local;
        this.ssrc = seed.ssrc();
        this.sequence = seed.sequence();
        this.timestamp = seed.timestamp();
        this.events = events;
    }

    /** Where we receive RTP; RTCP is one port above. */
    public InetSocketAddress local() {
        return local;
    }

    /** RTP packets sent. */
    public long packetsSent() {
        return packetsSent.get();
    }

    /** RTP packets received. */
    public long packetsReceived() {
        return packetsReceived.get();
    }

    /** RTP packets that the sequence numbers say are missing. */
    public long packetsLost() {
        return packetsLost.get();
    }

    void record(Path heardPath, Path sentPath) {
        try {
            heardWav = WavTape.create(heardPath);
            sentWav = WavTape.create(sentPath);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "call {0} is not recorded: {1}", callId, e);
        }
    }

    void agree(Sdp.Audio audio) {
        if (agreed == null || !agreed.rtp().equals(audio.rtp())) {
            latched = null;
        }
        agreed = audio;
    }

    void play(Program program, long nowNs) {
        if (player == null) {
            nextFrameNs = nowNs;
            nextReportNs = nowNs + REPORT_NS;
        }
        player = Player.of(program, tape);
        readsTones = program instanceof Program.ReadDigits;
        markNext = true;
    }

    /** When this session wants to send next, on the clock of System.nanoTime. */
    long dueNs(long nowNs) {
        return agreed == null || player == null ? nowNs + FRAME_NS : nextFrameNs;
    }

    /** Sends what is due. After a stall the missed frames follow at once, up to half a second; the rest is skipped. */
    void tick(long nowNs) {
        Sdp.Audio audio = agreed;
        Player playing = player;
        if (closed || audio == null || playing == null) {
            return;
        }
        long behind = (nowNs - nextFrameNs) / FRAME_NS - MAX_CATCH_UP_FRAMES;
        if (behind > 0) {
            nextFrameNs += behind * FRAME_NS;
            timestamp += (int) behind * FRAME_SAMPLES;
            markNext = true;
        }
        while (nextFrameNs - nowNs <= 0) {
            sendFrame(audio, playing, nowNs);
            nextFrameNs += FRAME_NS;
        }
        if (nextReportNs - nowNs <= 0) {
            nextReportNs += REPORT_NS;
            sendReport(audio, nowNs);
        }
    }

    private void sendFrame(Sdp.Audio audio, Player playing, long nowNs) {
        playing.next(frame, nowNs / 1_000_000);
        if (audio.send()) {
            G711 codec = audio.codec();
            RtpView.writeHeader(packet, markNext, codec.payloadType(), sequence, timestamp, ssrc);
            for (int i = 0; i < FRAME_SAMPLES; i++) {
                packet[RtpView.HEADER_BYTES + i] = codec.encode(frame[i]);
            }
            SocketAddress to = latched == null ? audio.rtp() : latched;
            if (send(rtp, packetBuffer.clear(), to)) {
                packetsSent.incrementAndGet();
            }
            sequence = (sequence + 1) & 0xFFFF;
            markNext = false;
        }
        timestamp += FRAME_SAMPLES;
        sentWav = write(sentWav, sentSamples, frame, FRAME_SAMPLES);
        sentSamples += FRAME_SAMPLES;
    }

    private void sendReport(Sdp.Audio audio, long nowNs) {
        byte[] out = new byte[256];
        int length = reports.write(
                out,
                ssrc,
                timestamp,
                packetsSent.get(),
                packetsSent.get() * FRAME_SAMPLES,
                reception,
                Instant.now(),
                nowNs);
        InetSocketAddress to = new InetSocketAddress(
                audio.rtp().getAddress(), Math.min(65_535, audio.rtp().getPort() + 1));
        send(rtcp, ByteBuffer.wrap(out, 0, length), to);
    }

    private static boolean send(DatagramChannel channel, ByteBuffer data, SocketAddress to) {
        try {
            return channel.send(data, to) > 0;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a datagram could not be sent", e);
            return false;
        }
    }

    void onRtp(byte[] buf, int len, SocketAddress from, long nowNs) {
        Sdp.Audio audio = agreed;
        if (closed || audio == null || !view.wrap(buf, 0, len) || !isPeer(from, nowNs)) {
            return;
        }
        packetsReceived.incrementAndGet();
        reception.onPacket(view.ssrc(), view.sequence(), view.timestamp(), (int) (nowNs / 125_000));
        packetsLost.set(reception.lost());
        lastHeardNs = nowNs;
        if (nowNs - lastToldNs >= HEARD_EVERY_NS || packetsReceived.get() == 1) {
            lastToldNs = nowNs;
            events.accept(new MediaEvent.Heard(callId));
        }
        if (view.payloadType() == audio.telephoneEventPt()) {
            onTelephoneEvent(buf, nowNs);
        } else {
            onAudio(buf, nowNs);
        }
    }

    /** Symmetric RTP: the first sender is the peer, until it has been silent for two seconds. */
    private boolean isPeer(SocketAddress from, long nowNs) {
        if (latched == null || nowNs - lastHeardNs > STRANGER_AFTER_NS) {
            latched = from;
        }
        return from.equals(latched);
    }

    private void onTelephoneEvent(byte[] buf, long nowNs) {
        char digit = telephoneEvents.onPacket(
                view.ssrc(), view.timestamp(), buf, view.payloadOffset(), view.payloadLength());
        if (digit != TelephoneEvents.NONE && merge.event(digit, nowNs / 1_000_000)) {
            onDigit(digit, MediaEvent.Source.TELEPHONE_EVENT, nowNs);
        }
    }

    private void onAudio(byte[] buf, long nowNs) {
        G711 codec = null;
        for (G711 candidate : G711.values()) {
            codec = candidate.payloadType() == view.payloadType() ? candidate : codec;
        }
        int count = view.payloadLength();
        if (codec == null || count == 0 || count > heard.length) {
            return;
        }
        for (int i = 0; i < count; i++) {
            heard[i] = codec.decode(buf[view.payloadOffset() + i]);
        }
        long before = tape.end();
        long position = tape.lay(view.ssrc(), view.timestamp(), heard, count);
        if (position < 0) {
            return;
        }
        heardWav = write(heardWav, position, heard, count);
        char digit = readsTones && position >= before ? tones.hear(heard, count) : TelephoneEvents.NONE;
        if (digit != TelephoneEvents.NONE && merge.tone(digit, nowNs / 1_000_000)) {
            onDigit(digit, MediaEvent.Source.TONE, nowNs);
        }
    }

    private void onDigit(char digit, MediaEvent.Source source, long nowNs) {
        events.accept(new MediaEvent.Digit(callId, digit, source));
        if (player != null) {
            player.digit(digit, nowNs / 1_000_000);
        }
    }

    void onRtcp(byte[] buf, int len, long nowNs) {
        reports.onRtcp(buf, 0, len, nowNs);
    }

    /** Writes, or gives the recording up with one line in the log when the disk refuses. */
    private @Nullable WavTape write(@Nullable WavTape wav, long position, short[] pcm, int count) {
        if (wav == null) {
            return null;
        }
        try {
            wav.write(position, pcm, count);
            return wav;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "recording of call " + callId + " ends here", e);
            closeQuietly(wav);
            return null;
        }
    }

    DatagramChannel rtpChannel() {
        return rtp;
    }

    DatagramChannel rtcpChannel() {
        return rtcp;
    }

    void close() {
        closed = true;
        closeQuietly(rtp);
        closeQuietly(rtcp);
        closeQuietly(heardWav);
        closeQuietly(sentWav);
        heardWav = null;
        sentWav = null;
    }

    private static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            LOG.log(System.Logger.Level.DEBUG, "closing", e);
        }
    }
}
