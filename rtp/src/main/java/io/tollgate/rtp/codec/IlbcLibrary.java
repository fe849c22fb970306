package io.tollgate.rtp.codec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The iLBC within libjitsi, a port of the code in RFC 3951. Its two classes know nothing of the media framework around
 * them, but only their own package may see them: the handles here are constants, which the compiler sees through, as it
 * does with those of {@link NativeOpus}. When libjitsi is missing or has changed, there is no iLBC.
 *
 * <p>The library makes some 60 KB of garbage to encode a frame and 35 to 45 KB to decode one.
 */
final class IlbcLibrary {
    private static final String PACKAGE = "org.jitsi.impl.neomedia.codec.audio.ilbc.";
    private static final int ENHANCED = 1;
    private static final short RECEIVED = 1;

    private IlbcLibrary() {}

    /** Fails to initialise where the library is not as expected. */
    private static final class Handles {
        static final MethodHandle NEW_ENCODER;
        static final MethodHandle ENCODE;
        static final MethodHandle NEW_DECODER;
        static final MethodHandle DECODE;

        static {
            try {
                MethodHandles.Lookup encoder = lookup("ilbc_encoder");
                MethodHandles.Lookup decoder = lookup("ilbc_decoder");
                NEW_ENCODER = encoder.findConstructor(
                                encoder.lookupClass(), MethodType.methodType(void.class, int.class))
                        .asType(MethodType.methodType(Object.class, int.class));
                NEW_DECODER = decoder.findConstructor(
                                decoder.lookupClass(), MethodType.methodType(void.class, int.class, int.class))
                        .asType(MethodType.methodType(Object.class, int.class, int.class));
                MethodType encode = MethodType.methodType(int.class, byte[].class, int.class, byte[].class, int.class);
                ENCODE = encoder.findVirtual(encoder.lookupClass(), "encode", encode)
                        .asType(encode.insertParameterTypes(0, Object.class));
                MethodType decode = encode.changeReturnType(short.class).appendParameterTypes(short.class);
                DECODE = decoder.findVirtual(decoder.lookupClass(), "decode", decode)
                        .asType(decode.insertParameterTypes(0, Object.class));
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private static MethodHandles.Lookup lookup(String name) throws ReflectiveOperationException {
            return MethodHandles.privateLookupIn(Class.forName(PACKAGE + name), MethodHandles.lookup());
        }
    }

    static boolean isPresent() {
        try {
            newEncoder(20);
            newDecoder(20);
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    /** {@code mode}: 20 or 30 ms. */
    static Object newEncoder(int mode) {
        try {
            return (Object) Handles.NEW_ENCODER.invokeExact(mode);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code mode}: 20 or 30 ms. */
    static Object newDecoder(int mode) {
        try {
            return (Object) Handles.NEW_DECODER.invokeExact(mode, ENHANCED);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** {@code pcm}: one frame, 16 bits, little-endian, from the beginning on. */
    static void encode(Object encoder, byte[] pcm, byte[] out, int outOff) {
        try {
            int bytes = (int) Handles.ENCODE.invokeExact(encoder, out, outOff, pcm, 0);
            assert bytes > 0;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /**
     * Decodes a frame. The library checks less than it reads: some frames that no encoder makes lead it out of its arrays,
     * and what it remembers afterwards is worth nothing.
     *
     * @param pcm receives one frame, 16 bits, little-endian, from the beginning on
     * @return whether this was a frame; when not, the decoder must not be used again
     */
    static boolean decode(Object decoder, byte[] in, int off, byte[] pcm) {
        try {
            short samples = (short) Handles.DECODE.invokeExact(decoder, pcm, 0, in, off, RECEIVED);
            return samples > 0;
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException e) {
            return false;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** A handle declares {@code Throwable}; what comes out is unchecked. */
    private static RuntimeException unexpected(Throwable t) {
        return switch (t) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("iLBC threw a checked exception", t);
        };
    }
}
