package io.tollgate.rtp.codec;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of one loaded libopus. Handles are constants that take the function's address as their first argument:
 * the compiler sees through them, and still more than one library can be loaded.
 *
 * <p>Never with {@code Linker.Option.critical}: it gains nothing at 60 µs a call, and holds up the garbage collector.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class NativeOpus {
    static final int APPLICATION_VOIP = 2048;
    static final int SET_BITRATE = 4002;
    static final int SET_COMPLEXITY = 4010;
    static final int SET_INBAND_FEC = 4012;
    static final int SET_PACKET_LOSS_PERC = 4014;
    static final int SET_DTX = 4016;
    static final int SET_SIGNAL = 4024;
    static final int SIGNAL_VOICE = 3001;
    static final int AUTO = -1000;

    /** Not in opus.h but in opus_private.h, with these values since libopus 1.1. */
    static final int SET_FORCE_MODE = 11002;

    static final int MODE_CELT_ONLY = 1002;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle GET_VERSION = LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle GET_SIZE = LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle ENCODER_INIT =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle DECODER_INIT =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle ENCODER_CTL = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
    private static final MethodHandle ENCODE =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle DECODE = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    private final MemorySegment encoderGetSize;
    private final MemorySegment encoderInit;
    private final MemorySegment encoderCtl;
    private final MemorySegment encode;
    private final MemorySegment decoderGetSize;
    private final MemorySegment decoderInit;
    private final MemorySegment decode;
    private final String version;

    /** Binds the functions. Throws {@link IllegalArgumentException} when the library lacks one. */
    NativeOpus(SymbolLookup symbols) {
        encoderGetSize = symbol(symbols, "opus_encoder_get_size");
        encoderInit = symbol(symbols, "opus_encoder_init");
        encoderCtl = symbol(symbols, "opus_encoder_ctl");
        encode = symbol(symbols, "opus_encode");
        decoderGetSize = symbol(symbols, "opus_decoder_get_size");
        decoderInit = symbol(symbols, "opus_decoder_init");
        decode = symbol(symbols, "opus_decode");
        version = version(symbol(symbols, "opus_get_version_string"));
    }

    private static MemorySegment symbol(SymbolLookup symbols, String name) {
        return symbols.find(name)
                .orElseThrow(() -> new IllegalArgumentException("the library does not export " + name));
    }

    private static String version(MemorySegment function) {
        try {
            MemorySegment text = (MemorySegment) GET_VERSION.invokeExact(function);
            return text.reinterpret(256).getString(0);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    String version() {
        return version;
    }

    /** Native memory with an initialised mono encoder in it. */
    MemorySegment newEncoder(Arena arena, int sampleRate) {
        try {
            MemorySegment state = arena.allocate((int) GET_SIZE.invokeExact(encoderGetSize, 1), 64);
            check("making an Opus encoder", (int)
                    ENCODER_INIT.invokeExact(encoderInit, state, sampleRate, 1, APPLICATION_VOIP));
            return state;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Native memory with an initialised mono decoder in it. */
    MemorySegment newDecoder(Arena arena, int sampleRate) {
        try {
            MemorySegment state = arena.allocate((int) GET_SIZE.invokeExact(decoderGetSize, 1), 64);
            check("making an Opus decoder", (int) DECODER_INIT.invokeExact(decoderInit, state, sampleRate, 1));
            return state;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void set(MemorySegment encoder, int request, int value) {
        try {
            check("setting up an Opus encoder", (int) ENCODER_CTL.invokeExact(encoderCtl, encoder, request, value));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Bytes written, or a negative error code. */
    int encode(MemorySegment encoder, MemorySegment pcm, int samples, MemorySegment packet, int max) {
        try {
            return (int) ENCODE.invokeExact(encode, encoder, pcm, samples, packet, max);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Samples written, or a negative error code. {@code packet} NULL and {@code len} 0 conceal; {@code fec} 0 or 1. */
    int decode(MemorySegment decoder, MemorySegment packet, int len, MemorySegment pcm, int samples, int fec) {
        try {
            return (int) DECODE.invokeExact(decode, decoder, packet, len, pcm, samples, fec);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static void check(String doing, int code) {
        if (code < 0) {
            throw new OpusException(doing, code);
        }
    }

    /** A downcall declares {@code Throwable}; what comes out is unchecked. */
    private static RuntimeException unexpected(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("a native call threw a checked exception", t);
        };
    }
}
