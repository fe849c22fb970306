package io.tollgate.gateway.delivery;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What lets a consumer know that an event is ours and fresh: {@code t=SECONDS,v1=HEX}, where HEX is HMAC-SHA256 (RFC 2104)
 * with the consumer's secret, in UTF-8, over SECONDS, a full stop and the body's bytes.
 */
public final class WebhookSignature {
    /** The header that carries it. */
    public static final String HEADER = "Tollgate-Signature";

    private static final String ALGORITHM = "HmacSHA256";

    private WebhookSignature() {}

    /**
     * The header's value.
     *
     * @param epochSecond when it was signed; consumers should refuse what is older than some minutes
     */
    public static String of(String secret, long epochSecond, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            mac.update((epochSecond + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + epochSecond + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
