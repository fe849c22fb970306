package io.tollgate.rtp.srtp;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * GCM by OpenSSL, where the system has it: the fastest way that leaves no garbage, and in constant time. Text is copied
 * to native memory and comes back only when its tag was right, because OpenSSL decrypts before it knows.
 *
 * <p>Native memory belongs to this object and is freed some time after it became unreachable.
 */
final class OpenSslGcm implements Gcm {
    /** A packet fits; a longer text lets the buffer grow. */
    private static final int USUAL_TEXT = 2048;

    private static final int MAX_ASSOCIATED = 512;

    private final LibCrypto lib;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment nonceCopy = arena.allocate(NONCE_LENGTH, 16);
    private final MemorySegment tagCopy = arena.allocate(TAG_LENGTH, 16);
    private final MemorySegment written = arena.allocate(Integer.BYTES, Integer.BYTES);
    private final byte[] key;
    private MemorySegment associatedCopy = arena.allocate(MAX_ASSOCIATED, 16);
    private MemorySegment text = arena.allocate(USUAL_TEXT, 64);
    /** Made when first used: a sender never opens, a receiver never seals. */
    private @Nullable MemorySegment sealing;

    private @Nullable MemorySegment opening;

    OpenSslGcm(LibCrypto lib, byte[] key) {
        this.lib = lib;
        this.key = key.clone();
    }

    @Override
    public void seal(
            byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        MemorySegment context = sealing;
        if (context == null) {
            context = lib.newContext(key, true);
            sealing = context;
        }
        copyIn(nonce, associated, associatedOff, associatedLen, buf, off, len);
        lib.number(context, nonceCopy);
        lib.associate(context, written, associatedCopy, associatedLen);
        lib.crypt(context, written, text, len);
        if (!lib.finish(context, written, text)) {
            throw new IllegalStateException("OpenSSL refused to encrypt");
        }
        lib.readTag(context, tagCopy);
        MemorySegment.copy(text, JAVA_BYTE, 0, buf, off, len);
        MemorySegment.copy(tagCopy, JAVA_BYTE, 0, buf, off + len, TAG_LENGTH);
    }

    @Override
    public boolean open(
            byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        MemorySegment context = opening;
        if (context == null) {
            context = lib.newContext(key, false);
            opening = context;
        }
        copyIn(nonce, associated, associatedOff, associatedLen, buf, off, len);
        MemorySegment.copy(buf, off + len, tagCopy, JAVA_BYTE, 0, TAG_LENGTH);
        lib.number(context, nonceCopy);
        lib.expectTag(context, tagCopy);
        lib.associate(context, written, associatedCopy, associatedLen);
        lib.crypt(context, written, text, len);
        if (!lib.finish(context, written, text)) {
            return false;
        }
        MemorySegment.copy(text, JAVA_BYTE, 0, buf, off, len);
        return true;
    }

    private void copyIn(
            byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len) {
        if (len > text.byteSize()) {
            text = arena.allocate(2L * len, 64);
        }
        if (associatedLen > associatedCopy.byteSize()) {
            associatedCopy = arena.allocate(2L * associatedLen, 16);
        }
        MemorySegment.copy(nonce, 0, nonceCopy, JAVA_BYTE, 0, NONCE_LENGTH);
        MemorySegment.copy(associated, associatedOff, associatedCopy, JAVA_BYTE, 0, associatedLen);
        MemorySegment.copy(buf, off, text, JAVA_BYTE, 0, len);
    }
}
