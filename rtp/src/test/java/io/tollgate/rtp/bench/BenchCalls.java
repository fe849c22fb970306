package io.tollgate.rtp.bench;

import io.tollgate.rtp.bench.CallFile.Call;
import io.tollgate.rtp.bench.CallFile.Codec;
import io.tollgate.rtp.bench.CallFile.Leg;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaCounter;
import io.tollgate.rtp.media.MediaEvents;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.OverlayParameters;
import io.tollgate.rtp.media.OverlayPort;
import io.tollgate.rtp.media.Side;
import io.tollgate.rtp.media.TrunkParameters;
import io.tollgate.rtp.media.TrunkPort;
import io.tollgate.rtp.sdp.AudioCodec;
import io.tollgate.rtp.srtp.SrtpKeys;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The calls of a file on a media plane, each with both legs told where their peers are, so that media flows at once. */
final class BenchCalls {
    private static final int PATIENCE_S = 20;
    /** Agreed on as with every carrier, so that nobody listens for tones in the sound. */
    private static final int EVENTS = 101;

    private final MediaPlane plane;
    private final List<MediaCall> calls = new ArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();

    BenchCalls(MediaPlane plane) {
        this.plane = plane;
    }

    /** Opens a call and returns when it takes media. */
    void open(Call call) throws IOException {
        Leg a = call.a();
        Leg b = call.b();
        SrtpKeys tx = a.tx();
        SrtpKeys rx = a.rx();
        if (tx == null || rx == null || b.tx() != null || b.codec() == Codec.OPUS) {
            throw new IOException("call " + call.id() + " is not SRTP on side A and G.711 in plain RTP on side B");
        }
        try {
            Waiting waiting = new Waiting();
            MediaCall media = plane.newCall(call.id(), waiting, worker(call));
            waiting.call.complete(media);
            OverlayPort overlay = media.openOverlay(new BenchGuard(call.id())).get(PATIENCE_S, TimeUnit.SECONDS);
            TrunkPort trunk = media.openTrunk(b.remote().getPort()).get(PATIENCE_S, TimeUnit.SECONDS);
            overlay.parameters(
                    new OverlayParameters(a.payloadType(), telephone(a.codec()), -1, -1, calls.size() + 1, 20));
            overlay.keys(rx, tx);
            overlay.bind(a.local());
            AudioCodec codec = b.codec() == Codec.PCMA ? AudioCodec.PCMA : AudioCodec.PCMU;
            trunk.parameters(new TrunkParameters(b.local(), null, codec, b.payloadType(), EVENTS, 20, true, true));
            calls.add(media);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("call " + call.id() + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The worker whose shared port the file names. */
    private int worker(Call call) throws IOException {
        List<InetSocketAddress> ports = plane.overlayAddresses();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).getPort() == call.a().remote().getPort()) {
                return i;
            }
        }
        throw new IOException("call " + call.id() + " wants its overlay side on port "
                + call.a().remote().getPort() + ", the workers share " + ports);
    }

    private static @Nullable AudioCodec telephone(Codec codec) {
        return switch (codec) {
            case OPUS -> null;
            case PCMU -> AudioCodec.PCMU;
            case PCMA -> AudioCodec.PCMA;
        };
    }

    int size() {
        return calls.size();
    }

    /** Sides that the media plane gave up. */
    int lost() {
        return lost.get();
    }

    /** Datagrams that came in. */
    long packetsIn() {
        return plane.counters().value(MediaCounter.OVERLAY_PACKETS_IN)
                + plane.counters().value(MediaCounter.TRUNK_PACKETS_IN);
    }

    /** The pipeline of the first call in words. */
    String pipeline() {
        return calls.isEmpty() ? "none" : stats(calls.getFirst()).pipeline();
    }

    /** Both sides' figures of every call, under the names that the media plane gives them. */
    List<Map<String, Object>> figures() {
        List<Map<String, Object>> result = new ArrayList<>();
        for (MediaCall call : calls) {
            MediaStats stats = stats(call);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", call.callId());
            json.put("overlay", components(stats.overlay()));
            json.put("trunk", components(stats.trunk()));
            result.add(json);
        }
        return result;
    }

    private static MediaStats stats(MediaCall call) {
        return call.stats().orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }

    private static Map<String, Object> components(Record figures) {
        Map<String, Object> json = new LinkedHashMap<>();
        for (RecordComponent component : figures.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(figures);
                json.put(
                        component.getName(),
                        switch (value) {
                            case Number number -> number;
                            case Record inner -> components(inner);
                            case null, default -> String.valueOf(value);
                        });
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return json;
    }

    /** Connects a call at its first packet: load generators bind their ports seconds before they begin. */
    private final class Waiting implements MediaEvents {
        private final CompletableFuture<MediaCall> call = new CompletableFuture<>();

        @Override
        public void onConnected(Side side) {
            call.join().connect();
        }

        @Override
        public void onDtmf(Side from, char digit, int durationMs) {}

        @Override
        public void onSilent(Side side, long silentMs) {}

        @Override
        public void onTransportLost(Side side, String why) {
            lost.incrementAndGet();
        }
    }
}
