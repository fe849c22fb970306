package io.tollgate.rtp.quality;

/**
 * Everything that is measured of one received stream. Belongs to the media worker of the call; allocates nothing but the
 * {@link StreamFigures} it is asked for.
 */
public final class StreamQuality {
    private static final int RECENT_SECONDS = 10;

    private final BurstGap packets = new BurstGap();
    private final LevelTracker level = new LevelTracker();
    private final DelayHistogram bufferDelays = new DelayHistogram();
    private final long[] expectedBefore = new long[RECENT_SECONDS];
    private final long[] badBefore = new long[RECENT_SECONDS];
    private CodecImpairment codec;
    private int packetMs;
    private int second;
    private long soundMs;
    private long passedMs;
    private long overheardMs;
    private long concealedMs;

    /**
     * Nothing has come yet.
     *
     * @param packetMs length of the sound in a packet, positive
     */
    public StreamQuality(CodecImpairment codec, int packetMs) {
        this.codec = codec;
        this.packetMs = packetMs;
    }

    /** The stream goes on in another codec or with longer or shorter packets; what was counted stays. */
    public void codec(CodecImpairment other, int ms) {
        codec = other;
        packetMs = ms;
    }

    /**
     * A packet was played.
     *
     * @param bufferMs how long it has waited in the jitter buffer
     */
    public void played(int bufferMs) {
        packets.good();
        bufferDelays.add(bufferMs);
    }

    /** It was a packet's turn and it had not come. */
    public void lost() {
        packets.lost();
    }

    /** It was a packet's turn, and it had come but was thrown away. */
    public void discarded() {
        packets.discarded();
    }

    /** A packet came when its turn was over, and was counted as lost then. */
    public void cameLate() {
        packets.lostCameLate();
    }

    /** So much of the sound was made up, in ms. Included in what {@link #sound} is told. */
    public void concealed(int ms) {
        concealedMs += ms;
    }

    /** What went on to the other side; see {@link LevelTracker#frame}. */
    public void sound(short[] pcm, int off, int samples, int sampleRate) {
        level.frame(pcm, off, samples, sampleRate);
        soundMs += samples * 1_000L / sampleRate;
    }

    /** A packet went on undecoded, after {@link #played}. */
    public void passed() {
        passedMs += packetMs;
    }

    /** The sound of a packet that {@link #passed}, decoded to be measured and not to be heard. */
    public void overheard(short[] pcm, int samples, int sampleRate) {
        level.frame(pcm, 0, samples, sampleRate);
        overheardMs += samples * 1_000L / sampleRate;
    }

    /** Share of the sound whose loudness was measured, 0 to 100: all that was decoded, and of the rest a sample. */
    private double measuredPct() {
        long all = soundMs + passedMs;
        return all == 0 ? 0 : Math.min(100, 100.0 * (soundMs + overheardMs) / all);
    }

    /** A second is over. */
    public void everySecond() {
        expectedBefore[second] = packets.expected();
        badBefore[second] = packets.lostPackets() + packets.discardedPackets();
        second = (second + 1) % RECENT_SECONDS;
    }

    /** The counts of packets. */
    public BurstGap packets() {
        return packets;
    }

    /** The levels. */
    public LevelTracker level() {
        return level;
    }

    /**
     * What is known now.
     *
     * @param oneWayDelayMs from mouth to ear; see {@link #mouthToEarMs}
     */
    public StreamFigures figures(double oneWayDelayMs) {
        long expected = packets.expected();
        if (expected == 0) {
            return StreamFigures.NONE;
        }
        long bad = packets.lostPackets() + packets.discardedPackets();
        double afterPct = 100.0 * bad / expected;
        EModel.Rating rating = EModel.rate(codec, afterPct, packets.burstRatio(), oneWayDelayMs);
        long recentExpected = expected - expectedBefore[second];
        double recentPct = recentExpected == 0 ? 0 : 100.0 * (bad - badBefore[second]) / recentExpected;
        EModel.Rating recent = EModel.rate(codec, recentPct, packets.burstRatio(), oneWayDelayMs);
        return new StreamFigures(
                Math.clamp(rating.r(), 0, 100),
                rating.mosLq(),
                rating.mosCq(),
                recent.mosCq(),
                recentPct,
                expected,
                packets.discardedPackets(),
                packets.lossPct(),
                afterPct,
                soundMs == 0 ? 0 : Math.min(100, 100.0 * concealedMs / soundMs),
                packets.bursts(),
                packets.burstDensityPct(),
                packets.burstPackets() * packetMs,
                packets.gapDensityPct(),
                packets.meanGapPackets() * packetMs,
                oneWayDelayMs,
                bufferDelays.quantileMs(0.95),
                level.speechDbov(),
                level.noiseDbov(),
                level.peakDbov(),
                level.clippedPct(),
                level.soundlessMs(),
                measuredPct());
    }

    /**
     * An estimate of the delay from a mouth on one side to an ear on the other.
     *
     * @param rttMs round trip on the side that speaks; negative while unknown, which counts as none
     * @param otherRttMs round trip on the side that hears, likewise
     * @param bufferMs delay of our jitter buffer
     * @param packetMs length of a packet, which is gathered before it is sent, once on each side
     * @param otherPacketMs length of a packet on the side that hears
     * @param farBufferMs what the jitter buffer and the sound card of the listener are taken for
     */
    public static double mouthToEarMs(
            double rttMs, double otherRttMs, int bufferMs, int packetMs, int otherPacketMs, int farBufferMs) {
        return Math.max(0, rttMs) / 2 + Math.max(0, otherRttMs) / 2 + bufferMs + packetMs + otherPacketMs + farBufferMs;
    }
}
