package io.tollgate.overlay.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.tollgate.overlay.json.JsonFields;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import org.jspecify.annotations.Nullable;

/** Keys on the curve P-256 as JWK (RFC 7518 section 6.2): made, read with checks, written, named. */
public final class P256 {

    /** 32 octets in base64url. */
    private static final int COORDINATE_CHARS = 43;

    private P256() {}

    /** A new key pair. */
    public static ECKey generate(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            return new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic())
                    .privateKey((ECPrivateKey) pair.getPrivate())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /**
     * Reads a public key. The point must lie on the curve and the key must not carry its private half: whoever sends
     * that has lost it. Anything wrong is noted as a fault of {@code jwk}.
     *
     * @return the key, or null after noting the fault
     */
    public static @Nullable ECKey readPublic(JsonFields jwk) {
        if (jwk.has("d")) {
            jwk.fail("d must stay with its owner");
        }
        return read(jwk, false);
    }

    /** Reads a key pair that {@link #writePrivate} wrote; null after noting the fault. */
    public static @Nullable ECKey readPrivate(JsonFields jwk) {
        return read(jwk, true);
    }

    private static @Nullable ECKey read(JsonFields jwk, boolean wantPrivate) {
        String type = jwk.text("kty", 16);
        String curve = jwk.text("crv", 16);
        String x = jwk.text("x", COORDINATE_CHARS);
        String y = jwk.text("y", COORDINATE_CHARS);
        String d = wantPrivate ? jwk.text("d", COORDINATE_CHARS) : null;
        if (!type.equals("EC") || !curve.equals("P-256") || !isCoordinate(x) || !isCoordinate(y)) {
            jwk.fail("not a P-256 key");
        }
        if (d != null && !isCoordinate(d)) {
            jwk.fail("not a P-256 private key");
        }
        if (jwk.fault() != null) {
            return null;
        }
        try {
            ECKey.Builder builder = new ECKey.Builder(Curve.P_256, new Base64URL(x), new Base64URL(y));
            return d == null ? builder.build() : builder.d(new Base64URL(d)).build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            jwk.fail("not a point of the curve");
            return null;
        }
    }

    private static boolean isCoordinate(String text) {
        byte[] octets = Base64Url.decode(text);
        return octets != null && octets.length == 32;
    }

    /** The public half as JWK. */
    public static ObjectNode writePublic(ECKey key) {
        return JsonFields.object()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", key.getX().toString())
                .put("y", key.getY().toString());
    }

    /** Both halves as JWK. */
    public static ObjectNode writePrivate(ECKey pair) {
        if (!pair.isPrivate()) {
            throw new IllegalArgumentException("the private half is missing");
        }
        return writePublic(pair).put("d", pair.getD().toString());
    }

    /** The RFC 7638 SHA-256 thumbprint in base64url, 43 characters. */
    public static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static ECPublicKey publicHalf(ECKey key) {
        try {
            return key.toECPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked P-256 key can be converted", e);
        }
    }

    static ECPrivateKey privateHalf(ECKey key) {
        try {
            return key.toECPrivateKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("a checked P-256 key can be converted", e);
        }
    }
}
