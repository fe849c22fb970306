package io.tollgate.gateway.switchboard;

import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.rtp.audio.WavFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A call without media and carrier, for tests of what operators do with calls; a test says what state it is in. */
public final class StandInCall implements LiveCall {
    private final UUID id = UUID.randomUUID();
    private final Instant startedAt = Instant.now();
    private final String user;
    private final String trunk;
    private final List<String> endedBy = new CopyOnWriteArrayList<>();
    private final List<RecordingWish> wishes = new CopyOnWriteArrayList<>();
    private volatile String state = "dialling";
    private volatile CallQuality quality = CallQuality.UNKNOWN;

    public StandInCall(String user, String trunk) {
        this.user = user;
        this.trunk = trunk;
    }

    public void begin(LiveCalls calls) {
        calls.add(this);
    }

    public void become(String other) {
        state = other;
    }

    public void sound(CallQuality like) {
        quality = like;
    }

    public void end(LiveCalls calls) {
        calls.remove(this);
    }

    public List<String> endedBy() {
        return List.copyOf(endedBy);
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public @Nullable String trunk() {
        return trunk;
    }

    @Override
    public void deliver(String fromDevice, String sealed) {}

    @Override
    public void endBy(String actor) {
        endedBy.add(actor);
    }

    @Override
    public void shutDown() {}

    /** Leaves a file of one second behind, as a recording would. */
    @Override
    public RecordingWish.Outcome record(RecordingWish wish, Path file, String actor) {
        if (!state.equals("talking")) {
            return RecordingWish.Outcome.NOT_TALKING;
        }
        if (!wishes.isEmpty()) {
            return RecordingWish.Outcome.ALREADY;
        }
        try {
            WavFile.write(file, 8_000, new short[8_000]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wishes.add(wish);
        return RecordingWish.Outcome.BEGUN;
    }

    @Override
    public CompletableFuture<Boolean> stopRecording(String actor) {
        boolean was = recorded();
        wishes.clear();
        return CompletableFuture.completedFuture(was);
    }

    @Override
    public boolean recorded() {
        return !wishes.isEmpty();
    }

    /** What is being recorded. */
    public List<RecordingWish> wishes() {
        return List.copyOf(wishes);
    }

    @Override
    public Optional<JournalTouch> touch() {
        return Optional.empty();
    }

    @Override
    public View view() {
        return new View(
                id,
                "outbound",
                state,
                user,
                "+442079460123",
                trunk,
                startedAt,
                null,
                17_000,
                "EUR",
                "overlay -> trunk",
                quality);
    }
}
