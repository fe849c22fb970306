package io.tollgate.gateway.switchboard;

import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.media.Prompt;
import java.util.EnumMap;
import java.util.Map;

/** Sounds of the telephone network, rendered once. */
final class Prompts {
    private static final Map<Tones.Plan, Prompt> RINGBACK = new EnumMap<>(Tones.Plan.class);

    static {
        for (Tones.Plan plan : Tones.Plan.values()) {
            RINGBACK.put(plan, Prompt.tone(plan, Tones.Tone.RINGBACK));
        }
    }

    private static final Prompt LOW_CREDIT = Prompt.tone(Tones.Plan.EU, Tones.Tone.WARNING);

    private Prompts() {}

    /** The tone that the caller hears over the conversation when the credit runs out. */
    static Prompt lowCredit() {
        return LOW_CREDIT;
    }

    /** The ringing tone of a country, ISO 3166-1 alpha-2; the common European one where no other is known. */
    static Prompt ringback(String region) {
        Prompt prompt = RINGBACK.get(Tones.Plan.ofCountry(region));
        if (prompt == null) {
            throw new IllegalStateException("no ringing tone was rendered for " + region);
        }
        return prompt;
    }
}
