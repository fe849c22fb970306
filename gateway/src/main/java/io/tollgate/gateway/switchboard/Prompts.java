package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.start.CannotStart;
import io.tollgate.rtp.audio.Tones;
import io.tollgate.rtp.audio.WavFile;
import io.tollgate.rtp.media.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What callers hear from the gateway itself: sounds of the telephone network, rendered once each, unless the operator has
 * put a WAV file in their place. Any rate up to 192 kHz, mono or stereo, 16-bit PCM or G.711; the file names are {@code
 * ringback.wav}, {@code ringback-GB.wav} for one country, {@code low-credit.wav}, {@code recording.wav} and {@code emergency.wav}.
 */
final class Prompts {
    private static final Logger LOG = Logger.getLogger(Prompts.class);
    private static final String WAV = ".wav";
    private static final String RINGBACK = "ringback";
    private static final String LOW_CREDIT = "low-credit";
    private static final String RECORDING = "recording";
    private static final String EMERGENCY = "emergency";
    private static final Pattern NAME =
            Pattern.compile(RINGBACK + "(-[A-Z]{2})?|" + LOW_CREDIT + "|" + RECORDING + "|" + EMERGENCY);

    /** A ringing tone is heard again and again; a minute of it is an announcement already. */
    private static final int LONGEST_RINGBACK_MS = 60_000;
    /** What sounds over a conversation must not take its place. */
    private static final int LONGEST_OVER_VOICE_MS = 5_000;

    private static final int RATE = 16_000;
    private static final int RECORDING_TONE_MS = 500;

    private final Map<String, Prompt> own;
    private final Prompt lowCredit;
    private final Prompt recording;
    /** Rendered when a country is called for the first time: most gateways hear of few. */
    private final Map<Tones.Plan, Prompt> ringback = new ConcurrentHashMap<>();

    private Prompts(Map<String, Prompt> own) {
        this.own = Map.copyOf(own);
        this.lowCredit = or(own.get(LOW_CREDIT), Prompt.tone(Tones.Plan.EU, Tones.Tone.WARNING));
        this.recording = or(own.get(RECORDING), recordingTone());
    }

    private static Prompt or(@Nullable Prompt own, Prompt builtIn) {
        return own == null ? builtIn : own;
    }

    /** The tone without the pause after it, which the recorder keeps. */
    private static Prompt recordingTone() {
        short[] cycle = Tones.render(Tones.Plan.EU, Tones.Tone.RECORDING, RATE);
        return Prompt.of(RATE, Arrays.copyOf(cycle, RATE / 1_000 * RECORDING_TONE_MS), false);
    }

    /**
     * The built-in sounds, and the operator's own in place of some.
     *
     * @throws CannotStart with a sentence that names the file, when one cannot be used
     */
    static Prompts of(Optional<Path> folder) {
        Map<String, Prompt> own = new TreeMap<>();
        folder.ifPresent(path -> read(path, own));
        if (!own.isEmpty()) {
            LOG.infof("own prompts: %s", String.join(", ", own.keySet()));
        }
        return new Prompts(own);
    }

    private static void read(Path folder, Map<String, Prompt> own) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.toLowerCase(Locale.ROOT).endsWith(WAV)) {
                    String prompt = name.substring(0, name.length() - WAV.length());
                    own.put(prompt, read(file, prompt));
                }
            }
        } catch (IOException e) {
            throw new CannotStart(
                    "The folder tollgate.prompts.folder cannot be read: " + folder + " (" + e.getMessage() + ").");
        }
    }

    private static Prompt read(Path file, String prompt) {
        if (!NAME.matcher(prompt).matches()) {
            throw new CannotStart(
                    "No prompt has the name of the file " + file
                            + ": there are ringback.wav, ringback-GB.wav for one country, low-credit.wav, recording.wav and emergency.wav.");
        }
        boolean rings = prompt.startsWith(RINGBACK);
        boolean alone = rings || prompt.equals(EMERGENCY);
        int longestMs = alone ? LONGEST_RINGBACK_MS : LONGEST_OVER_VOICE_MS;
        try {
            WavFile sound = WavFile.read(file);
            if (sound.mono().length == 0 || sound.durationMs() > longestMs) {
                throw new CannotStart("The prompt " + file + " lasts " + sound.durationMs() + " ms: 1 to " + longestMs
                        + " ms can be used.");
            }
            return Prompt.of(sound, rings);
        } catch (IOException e) {
            throw new CannotStart("The prompt cannot be read: " + e.getMessage() + ".");
        }
    }

    /** The ringing tone of a country, ISO 3166-1 alpha-2; the common European one where no other is known. */
    Prompt ringback(String region) {
        Prompt ofCountry = own.get(RINGBACK + "-" + region);
        if (ofCountry != null) {
            return ofCountry;
        }
        Prompt ofAll = own.get(RINGBACK);
        return ofAll != null
                ? ofAll
                : ringback.computeIfAbsent(
                        Tones.Plan.ofCountry(region), plan -> Prompt.tone(plan, Tones.Tone.RINGBACK));
    }

    /** What the caller hears over the conversation when the credit runs out. */
    Prompt lowCredit() {
        return lowCredit;
    }

    /** The operator's announcement to callers of emergency numbers, where these are refused; empty: words on the screen. */
    Optional<Prompt> emergency() {
        return Optional.ofNullable(own.get(EMERGENCY));
    }

    /** What both sides hear over the conversation, every 15 s, while it is recorded. */
    Prompt recording() {
        return recording;
    }
}
