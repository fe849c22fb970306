package io.tollgate.overlay.seal;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.CompactJws;
import java.nio.charset.StandardCharsets;

/** A message signed by its sender's device: the plaintext inside a seal. */
final class SignedMessage {

    private static final String TYPE = "tollgate-signed+jws";

    private SignedMessage() {}

    sealed interface Result {}

    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Verified(byte[] json) implements Result {}

    record Refused(SealRefusal reason) implements Result {}

    static byte[] sign(byte[] json, ECKey signing) {
        return CompactJws.sign(json, TYPE, null, signing).getBytes(StandardCharsets.US_ASCII);
    }

    static Result verify(byte[] plaintext, ECKey senderKey) {
        String text = new String(plaintext, StandardCharsets.ISO_8859_1);
        if (text.startsWith("{")) {
            return new Refused(SealRefusal.UNSIGNED);
        }
        return switch (CompactJws.parse(text, TYPE, Sealing.MAX_SEALED_CHARS)) {
            case CompactJws.Refused refused ->
                new Refused(
                        switch (refused.fault()) {
                            case TOO_LARGE -> SealRefusal.TOO_LARGE;
                            case MALFORMED -> SealRefusal.MALFORMED;
                            case NOT_ALLOWED -> SealRefusal.NOT_ALLOWED;
                            case NOT_AUTHENTIC -> SealRefusal.BAD_SIGNATURE;
                        });
            case CompactJws.Parsed parsed ->
                parsed.jws().isSignedBy(senderKey)
                        ? new Verified(parsed.jws().payload())
                        : new Refused(SealRefusal.BAD_SIGNATURE);
        };
    }
}
