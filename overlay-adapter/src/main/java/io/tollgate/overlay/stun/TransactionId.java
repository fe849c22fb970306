package io.tollgate.overlay.stun;

import java.util.random.RandomGenerator;

/**
 * The 96 random bits that pair a response with its request (RFC 8489 section 5).
 *
 * @param high the first 32 bits on the wire
 * @param low the other 64 bits
 */
public record TransactionId(int high, long low) {
    /** Draws one. The generator decides how hard it is to guess: on a real network give a SecureRandom. */
    public static TransactionId random(RandomGenerator random) {
        return new TransactionId(random.nextInt(), random.nextLong());
    }
}
