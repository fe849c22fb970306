package io.tollgate.overlay.ice;

import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * User name fragment and password of one agent for one call (RFC 8445 section 5.3).
 *
 * @param ufrag 4 to 256 ice-chars
 * @param password 22 to 256 ice-chars
 */
public record IceCredentials(String ufrag, String password) {
    private static final Pattern UFRAG = Pattern.compile("[A-Za-z0-9+/]{4,256}");
    private static final Pattern PASSWORD = Pattern.compile("[A-Za-z0-9+/]{22,256}");
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /** @throws IllegalArgumentException when a part has not the length or the characters of the RFC */
    public IceCredentials {
        if (!UFRAG.matcher(ufrag).matches()) {
            throw new IllegalArgumentException("an ICE user name fragment has 4 to 256 ice-chars");
        }
        if (!PASSWORD.matcher(password).matches()) {
            throw new IllegalArgumentException("an ICE password has 22 to 256 ice-chars");
        }
    }

    /** 48 bits of name and 144 bits of password; on a real network give a SecureRandom. */
    public static IceCredentials random(RandomGenerator random) {
        return new IceCredentials(chars(random, 8), chars(random, 24));
    }

    /** The key of MESSAGE-INTEGRITY (RFC 8489 section 9.1.1). */
    byte[] key() {
        return password.getBytes(StandardCharsets.UTF_8);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "ICE " + ufrag;
    }

    private static String chars(RandomGenerator random, int count) {
        StringBuilder out = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            out.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return out.toString();
    }
}
