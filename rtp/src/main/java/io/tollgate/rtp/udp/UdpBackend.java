package io.tollgate.rtp.udp;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a {@link UdpLoop} talks to the system. */
public enum UdpBackend {
    /** Linux' own calls on x86-64 and aarch64. */
    NATIVE {
        @Override
        public UdpLoop open() throws IOException {
            return NativeLoop.create();
        }
    },
    /** {@link java.nio}, on every platform. */
    NIO {
        @Override
        public UdpLoop open() throws IOException {
            return new NioLoop();
        }
    };

    /** System property that names the backend, {@code native} (the default) or {@code nio}. */
    public static final String PROPERTY = "tollgate.media.udp";

    private static final Logger LOG = System.getLogger(UdpBackend.class.getName());

    /**
     * A loop of this kind.
     *
     * @throws IOException when the system has no descriptors left
     */
    public abstract UdpLoop open() throws IOException;

    private static @Nullable UdpBackend chosen;

    /**
     * What {@link #PROPERTY} names, or the best that works here; says so in the log when that is not the native one.
     *
     * @throws IllegalArgumentException when the property has another value
     */
    public static synchronized UdpBackend chosen() {
        UdpBackend result = chosen == null ? choose(System.getProperty(PROPERTY, "native")) : chosen;
        chosen = result;
        return result;
    }

    /** Package-private for its test. */
    static UdpBackend choose(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "nio" -> NIO;
            case "native" -> best(unavailable());
            default -> throw new IllegalArgumentException(PROPERTY + " must be native or nio, not " + name);
        };
    }

    private static UdpBackend best(String objection) {
        if (objection.isEmpty()) {
            return NATIVE;
        }
        LOG.log(
                Level.WARNING,
                "Media sockets use NIO, which costs more for each packet: {0}."
                        + " The native way needs Linux on x86-64 or aarch64 and a JVM that may call native code:"
                        + " start it with --enable-native-access=ALL-UNNAMED.",
                objection);
        return NIO;
    }

    /** Why the native backend does not work here; empty when it does. */
    private static String unavailable() {
        String platform = System.getProperty("os.name", "") + " on " + System.getProperty("os.arch", "");
        if (!Libc.supports(System.getProperty("os.name", ""), System.getProperty("os.arch", ""))) {
            return "there is nothing for " + platform;
        }
        try (UdpLoop loop = NATIVE.open()) {
            loop.poll(0, 0);
            return "";
        } catch (IOException | IllegalCallerException | LinkageError e) {
            return String.valueOf(e);
        }
    }
}
