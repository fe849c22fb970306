package io.tollgate.overlay.jose;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.json.JsonFields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A256GCM encryption in compact form (RFC 7516 section 3.1), to a P-256 key or under a shared key.
 *
 * <p>The initialisation vector and the ephemeral key are arguments: whoever calls must draw both anew for every text.
 */
public final class CompactJwe {

    /** Length of a content key and of a call key. */
    public static final int KEY_BYTES = 32;

    /** Length of an initialisation vector. */
    public static final int IV_BYTES = 12;

    private static final int TAG_BYTES = 16;
    private static final int MAX_HEADER_BYTES = 512;
    private static final Set<String> DIRECT_FIELDS = Set.of("alg", "enc", "typ");
    private static final Set<String> AGREED_FIELDS = Set.of("alg", "enc", "typ", "epk");

    private CompactJwe() {}

    /** What became of a text that should be a JWE. */
    public sealed interface Result {}

    /** Authentic; the octets that were encrypted. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Opened(byte[] plaintext) implements Result {}

    /** Not opened. */
    public record Refused(JoseFault fault) implements Result {}

    /**
     * Encrypts to the owner of a public key.
     *
     * @param plaintext what to encrypt
     * @param typ the {@code typ} header
     * @param receiver the receiver's public agreement key
     * @param ephemeral a key pair that is used for this one text
     * @param iv {@value #IV_BYTES} octets that are used for this one text
     */
    public static String sealTo(byte[] plaintext, String typ, ECKey receiver, ECKey ephemeral, byte[] iv) {
        ObjectNode header =
                JsonFields.object().put("alg", "ECDH-ES").put("enc", "A256GCM").put("typ", typ);
        header.set("epk", P256.writePublic(ephemeral));
        return encrypt(plaintext, header, agree(ephemeral, receiver), iv);
    }

    /**
     * Encrypts under a shared key.
     *
     * @param plaintext what to encrypt
     * @param typ the {@code typ} header
     * @param key {@value #KEY_BYTES} octets
     * @param iv {@value #IV_BYTES} octets that are used for this one text under this key
     */
    public static String sealUnder(byte[] plaintext, String typ, byte[] key, byte[] iv) {
        ObjectNode header =
                JsonFields.object().put("alg", "dir").put("enc", "A256GCM").put("typ", typ);
        return encrypt(plaintext, header, key, iv);
    }

    /** Opens a text that was encrypted to this key pair. */
    public static Result openWith(String text, String typ, ECKey own, int maxChars) {
        Parts parts = Parts.of(text, maxChars);
        if (parts.fault != null) {
            return new Refused(parts.fault);
        }
        JsonFields header = JsonFields.parse(parts.header, MAX_HEADER_BYTES);
        if (header.fault() != null) {
            return new Refused(JoseFault.MALFORMED);
        }
        if (!isAllowed(header, "ECDH-ES", typ, AGREED_FIELDS)) {
            return new Refused(JoseFault.NOT_ALLOWED);
        }
        ECKey ephemeral = P256.readPublic(header.object("epk"));
        if (ephemeral == null) {
            return new Refused(JoseFault.MALFORMED);
        }
        return decrypt(parts, agree(own, ephemeral));
    }

    /** Opens a text that was encrypted under this shared key of {@value #KEY_BYTES} octets. */
    public static Result openUnder(String text, String typ, byte[] key, int maxChars) {
        Parts parts = Parts.of(text, maxChars);
        if (parts.fault != null) {
            return new Refused(parts.fault);
        }
        JsonFields header = JsonFields.parse(parts.header, MAX_HEADER_BYTES);
        if (header.fault() != null) {
            return new Refused(JoseFault.MALFORMED);
        }
        if (!isAllowed(header, "dir", typ, DIRECT_FIELDS)) {
            return new Refused(JoseFault.NOT_ALLOWED);
        }
        return decrypt(parts, key);
    }

