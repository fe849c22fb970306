package io.tollgate.rtp.srtp;

/**
 * AES-GCM under one key, with nonces of 12 and tags of 16 bytes, in place. Confined to one thread. What is not authentic
 * is never decrypted: a refused message stays as it came, so that it can be tried again under another key or nonce.
 */
sealed interface Gcm permits OpenSslGcm, SoftwareGcm {
    /** Bytes of the tag. */
    int TAG_LENGTH = 16;

    /** Bytes of the nonce. */
    int NONCE_LENGTH = 12;

    /** Encrypts {@code buf[off, off + len)} and writes the tag behind it. */
    void seal(byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len);

    /** Verifies the tag behind {@code buf[off, off + len)}; decrypts only when it matches. */
    boolean open(byte[] nonce, byte[] associated, int associatedOff, int associatedLen, byte[] buf, int off, int len);

    /** The fastest that this system has. {@code key}: 16 or 32 bytes. */
    static Gcm of(byte[] key) {
        return LibCrypto.system().<Gcm>map(lib -> new OpenSslGcm(lib, key)).orElseGet(() -> new SoftwareGcm(key));
    }
}
