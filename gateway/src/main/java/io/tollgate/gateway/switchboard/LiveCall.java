package io.tollgate.gateway.switchboard;

import io.tollgate.billing.ledger.JournalTouch;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call in progress, as the rest of the gateway may handle it. All methods may be called from any thread. */
public interface LiveCall {
    UUID id();

    /** The account that it belongs to. */
    String user();

    /** The trunk that carries it; null while there is none. */
    @Nullable
    String trunk();

    /** A sealed message about this call came from a device. */
    void deliver(String fromDevice, String sealed);

    /** An operator ends it. */
    void endBy(String actor);

    /** The gateway goes down. */
    void shutDown();

    /** Money came to its account: a call that comes to its end for lack of it looks at once whether it can go on. */
    default void creditAdded() {}

    /**
     * Begins to record it.
     *
     * @param file a WAV file that is not there yet
     * @param actor who wants it, for the call's explanation
     */
    RecordingWish.Outcome record(RecordingWish wish, Path file, String actor);

    /** Ends that; the future completes when the file is complete, with false when nothing was being recorded. */
    CompletableFuture<Boolean> stopRecording(String actor);

    /** Whether it is being recorded. */
    boolean recorded();

    /** What the journal should know; empty while the call is not answered. */
    Optional<JournalTouch> touch();

    /** For the operator's list. */
    View view();

    /**
     * A line of the list of live calls.
     *
     * @param direction {@code outbound}, {@code inbound} or {@code echo}
     * @param state {@code holding}, {@code dialling}, {@code alerting}, {@code talking}, {@code closing}
     * @param quality what it sounds like
     */
    record View(
            UUID id,
            String direction,
            String state,
            String user,
            @Nullable String number,
            @Nullable String trunk,
            Instant startedAt,
            @Nullable Instant answeredAt,
            long heldMicros,
            @Nullable String currency,
            String pipeline,
            CallQuality quality) {

        /** Whether the other one differs by more than figures that are never at rest. */
        public boolean differsFrom(View other) {
            return quality.verdict() != other.quality.verdict()
                    || !withQuality(CallQuality.UNKNOWN).equals(other.withQuality(CallQuality.UNKNOWN));
        }

        private View withQuality(CallQuality value) {
            return new View(
                    id,
                    direction,
                    state,
                    user,
                    number,
                    trunk,
                    startedAt,
                    answeredAt,
                    heldMicros,
                    currency,
                    pipeline,
                    value);
        }
    }
}