    private static boolean isAllowed(JsonFields header, String algorithm, String typ, Set<String> fields) {
        header.onlyFields(fields);
        boolean right = header.text("alg", 16).equals(algorithm)
                && header.text("enc", 16).equals("A256GCM")
                && header.text("typ", 64).equals(typ);
        return right && header.fault() == null;
    }

    /** The five parts of the compact form, or what is wrong with them. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one call, never compared
    private record Parts(
            String protectedText,
            byte[] header,
            byte[] iv,
            byte[] ciphertext,
            byte[] tag,
            @Nullable JoseFault fault) {

        private static final byte[] NONE = {};

        static Parts of(String text, int maxChars) {
            if (text.length() > maxChars) {
                return wrong(JoseFault.TOO_LARGE);
            }
            String[] parts = text.split("\\.", -1);
            if (parts.length != 5 || !parts[1].isEmpty()) {
                return wrong(JoseFault.MALFORMED);
            }
            byte[] header = Base64Url.decode(parts[0]);
            byte[] iv = Base64Url.decode(parts[2]);
            byte[] ciphertext = Base64Url.decode(parts[3]);
            byte[] tag = Base64Url.decode(parts[4]);
            if (header == null || iv == null || ciphertext == null || tag == null) {
                return wrong(JoseFault.MALFORMED);
            }
            if (iv.length != IV_BYTES || tag.length != TAG_BYTES) {
                return wrong(JoseFault.MALFORMED);
            }
            return new Parts(parts[0], header, iv, ciphertext, tag, null);
        }

        private static Parts wrong(JoseFault fault) {
            return new Parts("", NONE, NONE, NONE, NONE, fault);
        }
    }

    private static String encrypt(byte[] plaintext, ObjectNode header, byte[] key, byte[] iv) {
        if (key.length != KEY_BYTES || iv.length != IV_BYTES) {
            throw new IllegalArgumentException("the key must have 32 octets and the vector 12");
        }
        String protectedText = Base64Url.encode(JsonFields.write(header));
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, iv));
            cipher.updateAAD(protectedText.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer sealed = ByteBuffer.wrap(cipher.doFinal(plaintext));
            byte[] ciphertext = new byte[sealed.remaining() - TAG_BYTES];
            byte[] tag = new byte[TAG_BYTES];
            sealed.get(ciphertext).get(tag);
            return protectedText + ".." + Base64Url.encode(iv) + "." + Base64Url.encode(ciphertext) + "."
                    + Base64Url.encode(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK encrypts with AES-GCM", e);
        }
    }

    private static Result decrypt(Parts parts, byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BYTES * 8, parts.iv));
            cipher.updateAAD(parts.protectedText.getBytes(StandardCharsets.US_ASCII));
            cipher.update(parts.ciphertext);
            return new Opened(cipher.doFinal(parts.tag));
        } catch (AEADBadTagException e) {
            return new Refused(JoseFault.NOT_AUTHENTIC);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK decrypts with AES-GCM", e);
        }
    }

    /** ECDH, then the Concat KDF of RFC 7518 section 4.6.2: one round of SHA-256 gives the 32 octets of A256GCM. */
    private static byte[] agree(ECKey privatePair, ECKey publicKey) {
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(P256.privateHalf(privatePair));
            agreement.doPhase(P256.publicHalf(publicKey), true);
            byte[] algorithm = "A256GCM".getBytes(StandardCharsets.US_ASCII);
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(intOctets(1)); // the round
            digest.update(agreement.generateSecret());
            digest.update(intOctets(algorithm.length));
            digest.update(algorithm);
            digest.update(intOctets(0)); // no PartyUInfo
            digest.update(intOctets(0)); // no PartyVInfo
            digest.update(intOctets(KEY_BYTES * 8));
            return digest.digest();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("two points of P-256 always agree", e);
        }
    }

    private static byte[] intOctets(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }
}
