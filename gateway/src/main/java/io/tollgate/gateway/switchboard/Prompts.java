package io.tollgate.gateway.switchboard;

import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.media.Prompt;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Sounds of the telephone network, rendered once each. */
final class Prompts {
    /** Rendered when a country is called for the first time: most gateways hear of few. */
    private static final Map<Tones.Plan, Prompt> RINGBACK = new ConcurrentHashMap<>();

    private static final Prompt LOW_CREDIT = Prompt.tone(Tones.Plan.EU, Tones.Tone.WARNING);

    private Prompts() {}

    /** The tone that the caller hears over the conversation when the credit runs out. */
    static Prompt lowCredit() {
        return LOW_CREDIT;
    }

    /** The ringing tone of a country, ISO 3166-1 alpha-2; the common European one where no other is known. */
    static Prompt ringback(String region) {
        return RINGBACK.computeIfAbsent(Tones.Plan.ofCountry(region), plan -> Prompt.tone(plan, Tones.Tone.RINGBACK));
    }
}
