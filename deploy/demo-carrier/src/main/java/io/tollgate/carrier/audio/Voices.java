package io.tollgate.carrier.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/** The voices that the program carries in its jar; {@code voices.sh} makes them. */
public final class Voices {
    /** Each voice and its resource. */
    public enum Name {
        MAIN("main"),
        EARLY("early"),
        UNRECOGNISED("unrecognised"),
        ZERO("0"),
        ONE("1"),
        TWO("2"),
        THREE("3"),
        FOUR("4"),
        FIVE("5"),
        SIX("6"),
        SEVEN("7"),
        EIGHT("8"),
        NINE("9"),
        STAR("star"),
        HASH("hash");

        private final String resource;

        Name(String resource) {
            this.resource = resource;
        }
    }

    private final Map<Name, Recording> byName;

    private Voices(Map<Name, Recording> byName) {
        this.byName = byName;
    }

    /** Loads all voices; they are part of the program, so a missing one is an error of the build. */
    public static Voices load() {
        Map<Name, Recording> all = new EnumMap<>(Name.class);
        for (Name name : Name.values()) {
            all.put(name, load(name.resource));
        }
        return new Voices(all);
    }

    /** The recording of that name. */
    public Recording voice(Name name) {
        Recording found = byName.get(name);
        if (found == null) {
            throw new IllegalStateException("voice " + name + " was not loaded");
        }
        return found;
    }

    /** The spoken word for a DTMF digit; silence for A to D, which no telephone has. */
    public Recording digit(char digit) {
        return switch (digit) {
            case '*' -> voice(Name.STAR);
            case '#' -> voice(Name.HASH);
            case '0' -> voice(Name.ZERO);
            case '1' -> voice(Name.ONE);
            case '2' -> voice(Name.TWO);
            case '3' -> voice(Name.THREE);
            case '4' -> voice(Name.FOUR);
            case '5' -> voice(Name.FIVE);
            case '6' -> voice(Name.SIX);
            case '7' -> voice(Name.SEVEN);
            case '8' -> voice(Name.EIGHT);
            case '9' -> voice(Name.NINE);
            default -> Recording.silence(300);
        };
    }

    private static Recording load(String name) {
        String resource = "/io/tollgate/carrier/voices/" + name + ".wav";
        try (InputStream in = Voices.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            return switch (Wav.parse(in.readAllBytes())) {
                case Wav.Result.Read(Recording recording) -> recording;
                case Wav.Result.Unusable(String why) -> throw new IllegalStateException(resource + ": " + why);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
