package io.tollgate.rtp.media;

import io.tollgate.rtp.dtmf.TelephoneEventReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call's media, for the threads that control it. Every method hands its work to the call's worker and returns; commands
 * take effect in the order given. After {@link #close} commands do nothing and futures fail.
 */
public final class MediaCall {
    private final MediaWorker worker;
    private final LiveCall live;

    MediaCall(MediaWorker worker, LiveCall live) {
        this.worker = worker;
        this.live = live;
    }

    /** The id given when the call was made. */
    public String callId() {
        return live.callId;
    }

    /** Opens the encrypted side: its STUN checks are recognised from now on. At most once. */
    public CompletableFuture<OverlayPort> openOverlay(TransportGuard guard) {
        CompletableFuture<OverlayPort> result = new CompletableFuture<>();
        ask(result, () -> {
            if (live.overlay() != null) {
                throw new IllegalStateException("the overlay side is open already");
            }
            worker.shared().listen(guard.localUfrag(), live);
            live.overlay(new OverlayLeg(
                    worker.shared(),
                    guard,
                    worker.opus(),
                    worker.config().opus(),
                    worker.effort(),
                    live.sampleRate(),
                    output(),
                    cname(),
                    new TelephoneEventReceiver(live.digitsFrom(Side.OVERLAY)),
                    live::connected,
                    live.packetsFrom(Side.OVERLAY),
                    worker.nowNs()));
            result.complete(new OverlayPort(this, worker.sharedAddress()));
        });
        return result;
    }

    /** Opens the telephone side: binds a pair of ports. At most once. The future fails when no port is free. */
    public CompletableFuture<TrunkPort> openTrunk() {
        return openTrunk(0);
    }

    /**
     * As {@link #openTrunk()} on a port that is already known to the other side.
     *
     * @param port the RTP port, even; the one after it is for RTCP. 0 takes one of the configured range
     */
    public CompletableFuture<TrunkPort> openTrunk(int port) {
        CompletableFuture<TrunkPort> result = new CompletableFuture<>();
        ask(result, () -> {
            if (live.trunk() != null) {
                throw new IllegalStateException("the trunk side is open already");
            }
            TrunkSockets sockets;
            try {
                sockets = worker.openTrunk(live, port);
            } catch (IOException e) {
                result.completeExceptionally(e);
                return;
            }
            live.trunk(new TrunkLeg(
                    sockets,
                    output(),
                    cname(),
                    live.digitsFrom(Side.TRUNK),
                    live::connected,
                    live.packetsFrom(Side.TRUNK),
                    worker.nowNs()));
            result.complete(new TrunkPort(this, worker.config().trunkShown(), sockets.port()));
        });
        return result;
    }

    private static RtpOutput output() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new RtpOutput(random.nextInt(), random.nextInt(), random.nextInt());
    }

    /** RFC 7022: a name that says nothing about anybody. */
    private static String cname() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    /** Lets the two sides hear each other, as soon and as long as each has said where it is. */
    public void connect() {
        command(LiveCall::bridge);
    }

    /** Sends back to the overlay side what comes from there, a second later; prompts come first. */
    public void echo() {
        command(LiveCall::echo);
    }

    /** Plays a prompt to one side instead of the other side's voice, until it ends or is stopped. Replaces another. */
    public void play(Side to, Prompt prompt) {
        command(call -> call.play(to, prompt));
    }

    /** Puts a short tone over what one side hears, once; the voice goes on under it, and the other side hears nothing. */
    public void mix(Side to, Prompt tone) {
        command(call -> call.mix(to, tone));
    }

    /** Stops what is played to one side. */
    public void stop(Side to) {
        command(call -> call.stop(to));
    }

    /** Sends digits ({@code 0-9 * # A-D}) to one side as telephone events; other characters are left out. */
    public void sendDtmf(Side to, String digits) {
        command(call -> call.sendDigits(to, digits));
    }

    /**
     * Records what one side says into a WAV file from now on, or stops with null. The file grows as the call goes on; it is
     * complete when the call's {@link #close} completes. Only its owner can read it.
     */
    public void record(Side heardFrom, @Nullable Path wav) {
        Recording recording = wav == null ? null : Recording.oneSide(wav, worker::nowNs);
        command(call -> {
            var _ = call.record(heardFrom, recording);
        });
    }

    /**
     * Records what both sides say into one stereo WAV file from now on, in time with each other; where one says nothing is
     * silence. Replaces recordings of either side.
     *
     * @param left the side on the left, such as the caller's
     */
    public void recordBoth(Side left, Path wav) {
        Recording.Pair pair = Recording.bothSides(wav, worker::nowNs);
        command(call -> {
            var _ = call.record(left, pair.left());
            var _ = call.record(left == Side.OVERLAY ? Side.TRUNK : Side.OVERLAY, pair.right());
        });
    }

    /** Stops what is recorded of either side; the future completes when the files are complete. */
    public CompletableFuture<Void> stopRecording() {
        CompletableFuture<Void> result = new CompletableFuture<>();
        ask(result, () -> {
            CompletableFuture<Void> files =
                    CompletableFuture.allOf(live.record(Side.OVERLAY, null), live.record(Side.TRUNK, null));
            var _ = files.whenComplete((nothing, fault) -> result.complete(null));
        });
        return result;
    }

    /** The figures so far. */
    public CompletableFuture<MediaStats> stats() {
        CompletableFuture<MediaStats> result = new CompletableFuture<>();
        ask(result, () -> result.complete(live.stats()));
        return result;
    }

    /** Ends the call's media and gives the last figures when sockets, codecs and files are closed. */
    public CompletableFuture<MediaStats> close() {
        CompletableFuture<MediaStats> result = new CompletableFuture<>();
        ask(result, () -> {
            MediaStats last = live.stats();
            var _ = worker.release(live).whenComplete((nothing, fault) -> result.complete(last));
        });
        return result;
    }

    void command(Consumer<LiveCall> action) {
        var _ = worker.post(() -> worker.run(live, () -> action.accept(live)));
    }

    /** Binds an address to this call as a nominating STUN check would. */
    void bind(InetSocketAddress peer) {
        command(call -> worker.shared().bindTo(call, peer));
    }

    long nowNs() {
        return worker.nowNs();
    }

    private void ask(CompletableFuture<?> result, Runnable action) {
        boolean posted = worker.post(() -> {
            if (live.closed()) {
                result.completeExceptionally(new IllegalStateException("the call's media is closed"));
                return;
            }
            try {
                action.run();
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        if (!posted) {
            result.completeExceptionally(new IllegalStateException("the media plane is closed"));
        }
    }
}
