package io.tollgate.rtp.bench.impaired;

import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.bench.CallFile;
import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Leg;
import io.tollgate.rtp.bench.impaired.Listener.Heard;
import io.tollgate.rtp.bench.impaired.RtpDump.Packet;
import io.tollgate.rtp.packet.Demux;
import io.tollgate.rtp.packet.RtpPacket;
import io.tollgate.rtp.srtp.SrtpKeys;
import io.tollgate.rtp.srtp.SrtpReceiver;
import io.tollgate.rtp.srtp.SrtpSender;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Plays the streams of a folder into both sides of the calls of a file, one impairment for each call, and writes what each
 * side heard. Calls beyond the impairments play the clean stream from {@link #WARMUP_S} seconds before, so that a gateway
 * which compiles as it runs has done so. Arguments: call file, folder of {@link ImpairedStreams}, folder for the result,
 * seconds. Writes {@code NAME.a2b.wav}, {@code NAME.b2a.wav} and {@code heard.tsv}: name, direction, frames due, frames absent, frames late.
 */
public final class StreamPlayer {
    private static final int WARMUP_S = 30;
    private static final long WARMUP_NS = WARMUP_S * 1_000_000_000L;

    private StreamPlayer() {}

    /** One side of a call. */
    private static final class Side {
        final String name;
        final Leg leg;
        final List<Packet> stream;
        final long delayNs;
        final DatagramChannel channel;
        final Listener heard;
        private final @Nullable SrtpSender out;
        private final @Nullable SrtpReceiver in;
        private final byte[] packet = new byte[2_048];
        private final RtpPacket view = new RtpPacket();
        private int next;

        Side(String name, Leg leg, List<Packet> stream, long delayNs) throws IOException {
            this.delayNs = delayNs;
            this.name = name;
            this.leg = leg;
            this.stream = stream;
            SrtpKeys tx = leg.tx();
            SrtpKeys rx = leg.rx();
            out = tx == null ? null : new SrtpSender(tx);
            in = rx == null ? null : new SrtpReceiver(rx);
            heard = new Listener(leg.codec());
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(leg.local());
            channel.connect(leg.remote());
        }

        /** Sends what is due, and says when the next packet is: ns after the beginning. */
        long send(long nowNs) throws IOException {
            while (next < stream.size() && due() <= nowNs) {
                byte[] bytes = stream.get(next++).bytes();
                System.arraycopy(bytes, 0, packet, 0, bytes.length);
                int length = out == null ? bytes.length : out.protect(packet, 0, bytes.length);
                if (length > 0) {
                    channel.write(ByteBuffer.wrap(packet, 0, length));
                }
            }
            return due();
        }

        private long due() {
            return next < stream.size() ? delayNs + stream.get(next).atMs() * 1_000_000L : Long.MAX_VALUE;
        }

        void receive(byte[] buf, long nowNs) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(buf);
            for (int length = channel.read(into); length > 0; length = channel.read(into.clear())) {
                if (length > 1 && Demux.isRtcp(buf[1])) {
                    continue;
                }
                int plain = in == null ? length : in.unprotect(buf, 0, length);
                if (plain > 0 && view.wrap(buf, 0, plain) && view.payloadType() == leg.payloadType()) {
                    int from = view.payloadOffset();
                    heard.add(
                            nowNs - delayNs,
                            view.timestamp(),
                            Arrays.copyOfRange(buf, from, from + view.payloadLength()));
                }
            }
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Path streams = Path.of(args[1]);
        Path result = Files.createDirectories(Path.of(args[2]));
        int seconds = Integer.parseInt(args[3]);
        List<Side> sides = sides(CallFile.read(Path.of(args[0])), streams);
        play(sides, seconds);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(sides.size(), 2 * Impairment.ALL.size()); i++) {
            Side side = sides.get(i);
            String direction = i % 2 == 0 ? "b2a" : "a2b";
            Heard heard = side.heard.render(seconds);
            WavFile.write(result.resolve(side.name + "." + direction + ".wav"), 8_000, heard.pcm());
            lines.add(side.name + "\t" + direction + "\t" + heard.due() + "\t" + heard.absent() + "\t" + heard.late());
        }
        Files.write(result.resolve("heard.tsv"), lines);
    }

    private static List<Side> sides(CallFile file, Path streams) throws IOException {
        List<Side> sides = new ArrayList<>();
        for (int i = 0; i < file.calls().size(); i++) {
            Call call = file.calls().get(i);
            boolean warms = i >= Impairment.ALL.size();
            String name = Impairment.ALL.get(warms ? 0 : i).fileName();
            long delayNs = warms ? 0 : WARMUP_NS;
            sides.add(new Side(name, call.a(), RtpDump.read(streams.resolve(name + ".opus.rtpdump")), delayNs));
            sides.add(new Side(name, call.b(), RtpDump.read(streams.resolve(name + ".pcmu.rtpdump")), delayNs));
        }
        return sides;
    }

    private static void play(List<Side> sides, int seconds) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long end = start + WARMUP_NS + seconds * 1_000_000_000L;
        try (Selector selector = Selector.open()) {
            for (Side side : sides) {
                side.channel.register(selector, SelectionKey.OP_READ, side);
            }
            Thread receiver = Thread.ofPlatform().start(() -> receive(selector, start, end));
            for (long now = System.nanoTime(); now - end < 0; now = System.nanoTime()) {
                long next = end - start;
                for (Side side : sides) {
                    next = Math.min(next, side.send(now - start));
                }
                LockSupport.parkNanos(start + next - System.nanoTime());
            }
            receiver.join();
        }
        for (Side side : sides) {
            side.channel.close();
        }
    }

    private static void receive(Selector selector, long startNs, long endNs) {
        byte[] buf = new byte[2_048];
        try {
            while (System.nanoTime() - endNs < 0) {
                selector.select(
                        key -> {
                            try {
                                if (key.attachment() instanceof Side side) {
                                    side.receive(buf, System.nanoTime() - startNs);
                                }
                            } catch (IOException unreachable) {
                                // a gateway that is gone is heard as silence
                            }
                        },
                        100);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
