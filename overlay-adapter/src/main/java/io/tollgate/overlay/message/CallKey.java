package io.tollgate.overlay.message;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** The 32 octets that encrypt all but the first message of a call. Never logged. */
public final class CallKey {

    /** Length in octets. */
    public static final int BYTES = 32;

    private final byte[] octets;

    /** A key of these octets. */
    public CallKey(byte[] octets) {
        if (octets.length != BYTES) {
            throw new IllegalArgumentException("a call key has 32 octets");
        }
        this.octets = octets.clone();
    }

    /** A new key. */
    public static CallKey random(SecureRandom random) {
        byte[] octets = new byte[BYTES];
        random.nextBytes(octets);
        return new CallKey(octets);
    }

    /** A copy of the octets. */
    public byte[] octets() {
        return octets.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallKey key && MessageDigest.isEqual(octets, key.octets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets);
    }

    @Override
    public String toString() {
        return "CallKey[secret]";
    }
}
