package io.tollgate.overlay.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Passwords as Argon2id verifiers (RFC 9106) in the usual encoded text
 * {@code $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>}.
 *
 * <p>One verification costs 19 MiB and some tens of milliseconds of a core: callers bound how many run at once.
 */
public final class PasswordVerifier {

    /** Longer passwords are refused unread. */
    public static final int MAX_PASSWORD_CHARS = 256;

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /** An old verifier may have had other costs, within reason: a stored text must not be able to eat the machine. */
    private static final int MAX_MEMORY_KIB = 256 * 1024;

    private static final int MAX_PASSES = 10;
    private static final int MAX_LANES = 4;

    private static final Pattern ENCODED = Pattern.compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})"
            + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    /** A verifier that no password fits, for users who do not exist. */
    private static final Encoded NOBODY =
            new Encoded(MEMORY_KIB, PASSES, LANES, new byte[SALT_BYTES], new byte[HASH_BYTES]);

    private PasswordVerifier() {}

    @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest.isEqual only
    private record Encoded(int memoryKib, int passes, int lanes, byte[] salt, byte[] hash) {}

    /** The encoded verifier of a new password. */
    public static String encode(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        Encoded parameters = new Encoded(MEMORY_KIB, PASSES, LANES, salt, new byte[HASH_BYTES]);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(hash(password, parameters));
    }

    /**
     * Whether the password fits the encoded verifier; compared in constant time.
     *
     * @throws IllegalArgumentException when our own store holds something that is no such verifier
     */
    public static boolean verify(String password, String encoded) {
        Encoded stored = decode(encoded);
        return MessageDigest.isEqual(hash(password, stored), stored.hash);
    }

    /** Takes as long as {@link #verify} and is false: for a user who does not exist. */
    public static boolean verifyNobody(String password) {
        return MessageDigest.isEqual(hash(password, NOBODY), NOBODY.hash);
    }

    private static Encoded decode(String encoded) {
        Matcher matcher = ENCODED.matcher(encoded);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not an encoded Argon2id verifier");
        }
        int memoryKib = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        if (memoryKib < 8 * lanes || memoryKib > MAX_MEMORY_KIB || passes < 1 || passes > MAX_PASSES) {
            throw new IllegalArgumentException("an Argon2id verifier with costs out of range");
        }
        if (lanes < 1 || lanes > MAX_LANES) {
            throw new IllegalArgumentException("an Argon2id verifier with costs out of range");
        }
        Base64.Decoder base64 = Base64.getDecoder();
        return new Encoded(memoryKib, passes, lanes, base64.decode(matcher.group(4)), base64.decode(matcher.group(5)));
    }

    private static byte[] hash(String password, Encoded parameters) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(parameters.memoryKib)
                .withIterations(parameters.passes)
                .withParallelism(parameters.lanes)
                .withSalt(parameters.salt)
                .build());
        byte[] octets = password.getBytes(StandardCharsets.UTF_8);
        byte[] hash = new byte[parameters.hash.length];
        generator.generateBytes(octets, hash);
        Arrays.fill(octets, (byte) 0);
        return hash;
    }
}
