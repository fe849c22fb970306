package io.tollgate.gateway.switchboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.gateway.call.CallEnd;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A call's attempts, trunk by trunk or device by device. Belongs to the call's loop. */
final class AttemptLog {
    /** More than any route plan or household has; what comes after is in the story alone. */
    private static final int MAX = 50;

    private final List<Attempt> attempts = new ArrayList<>();

    /** One attempt as it happens. The first instant of each sort stays. */
    static final class Attempt {
        private final UUID id;
        private final CallAttempt.Kind kind;
        private final String target;
        private final Cdr.Numbers numbers;
        private final Instant started;
        private @Nullable Instant ringing;
        private @Nullable Instant answered;
        private @Nullable Instant ended;
        private @Nullable CallEnd end;
        private String codec = "";

        private Attempt(UUID id, CallAttempt.Kind kind, String target, Cdr.Numbers numbers, Instant started) {
            this.id = id;
            this.kind = kind;
            this.target = target;
            this.numbers = numbers;
            this.started = started;
        }

        UUID id() {
            return id;
        }

        /** The far end gave a first sign: it rings, or early media came. */
        void ringing(Instant at) {
            if (ringing == null && ended == null) {
                ringing = at;
            }
        }

        void answered(Instant at, String agreed) {
            if (answered == null && ended == null) {
                answered = at;
                codec = agreed;
            }
        }

        /** Its own end counts unless it was answered: then the call's end is its end. */
        void failed(Instant at, CallEnd how) {
            if (answered == null) {
                ended(at, how);
            }
        }

        private void ended(Instant at, CallEnd how) {
            if (ended == null) {
                ended = at;
                end = how;
            }
        }
    }

    /** A new attempt, with an id of its own that the call's id and its place give. */
    Attempt begin(UUID callId, CallAttempt.Kind kind, String target, Cdr.Numbers numbers, Instant now) {
        String name = callId + "-" + (attempts.size() + 1);
        Attempt attempt = new Attempt(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII)), kind, target, numbers, now);
        if (attempts.size() < MAX) {
            attempts.add(attempt);
        }
        return attempt;
    }

    boolean isEmpty() {
        return attempts.isEmpty();
    }

    /** The attempt that is under way for a target. */
    Optional<Attempt> to(String target) {
        return attempts.reversed().stream()
                .filter(attempt -> attempt.target.equals(target) && attempt.ended == null)
                .findFirst();
    }

    /** The call is over: so is what is still under way. */
    void ended(Instant at, CallEnd how) {
        attempts.forEach(attempt -> attempt.ended(at, how));
    }

    /**
     * Writes them for the call's record, by the names of the columns of {@code call_attempt}.
     *
     * @param heard what came from the trunk and from the user
     */
    void writeTo(ArrayNode list, Cdr.Quality heard) {
        int ordinal = 0;
        for (Attempt attempt : attempts) {
            write(list.addObject().put("ordinal", ++ordinal), attempt, heard);
        }
    }

    private static void write(ObjectNode json, Attempt attempt, Cdr.Quality heard) {
        CallEnd end = attempt.end;
        Instant ended = attempt.ended;
        if (end == null || ended == null) {
            throw new IllegalStateException("an attempt outlives its call");
        }
        json.put("id", attempt.id.toString()).put("kind", attempt.kind.name()).put("target", attempt.target);
        put(json, "dialled", attempt.numbers.dialled());
        put(json, "sent", attempt.numbers.sent());
        put(json, "caller", attempt.numbers.caller());
        put(json, "started_at", text(attempt.started));
        put(json, "ringing_at", text(attempt.ringing));
        put(json, "answered_at", text(attempt.answered));
        put(json, "ended_at", text(ended));
        Instant sign = attempt.ringing != null ? attempt.ringing : attempt.answered;
        if (sign != null) {
            json.put("pdd_ms", ms(attempt.started, sign));
        }
        Instant answered = attempt.answered;
        json.put("talk_ms", answered == null ? 0 : ms(answered, ended));
        put(json, "codec", attempt.codec.isEmpty() ? null : attempt.codec);
        json.put("cause", end.cause().word()).put("side", end.side().word());
        json.put("sip_status", end.sipStatus()).put("q850", end.q850());
        if (answered != null) {
            Cdr.Stream stream = attempt.kind == CallAttempt.Kind.TRUNK ? heard.fromTrunk() : heard.fromUser();
            if (stream != null) {
                json.put("loss_pct", stream.lossPct())
                        .put("jitter_ms", stream.jitterMs())
                        .put("mos", stream.mos());
            }
        }
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static long ms(Instant from, Instant to) {
        return Math.max(
                0,
                Duration.between(from.truncatedTo(ChronoUnit.MILLIS), to.truncatedTo(ChronoUnit.MILLIS))
                        .toMillis());
    }
}
