package io.tollgate.billing.voucher;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A voucher's code: twenty letters and digits of Crockford's base 32 in groups of five, such as
 * {@code 7ZK4M-9QX2A-V0C1H-RT8EN}, 100 random bits.
 *
 * @param letters the twenty, without their dashes
 */
public record VoucherCode(String letters) {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int LENGTH = 20;
    private static final int GROUP = 5;

    /** Makes a code. {@code random} must be one that nobody can foresee. */
    public static VoucherCode make(RandomGenerator random) {
        StringBuilder letters = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new VoucherCode(letters.toString());
    }

    /** Reads what somebody typed: case, dashes and spaces do not matter, and O is 0, I and L are 1. Empty: no code. */
    public static Optional<VoucherCode> read(String typed) {
        if (typed.length() > 4 * LENGTH) {
            return Optional.empty();
        }
        String letters = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        return letters.length() == LENGTH && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)
                ? Optional.of(new VoucherCode(letters))
                : Optional.empty();
    }

    /** SHA-256 of the letters: all that is kept. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(letters.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** In groups, for people. */
    public String printed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < LENGTH; i += GROUP) {
            text.append(i == 0 ? "" : "-").append(letters, i, i + GROUP);
        }
        return text.toString();
    }

    /** Not the code: logs are no place for it. */
    @Override
    public String toString() {
        return "VoucherCode";
    }
}
