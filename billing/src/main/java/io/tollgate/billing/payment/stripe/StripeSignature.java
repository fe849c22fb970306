package io.tollgate.billing.payment.stripe;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Stripe-Signature: t=1767000000,v1=5257a8…}: seconds since 1970, and the HMAC-SHA256 of
 * {@code t + "." + body} under the endpoint's secret as hexadecimal. Several {@code v1} stand there while a secret is
 * being replaced; other schemes ({@code v0}) are for tests of the provider's own and count for nothing.
 */
public final class StripeSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_HEADER = 2_000;
    private static final int MAX_SIGNATURES = 16;

    private StripeSignature() {}

    /** What a signature is worth. */
    public enum Verdict {
        VALID("is right"),
        MISSING("is missing"),
        MALFORMED("is not of the form t=SECONDS,v1=HEX"),
        WRONG("does not fit the body under any of our secrets"),
        OLD("is older than is tolerated"),
        FROM_THE_FUTURE("is dated in the future: compare the clocks");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        /** To follow "The signature". */
        public String words() {
            return words;
        }
    }

    /**
     * Checks a body. The signature comes before the time, so that a stranger learns nothing about our clock.
     *
     * @param secrets of the endpoint, newest first; any may have signed
     * @param tolerance how far {@code t} may lie from {@code now}, both ways
     */
    public static Verdict check(
            @Nullable String header, byte[] body, List<String> secrets, Instant now, Duration tolerance) {
        if (header == null || header.isBlank()) {
            return Verdict.MISSING;
        }
        String time = null;
        List<byte[]> signatures = new ArrayList<>();
        if (header.length() > MAX_HEADER) {
            return Verdict.MALFORMED;
        }
        for (String part : header.split(",")) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length != 2) {
                return Verdict.MALFORMED;
            }
            if (pair[0].equals("t") && time == null) {
                time = pair[1];
            } else if (pair[0].equals("v1") && signatures.size() < MAX_SIGNATURES) {
                signatures.add(pair[1].toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            }
        }
        if (time == null || !time.matches("[0-9]{1,12}") || signatures.isEmpty()) {
            return Verdict.MALFORMED;
        }
        if (!anyFits(time, body, secrets, signatures)) {
            return Verdict.WRONG;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), now);
        if (age.compareTo(tolerance) > 0) {
            return Verdict.OLD;
        }
        return age.negated().compareTo(tolerance) > 0 ? Verdict.FROM_THE_FUTURE : Verdict.VALID;
    }

    private static boolean anyFits(String time, byte[] body, List<String> secrets, List<byte[]> signatures) {
        boolean fits = false;
        for (String secret : secrets) {
            byte[] expected = hex(time, body, secret).getBytes(StandardCharsets.UTF_8);
            for (byte[] signature : signatures) {
                fits |= MessageDigest.isEqual(expected, signature);
            }
        }
        return fits;
    }

    /** The header that a sender with the secret writes. */
    public static String sign(byte[] body, String secret, Instant at) {
        String time = Long.toString(at.getEpochSecond());
        return "t=" + time + ",v1=" + hex(time, body, secret);
    }

    private static String hex(String time, byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update(time.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '.');
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
