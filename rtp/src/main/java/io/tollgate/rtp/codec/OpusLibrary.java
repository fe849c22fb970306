package io.tollgate.rtp.codec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Opus that this process uses, and the maker of its encoders and decoders. Load it once at start; usable from any
 * thread, while what it makes is not.
 */
public final class OpusLibrary {
    /** Where an Opus comes from, best first. */
    public enum Kind {
        /** libopus packed into libjitsi, written to a temporary file and loaded from there. */
        BUNDLED,
        /** The operating system's libopus. */
        SYSTEM,
        /** Concentus, a port to Java: several times slower, and it makes garbage. */
        JAVA
    }

    private static final Logger LOG = System.getLogger(OpusLibrary.class.getName());

    private final Kind kind;
    private final @Nullable NativeOpus opus;

    private OpusLibrary(Kind kind, @Nullable NativeOpus opus) {
        this.kind = kind;
        this.opus = opus;
    }

    private static final class Loaded {
        private static final OpusLibrary BEST = first(List.of(Kind.values()));
    }

    /** The best Opus there is here. The first call loads it, later ones give the same; never fails. */
    public static OpusLibrary load() {
        return Loaded.BEST;
    }

    /** The first of some kinds that is to be had; {@link Kind#JAVA} always is. */
    static OpusLibrary first(List<Kind> kinds) {
        OpusLibrary library = kinds.stream()
                .flatMap(kind -> load(kind).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no Opus among " + kinds));
        if (library.kind == Kind.JAVA) {
            LOG.log(
                    Level.WARNING,
                    "No native Opus found: using {0}, which is several times slower and makes garbage."
                            + " Install libopus, or let this JVM load libraries: start it with"
                            + " --enable-native-access=ALL-UNNAMED and a temporary folder that is not mounted noexec.",
                    library.version());
        } else {
            LOG.log(Level.INFO, "Opus: {0} ({1})", library.version(), library.kind);
        }
        return library;
    }

    /** A given kind, freshly loaded; empty when it is not to be had here, with the reason in the log. */
    public static Optional<OpusLibrary> load(Kind kind) {
        if (kind == Kind.JAVA) {
            return Optional.of(new OpusLibrary(kind, null));
        }
        try {
            SymbolLookup symbols = kind == Kind.BUNDLED ? bundled() : system();
            return Optional.of(new OpusLibrary(kind, new NativeOpus(symbols)));
        } catch (IOException | IllegalArgumentException | IllegalCallerException | LinkageError e) {
            LOG.log(Level.INFO, "Opus of kind {0} is not available: {1}", kind, e);
            return Optional.empty();
        }
    }

    /** The name under which libjitsi packs its library for this platform, for instance linux-x86-64/libjnopus.so. */
    static String resource(String osName, String osArch) throws IOException {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86-64";
            case "aarch64", "arm64" -> "aarch64";
            case "ppc64le" -> "ppc64le";
            default -> throw new IOException("no packed library for the processor " + osArch);
        };
        if (os.startsWith("linux")) {
            return "linux-" + arch + "/libjnopus.so";
        }
        if (os.startsWith("mac")) {
            return "darwin-" + arch + "/libjnopus.dylib";
        }
        if (os.startsWith("windows")) {
            return "win32-" + arch + "/jnopus.dll";
        }
        throw new IOException("no packed library for " + osName);
    }

    @SuppressWarnings("restricted") // loading native code is what this method is for
    private static SymbolLookup bundled() throws IOException {
        String resource = resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        try (InputStream in = OpusLibrary.class.getResourceAsStream("/" + resource)) {
            if (in == null) {
                throw new IOException(resource + " is not on the class path");
            }
            Path file = Files.createTempFile("tollgate-", "-" + resource.substring(resource.indexOf('/') + 1));
            try {
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                return SymbolLookup.libraryLookup(file, Arena.global());
            } finally {
                discard(file);
            }
        }
    }

    /** A loaded library needs its file no more; where the system thinks otherwise (Windows), it goes at exit. */
    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    @SuppressWarnings("restricted") // loading native code is what this method is for
    private static SymbolLookup system() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String name = os.startsWith("mac") ? "libopus.0.dylib" : os.startsWith("windows") ? "opus.dll" : "libopus.so.0";
        return SymbolLookup.libraryLookup(name, Arena.global());
    }

    /** Where this Opus comes from. */
    public Kind kind() {
        return kind;
    }

    /** What the library calls itself, for instance "libopus 1.5.2". */
    public String version() {
        return opus == null ? "Concentus (a pure Java port of libopus 1.1.2)" : opus.version();
    }

    /**
     * A mono encoder with memory of its own, freed by its {@code close}. Belongs to the calling thread.
     *
     * @param sampleRate of the PCM: 8000, 12000, 16000, 24000 or 48000 Hz
     */
    public OpusEncoder newEncoder(int sampleRate, OpusSettings settings) {
        OpusFrames.checkRate(sampleRate);
        if (opus == null) {
            return new JavaOpusEncoder(sampleRate, settings);
        }
        Arena arena = Arena.ofConfined();
        try {
            return new NativeOpusEncoder(opus, sampleRate, settings, arena, true);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** A mono encoder in the caller's arena, whose close frees it; the encoder's own close only ends its use. */
    public OpusEncoder newEncoder(int sampleRate, OpusSettings settings, Arena arena) {
        OpusFrames.checkRate(sampleRate);
        return opus == null
                ? new JavaOpusEncoder(sampleRate, settings)
                : new NativeOpusEncoder(opus, sampleRate, settings, arena, false);
    }

    /**
     * A mono decoder with memory of its own, freed by its {@code close}. Belongs to the calling thread.
     *
     * @param sampleRate of the PCM: 8000, 12000, 16000, 24000 or 48000 Hz
     */
    public OpusDecoder newDecoder(int sampleRate) {
        OpusFrames.checkRate(sampleRate);
        if (opus == null) {
            return new JavaOpusDecoder(sampleRate);
        }
        Arena arena = Arena.ofConfined();
        try {
            return new NativeOpusDecoder(opus, sampleRate, arena, true);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** A mono decoder in the caller's arena, whose close frees it; the decoder's own close only ends its use. */
    public OpusDecoder newDecoder(int sampleRate, Arena arena) {
        OpusFrames.checkRate(sampleRate);
        return opus == null ? new JavaOpusDecoder(sampleRate) : new NativeOpusDecoder(opus, sampleRate, arena, false);
    }
}
