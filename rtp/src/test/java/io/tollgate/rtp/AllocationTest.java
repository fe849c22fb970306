package io.tollgate.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tollgate.rtp.codec.AudioCodecs;
import io.tollgate.rtp.codec.AudioDecoder;
import io.tollgate.rtp.codec.AudioEncoder;
import io.tollgate.rtp.codec.G711;
import io.tollgate.rtp.codec.OpusDecoder;
import io.tollgate.rtp.codec.OpusEncoder;
import io.tollgate.rtp.codec.OpusLibrary;
import io.tollgate.rtp.codec.OpusPacket;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.quality.CodecImpairment;
import io.tollgate.rtp.quality.OneWayWatch;
import io.tollgate.rtp.quality.StreamQuality;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpProfile;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The packet path allocates nothing once it is compiled. A run is a window of many packets; the quietest window counts,
 * because the compiler may still be at work in the others, while a path that allocates does so in all of them.
 */
class AllocationTest {
    /** How long the compiler may take on a machine that is busy with other things. */
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);

    /** Measured 134,000 on JDK 25 for a packet of six frames, encoded and decoded. */
    private static final int G729_BYTES = 150_000;

    /** Measured 215,000 on JDK 25 for a packet of two frames, encoded and decoded. */
    private static final int ILBC_BYTES = 240_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Takes what a packet yields, so that nothing is optimised away. */
    private volatile int sink;

    private double bytesPerPacket(int packetsPerWindow, IntUnaryOperator packet) {
        return bytesPerPacket(packetsPerWindow, 0, packet);
    }

    /** Bytes allocated for each packet in the quietest window, looked for until it is as quiet as {@code enough}. */
    private double bytesPerPacket(int packetsPerWindow, int enough, IntUnaryOperator packet) {
        long start = System.nanoTime();
        double least = Double.MAX_VALUE;
        int number = 0;
        while (least > enough && System.nanoTime() - start < PATIENCE_NS) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            int yielded = sink;
            for (int i = 0; i < packetsPerWindow; i++) {
                yielded += packet.applyAsInt(number++);
            }
            sink = yielded;
            least = Math.min(least, (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / packetsPerWindow);
        }
        return least;
    }

    @Test
    void theMeasureSeesASingleArray() {
        byte[][] keep = new byte[1][];
        assertThat(bytesPerPacket(100, 100, i -> {
                    keep[0] = new byte[40];
                    return keep[0].length;
                }))
                .isGreaterThanOrEqualTo(40);
    }

    @Test
    void rtpHeadersCostNothing() {
        byte[] buffer = new byte[200];
        RtpPacket packet = new RtpPacket();
        assertThat(bytesPerPacket(5_000, i -> {
                    RtpPacket.writeHeader(buffer, 0, i % 50 == 0, 111, i, i * 960, 7);
                    boolean valid = Demux.of(buffer[0]) == Demux.Kind.RTP_OR_RTCP && packet.wrap(buffer, 0, 172);
                    return valid ? packet.payloadLength() + packet.sequence() : -1;
                }))
                .isZero();
    }

    @Test
    void g711CostsNothing() {
        short[] pcm = Signals.speech(8_000, 20, 3_400);
        byte[] bytes = new byte[160];
        assertThat(bytesPerPacket(2_000, i -> {
                    G711.encodeUlaw(pcm, 0, 160, bytes, 0);
                    G711.decodeUlaw(bytes, 0, 160, pcm, 0);
                    G711.encodeAlaw(pcm, 0, 160, bytes, 0);
                    G711.decodeAlaw(bytes, 0, 160, pcm, 0);
                    return pcm[i % 160];
                }))
                .isZero();
    }

    static Stream<AudioCodec> codecs() {
        return AudioCodecs.available().stream().filter(codec -> codec != AudioCodec.G729 && codec != AudioCodec.ILBC);
    }

    @ParameterizedTest
    @MethodSource("codecs")
    void theCodecsOfTrunksCostNothing(AudioCodec codec) {
        assertThat(codecBytesPerPacket(codec, 0)).isZero();
    }

    /** Libraries make their arrays anew in each call. */
    @ParameterizedTest
    @CsvSource({"G729, " + G729_BYTES, "ILBC, " + ILBC_BYTES})
    void someCodecsCostWhatTheirLibrariesCost(AudioCodec codec, int bytes) {
        Assumptions.assumeTrue(AudioCodecs.available().contains(codec), "the library was left out");
        assertThat(codecBytesPerPacket(codec, bytes)).isLessThanOrEqualTo(bytes);
    }

    private double codecBytesPerPacket(AudioCodec codec, int enough) {
        int frame = codec.sampleRate() / 1_000 * 60;
        short[] spoken = Signals.speech(codec.sampleRate(), 1_200, 3_400);
        short[] heard = new short[frame];
        byte[] packet = new byte[frame * 2];
        try (AudioEncoder encoder = AudioCodecs.encoder(codec, 60);
                AudioDecoder decoder = AudioCodecs.decoder(codec, 60)) {
            return bytesPerPacket(100, enough, i -> {
                int length = encoder.encode(spoken, i % 20 * frame, frame, packet, 0);
                if (i % 10 == 5) {
                    decoder.conceal(heard, 0, frame);
                    return heard[0];
                }
                return decoder.decode(packet, 0, length, heard, 0, frame);
            });
        }
    }

    private double srtpBytesPerPacket(SrtpProfile profile, int enough) {
        SrtpKeys keys = new SrtpKeys(profile, new byte[profile.keyLength()], new byte[profile.saltLength()]);
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        byte[] buffer = new byte[300];
        return bytesPerPacket(2_000, enough, i -> {
            RtpPacket.writeHeader(buffer, 0, false, 0, i, i * 160, 7);
            int length = receiver.unprotect(buffer, 0, sender.protect(buffer, 0, 172));
            if (length != 172) {
                throw new IllegalStateException("packet " + i + " came back as " + length);
            }
            return buffer[20];
        });
    }

    @ParameterizedTest
    @EnumSource
    void srtpCostsNothing(SrtpProfile profile) {
        assertThat(srtpBytesPerPacket(profile, 0)).isZero();
    }

    @Test
    void opusCostsNothing() {
        OpusLibrary library = OpusLibrary.load();
        Assumptions.assumeTrue(library.kind() != OpusLibrary.Kind.JAVA, "Concentus makes garbage");
        short[] spoken = Signals.speech(8_000, 1_000, 3_400);
        short[] heard = new short[160];
        byte[] packet = new byte[1275];
        try (OpusEncoder encoder = library.newEncoder(8_000, new OpusSettings(24_000, 0, true, 10, false));
                OpusDecoder decoder = library.newDecoder(8_000)) {
            assertThat(bytesPerPacket(300, i -> {
                        int length = encoder.encode(spoken, i % 50 * 160, 160, packet, 0, packet.length);
                        if (i % 10 == 0 && OpusPacket.hasFec(packet, 0, length)) {
                            decoder.decodeFec(packet, 0, length, heard, 0, 160);
                        } else if (i % 10 == 5) {
                            decoder.conceal(heard, 0, 160);
                        }
                        return decoder.decode(
                                packet, 0, length, heard, 0, OpusPacket.samples(packet, 0, length, 8_000));
                    }))
                    .isZero();
        }
    }

    @Test
    void measuringASecondOfCallAllocatesNothing() {
        StreamQuality quality = new StreamQuality(CodecImpairment.G711, 20);
        OneWayWatch watch = new OneWayWatch(OneWayWatch.DEFAULT_MS);
        short[] pcm = Signals.sine(440, 8_000, 8_000, 160);
        assertThat(bytesPerPacket(20_000, number -> {
                    if (number % 17 == 0) {
                        quality.lost();
                        quality.concealed(20);
                    } else {
                        quality.played(number & 127);
                    }
                    quality.sound(pcm, 0, 160, 8_000);
                    watch.tick(quality.level().sounding(), number % 3 == 0, 20);
                    if (number % 50 == 0) {
                        quality.everySecond();
                    }
                    return (int) quality.level().levelDbov();
                }))
                .isZero();
    }
}
