package io.tollgate.overlay.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text signed with ES256 in compact form (RFC 7515 section 3.1). Holding one says only that it is well-formed: the
 * payload means nothing until {@link #isSignedBy} has said yes.
 */
public final class CompactJws {

    private static final int SIGNATURE_BYTES = 64;
    private static final int MAX_HEADER_BYTES = 512;
    private static final Set<String> HEADER_FIELDS = Set.of("alg", "typ", "kid");

    private final byte[] signingInput;
    private final byte[] payload;
    private final byte[] signature;
    private final @Nullable String kid;

    private CompactJws(byte[] signingInput, byte[] payload, byte[] signature, @Nullable String kid) {
        this.signingInput = signingInput;
        this.payload = payload;
        this.signature = signature;
        this.kid = kid;
    }

    /** What became of a text that should be a JWS. */
    public sealed interface Result {}

    /** Well-formed, not yet verified. */
    public record Parsed(CompactJws jws) implements Result {}

    /** Refused before any signature was looked at. */
    public record Refused(JoseFault fault) implements Result {}

    /**
     * Signs.
     *
     * @param payload the octets to sign
     * @param typ the {@code typ} header
     * @param kid the {@code kid} header, or null for none
     * @param key a P-256 key pair
     */
    public static String sign(byte[] payload, String typ, @Nullable String kid, ECKey key) {
        ObjectNode header = JsonFields.object().put("alg", "ES256").put("typ", typ);
        if (kid != null) {
            header.put("kid", kid);
        }
        String signingInput = Base64Url.encode(JsonFields.write(header)) + "." + Base64Url.encode(payload);
        try {
            Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
            signer.initSign(P256.privateHalf(key));
            signer.update(signingInput.getBytes(StandardCharsets.US_ASCII));
            return signingInput + "." + Base64Url.encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing with a P-256 key cannot fail", e);
        }
    }

    /**
     * Takes a text apart.
     *
     * @param text the compact form
     * @param typ the only {@code typ} that is accepted
     * @param maxChars longer texts are refused
     */
    public static Result parse(String text, String typ, int maxChars) {
        if (text.length() > maxChars) {
            return new Refused(JoseFault.TOO_LARGE);
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return new Refused(JoseFault.MALFORMED);
        }
        byte[] header = Base64Url.decode(parts[0]);
        byte[] payload = Base64Url.decode(parts[1]);
        byte[] signature = Base64Url.decode(parts[2]);
        if (header == null || payload == null || signature == null || signature.length != SIGNATURE_BYTES) {
            return new Refused(JoseFault.MALFORMED);
        }
        JsonFields fields = JsonFields.parse(header, MAX_HEADER_BYTES);
        if (fields.fault() != null) {
            return new Refused(JoseFault.MALFORMED);
        }
        fields.onlyFields(HEADER_FIELDS);
        String algorithm = fields.text("alg", 16);
        String type = fields.text("typ", 64);
        String kid = fields.optionalText("kid", 64);
        if (fields.fault() != null || !algorithm.equals("ES256") || !type.equals(typ)) {
            return new Refused(JoseFault.NOT_ALLOWED);
        }
        byte[] signingInput = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
        return new Parsed(new CompactJws(signingInput, payload, signature, kid));
    }

    /** Whether the owner of this public key signed it. */
    public boolean isSignedBy(ECKey publicKey) {
        try {
            Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
            verifier.initVerify(P256.publicHalf(publicKey));
            verifier.update(signingInput);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false; // the JDK's way of saying that r or s is no possible value
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK verifies ES256", e);
        }
    }

    /** The payload's octets. */
    public byte[] payload() {
        return payload.clone();
    }

    /** The {@code kid} header, or null. */
    public @Nullable String kid() {
        return kid;
    }
}
