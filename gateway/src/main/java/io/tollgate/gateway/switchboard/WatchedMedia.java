package io.tollgate.gateway.switchboard;

import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.Side;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A call's media with what is kept of it, whichever way the call goes: its recording, its newest figures, its last ones. */
final class WatchedMedia {
    private static final long CLOSE_WITHIN_S = 2;

    private final CallTools tools;
    private final CallLoop loop;
    private final CallRecord record;
    private final MediaCall media;
    private final CallRecorder recorder;
    private final HeardMedia heard;

    /**
     * @param overlaySide whose side the user's device is
     * @param recordedParty the side that hears that the call is recorded
     * @param lost told on a media thread when a leg is gone
     */
    WatchedMedia(
            CallTools tools,
            UUID callId,
            CallLoop loop,
            CallRecord record,
            EndSide overlaySide,
            Side recordedParty,
            MediaWatcher.Lost lost) {
        this.tools = tools;
        this.loop = loop;
        this.record = record;
        this.heard = new HeardMedia(callId);
        this.media = tools.media().newCall(callId.toString(), new MediaWatcher(overlaySide, lost, (side, digit) -> {}));
        this.recorder = new CallRecorder(
                media,
                recordedParty,
                side -> media.mix(side, tools.prompts().recording()),
                line -> loop.post(() -> record.decided(tools.clock().instant(), line)));
    }

    MediaCall media() {
        return media;
    }

    /** The answer itself is the first confirmation of media. */
    void answered(Instant at) {
        heard.answered(at);
    }

    /** Asks the media worker for the newest figures, keeps them and hands them on, on the call's loop. */
    void refresh(Consumer<MediaStats> then) {
        var _ = media.stats()
                .thenAccept(stats -> loop.post(() -> {
                    heard.heard(stats, tools.clock().instant());
                    then.accept(stats);
                }));
    }

    /** Ends recording and media; the record keeps the last figures. */
    void close() {
        recorder.endWithCall().ifPresent(what -> record.decided(tools.clock().instant(), what));
        MediaStats last = media.close()
                .completeOnTimeout(heard.last(), CLOSE_WITHIN_S, TimeUnit.SECONDS)
                .join();
        if (last != null) {
            record.media(last);
        }
    }

    RecordingWish.Outcome record(boolean talking, RecordingWish wish, Path file, String actor) {
        return talking ? recorder.start(wish, file, actor) : RecordingWish.Outcome.NOT_TALKING;
    }

    CompletableFuture<Boolean> stopRecording(String actor) {
        return recorder.stop(actor);
    }

    boolean recorded() {
        return recorder.running();
    }

    /** What the journal should know of a call that was answered then; empty when it was not. */
    Optional<JournalTouch> touch(@Nullable Instant answered) {
        return heard.touch(answered);
    }

    String pipeline() {
        return heard.pipeline();
    }

    CallQuality quality() {
        return heard.quality();
    }
}
