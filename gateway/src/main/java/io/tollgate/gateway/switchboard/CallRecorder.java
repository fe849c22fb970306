package io.tollgate.gateway.switchboard;

import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.Side;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records one call as long as somebody wants it to. May be used from any thread; what it does is told to the call's story.
 */
final class CallRecorder {
    /** ITU-T E.180 and US practice: often enough that nobody forgets. */
    private static final long TONE_EVERY_S = 15;

    private final MediaCall media;
    private final Side caller;
    private final Consumer<Side> tone;
    private final Consumer<String> story;
    private @Nullable Running running;
    private boolean closed;

    private record Running(RecordingWish wish, CountDownLatch over) {}

    /**
     * @param caller the side of the media on which the caller is
     * @param tone sounds the consent tone once over what a side hears
     * @param story takes a line for the call's record
     */
    CallRecorder(MediaCall media, Side caller, Consumer<Side> tone, Consumer<String> story) {
        this.media = media;
        this.caller = caller;
        this.tone = tone;
        this.story = story;
    }

    /**
     * Begins to record into a file, unless that is done already.
     *
     * @param actor who wants it, for the story
     */
    synchronized RecordingWish.Outcome start(RecordingWish wish, Path file, String actor) {
        if (closed) {
            return RecordingWish.Outcome.NOT_TALKING;
        }
        if (running != null) {
            return RecordingWish.Outcome.ALREADY;
        }
        switch (wish.heard()) {
            case CALLER -> media.record(caller, file);
            case CALLEE -> media.record(caller == Side.OVERLAY ? Side.TRUNK : Side.OVERLAY, file);
            case BOTH -> media.recordBoth(caller, file);
        }
        Running begun = new Running(wish, new CountDownLatch(1));
        running = begun;
        story.accept("recording of " + wish.heard().words() + " begun by " + actor
                + (wish.consentTone() ? ", told by a tone" : ", without a tone") + ": " + file.getFileName());
        if (wish.consentTone()) {
            Thread.ofVirtual().name("consent-tone-" + media.callId()).start(() -> soundTone(begun.over()));
        }
        return RecordingWish.Outcome.BEGUN;
    }

    private void soundTone(CountDownLatch over) {
        try {
            do {
                tone.accept(Side.OVERLAY);
                tone.accept(Side.TRUNK);
            } while (!over.await(TONE_EVERY_S, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it. The future completes when the file is complete, with false when nothing was being recorded. */
    synchronized CompletableFuture<Boolean> stop(String actor) {
        if (!end("ended by " + actor)) {
            return CompletableFuture.completedFuture(false);
        }
        return media.stopRecording().handle((done, fault) -> true);
    }

    /** The call ends, and with it what is recorded; closing the media completes the file. */
    synchronized void close() {
        closed = true;
        end("ended with the call");
    }

    /** As {@link #close} for whoever writes the call's record at this moment: what to write there, if anything. */
    synchronized Optional<String> endWithCall() {
        closed = true;
        Running was = running;
        if (was == null) {
            return Optional.empty();
        }
        running = null;
        was.over().countDown();
        return Optional.of("recording of " + was.wish().heard().words() + " ended with the call");
    }

    private boolean end(String how) {
        Running was = running;
        if (was == null) {
            return false;
        }
        running = null;
        was.over().countDown();
        story.accept("recording of " + was.wish().heard().words() + " " + how);
        return true;
    }

    synchronized boolean running() {
        return running != null;
    }
}
