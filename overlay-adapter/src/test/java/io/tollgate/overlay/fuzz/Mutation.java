package io.tollgate.overlay.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages good input: flips, cuts, doubles, splices and replaces octets. */
final class Mutation {

    private static final String SPICE = "{}[]\":,.\\u0000-_=nulltrue9eE+AZ";

    private Mutation() {}

    /** One to four damages. */
    static byte[] of(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        int damages = random.nextInt(1, 5);
        for (int i = 0; i < damages; i++) {
            bad = once(bad, random);
        }
        return bad;
    }

    private static byte[] once(byte[] bad, SplittableRandom random) {
        if (bad.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bad.length);
        return switch (random.nextInt(6)) {
            case 0 -> {
                bad[at] ^= (byte) (1 << random.nextInt(8));
                yield bad;
            }
            case 1 -> Arrays.copyOf(bad, at);
            case 2 -> {
                bad[at] = (byte) SPICE.charAt(random.nextInt(SPICE.length()));
                yield bad;
            }
            case 3 -> splice(bad, at, bad, random.nextInt(bad.length));
            case 4 -> {
                byte[] noise = new byte[random.nextInt(1, 16)];
                random.nextBytes(noise);
                yield splice(bad, at, noise, 0);
            }
            default -> {
                byte[] spice = SPICE.substring(random.nextInt(SPICE.length())).getBytes(StandardCharsets.US_ASCII);
                yield splice(bad, at, spice, 0);
            }
        };
    }

    /** The head of one and the tail of the other, at most 100,000 octets. */
    private static byte[] splice(byte[] head, int headLength, byte[] tail, int tailFrom) {
        byte[] spliced = Arrays.copyOf(head, headLength + tail.length - tailFrom);
        System.arraycopy(tail, tailFrom, spliced, headLength, tail.length - tailFrom);
        return spliced.length > 100_000 ? Arrays.copyOf(spliced, 100_000) : spliced;
    }
}
