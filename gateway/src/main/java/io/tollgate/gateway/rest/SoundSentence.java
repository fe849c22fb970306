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
     * @param causes what the call noted, sentences without capital and full stop; may be missing
     */
    static @Nullable String of(Cdr.Quality quality, @Nullable JsonNode causes) {
        List<Double> scores = Stream.of(quality.fromUser(), quality.fromTrunk())
                .filter(Objects::nonNull)
                .map(Cdr.Stream::mos)
                .filter(Objects::nonNull)
                .toList();
        List<String> why = new ArrayList<>();
        if (causes != null) {
            causes.forEach(cause -> why.add(cause.asText()));
        }
        if (scores.isEmpty() && why.isEmpty()) {
            return null;
        }
        double worst = scores.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        String sound = scores.isEmpty()
                ? "The sound was not rated"
                : String.format(
                        Locale.ROOT,
                        "The sound was %s (score %.1f of 4.5)",
                        Verdict.of(worst).word(),
                        worst);
        return sound + (why.isEmpty() ? "." : ": " + String.join("; ", why) + ".");
    }
}
