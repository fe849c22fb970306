package io.tollgate.rtp.srtp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The functions of the system's OpenSSL 3 that AES-GCM takes. Bound once; a system without it, or a JVM that may not call
 * native code, has none.
 */
@SuppressWarnings("restricted") // calling native code is what this class is for
final class LibCrypto {
    private static final List<String> NAMES = List.of("libcrypto.so.3", "libcrypto.3.dylib");
    private static final int CTRL_GET_TAG = 0x10;
    private static final int CTRL_SET_TAG = 0x11;
    private static final int KEEP_DIRECTION = -1;

    private static final Linker LINKER = Linker.nativeLinker();

    // Handles are constants that take the function's address first, so that the compiler sees through them.
    private static final MethodHandle GIVE = LINKER.downcallHandle(FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle FREE = LINKER.downcallHandle(FunctionDescriptor.ofVoid(ADDRESS));
    private static final MethodHandle INIT = LINKER.downcallHandle(
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle UPDATE =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle FINAL =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle CTRL =
            LINKER.downcallHandle(FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS));

    private static final Optional<LibCrypto> SYSTEM = load();

    private final MemorySegment contextNew;
    private final MemorySegment contextFree;
    private final MemorySegment aes128;
    private final MemorySegment aes256;
    private final MemorySegment init;
    private final MemorySegment update;
    private final MemorySegment finalStep;
    private final MemorySegment ctrl;

    private LibCrypto(SymbolLookup symbols) {
        contextNew = symbols.findOrThrow("EVP_CIPHER_CTX_new");
        contextFree = symbols.findOrThrow("EVP_CIPHER_CTX_free");
        aes128 = symbols.findOrThrow("EVP_aes_128_gcm");
        aes256 = symbols.findOrThrow("EVP_aes_256_gcm");
        init = symbols.findOrThrow("EVP_CipherInit_ex");
        update = symbols.findOrThrow("EVP_CipherUpdate");
        finalStep = symbols.findOrThrow("EVP_CipherFinal_ex");
        ctrl = symbols.findOrThrow("EVP_CIPHER_CTX_ctrl");
    }

    /** The system's, when there is one. */
    static Optional<LibCrypto> system() {
        return SYSTEM;
    }

    private static Optional<LibCrypto> load() {
        return NAMES.stream().flatMap(name -> load(name).stream()).findFirst();
    }

    /** Empty when it is not here, not whole, or not allowed. */
    private static Optional<LibCrypto> load(String name) {
        try {
            return Optional.of(new LibCrypto(SymbolLookup.libraryLookup(name, Arena.global())));
        } catch (IllegalArgumentException | NoSuchElementException | IllegalCallerException e) {
            return Optional.empty();
        }
    }

    /** A context with a key, 16 or 32 bytes. It is freed some time after it became unreachable. */
    MemorySegment newContext(byte[] key, boolean toEncrypt) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment aes = key.length == 32 ? aes256 : aes128;
            MemorySegment cipher = (MemorySegment) GIVE.invokeExact(aes);
            MemorySegment context = (MemorySegment) GIVE.invokeExact(contextNew);
            if (context.equals(MemorySegment.NULL)) {
                throw new OutOfMemoryError("OpenSSL has no memory for a cipher");
            }
            MemorySegment owned = context.reinterpret(Arena.ofAuto(), this::free);
            MemorySegment keyCopy = arena.allocateFrom(JAVA_BYTE, key);
            expect((int) INIT.invokeExact(
                    init, owned, cipher, MemorySegment.NULL, keyCopy, MemorySegment.NULL, toEncrypt ? 1 : 0));
            keyCopy.fill((byte) 0);
            return owned;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private void free(MemorySegment context) {
        try {
            FREE.invokeExact(contextFree, context);
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Starts a message with its nonce. */
    void number(MemorySegment context, MemorySegment nonce) {
        try {
            expect((int) INIT.invokeExact(
                    init, context, MemorySegment.NULL, MemorySegment.NULL, MemorySegment.NULL, nonce, KEEP_DIRECTION));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Authenticates data that stay clear. {@code written}: four bytes to write to. */
    void associate(MemorySegment context, MemorySegment written, MemorySegment data, int length) {
        try {
            expect((int) UPDATE.invokeExact(update, context, MemorySegment.NULL, written, data, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Encrypts or decrypts in place, and authenticates. */
    void crypt(MemorySegment context, MemorySegment written, MemorySegment text, int length) {
        try {
            expect((int) UPDATE.invokeExact(update, context, text, written, text, length));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    /** Ends the message; false when its tag is not the one expected. */
    boolean finish(MemorySegment context, MemorySegment written, MemorySegment text) {
        try {
            return (int) FINAL.invokeExact(finalStep, context, text, written) == 1;
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    void expectTag(MemorySegment context, MemorySegment tag) {
        control(context, CTRL_SET_TAG, tag);
    }

    void readTag(MemorySegment context, MemorySegment tag) {
        control(context, CTRL_GET_TAG, tag);
    }

    private void control(MemorySegment context, int request, MemorySegment tag) {
        try {
            expect((int) CTRL.invokeExact(ctrl, context, request, Gcm.TAG_LENGTH, tag));
        } catch (Throwable t) {
            throw unexpected(t);
        }
    }

    private static void expect(int result) {
        if (result != 1) {
            throw new IllegalStateException("OpenSSL refused a step of AES-GCM");
        }
    }

    private static RuntimeException unexpected(Throwable t) {
        if (t instanceof Error e) {
            throw e;
        }
        return t instanceof RuntimeException e ? e : new IllegalStateException(t);
    }
}
