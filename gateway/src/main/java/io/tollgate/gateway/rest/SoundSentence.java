package io.tollgate.gateway.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.gateway.switchboard.CallQuality.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a finished call sounded like, in one plain sentence. */
final class SoundSentence {
    private SoundSentence() {}

    /**
     * The sentence; null when nothing was measured.
     *
     * @param noted the quality in the call's own story; may be a missing node
     */
    static @Nullable String of(Cdr.Quality quality, JsonNode noted) {
        List<Double> scores = Stream.of(quality.fromUser(), quality.fromTrunk())
                .filter(Objects::nonNull)
                .map(Cdr.Stream::mos)
                .filter(Objects::nonNull)
                .toList();
        List<String> why = new ArrayList<>();
        noted.path("causes").forEach(cause -> why.add(cause.asText()));
        if (scores.isEmpty() && why.isEmpty()) {
            return null;
        }
        double worst = scores.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        // Packets may be perfect and carry nothing.
        Verdict verdict = oneWay(noted, "from_user") || oneWay(noted, "from_trunk") ? Verdict.POOR : Verdict.of(worst);
        String sound = scores.isEmpty()
                ? "The sound was not rated"
                : String.format(Locale.ROOT, "The sound was %s (score %.1f of 4.5)", verdict.word(), worst);
        return sound + (why.isEmpty() ? "." : ": " + String.join("; ", why) + ".");
    }

    private static boolean oneWay(JsonNode noted, String from) {
        return noted.path(from).path("one_way").asBoolean();
    }
}
