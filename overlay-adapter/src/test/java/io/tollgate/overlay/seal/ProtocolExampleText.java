package io.tollgate.overlay.seal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** Prints {@link ProtocolExample} as the section that stands in the protocol's description. */
final class ProtocolExampleText {

    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    static String render() {
        return new ProtocolExampleText().write().text.toString();
    }

    private ProtocolExampleText write() {
        keys();
        opening();
        firstMessage();
        sealing();
        envelopes();
        later();
        return this;
    }

    private void keys() {
        words("""
                ## 5. A worked example

                Alice's device calls +44 20 7946 0123. Every private key is the SHA-256 of the text
                `tollgate example <name>`, every signature is the deterministic one of RFC 6979 (a verifier cannot
                tell), and the two initialisation vectors are fixed, so each step can be checked octet for octet.
                Indented texts are one line each, broken for display.

                ### 5.1 Keys
                """);
        key("`alice signing`", ProtocolExample.ALICE.signing());
        key("`alice agreement`", ProtocolExample.ALICE.agreement());
        key("`gateway signing`", ProtocolExample.GATEWAY.signing());
        key("`gateway agreement`", ProtocolExample.GATEWAY.agreement());
        key("`issuer signing`", ProtocolExample.ISSUER);
        words("Device ids (RFC 7638 thumbprints of the signing keys), Alice's and the gateway's:");
        code(ProtocolExample.ALICE.thumbprint());
        code(ProtocolExample.GATEWAY.thumbprint());
    }

    private void opening() {
        words("""
                ### 5.2 Credential and Hello

                The credential, issued 2026-11-21T12:00:00Z (%d) for 24 hours; `kid` is the issuer key's thumbprint.
                Header, claims, compact form:
                """.formatted(ProtocolExample.NOW.getEpochSecond()));
        token(ProtocolExample.credential());
        words("""
                The supernode's first binary message, an Envelope with a Challenge whose nonce is the SHA-256 of
                `tollgate example nonce`:
                """);
        hex(ProtocolExample.challengeEnvelope().toByteArray());
        words("The proof in the Hello: header, payload, compact form:");
        token(ProtocolExample.proof());
    }

    private void firstMessage() {
        words("""
                ### 5.3 The message and its signature

                The call is %s; the call key is the SHA-256 of
                `tollgate example call key`. The message (white space and the order of fields are the sender's
                choice; what counts is what was signed):
                """.formatted(ProtocolExample.CALL));
        code(new String(ProtocolExample.messageJson(), StandardCharsets.UTF_8));
        words("Signed by `alice signing`; header and compact form:");
        String signed = ProtocolExample.signed();
        code(decoded(signed, 0));
        code(signed);
    }

    private void sealing() {
        words("""
                ### 5.4 Sealed to the gateway

                The ephemeral key, its agreement with `gateway agreement` (the x coordinate, hexadecimal), what the
                Concat KDF of RFC 7518 section 4.6.2 hashes, and the content key that comes of it:
                """);
        key("`ephemeral`", ProtocolExample.EPHEMERAL);
        hex(ProtocolExample.sharedSecret());
        hex(ProtocolExample.kdfInput());
        hex(ProtocolExample.contentKey());
        words("""
                A256GCM over the compact JWS with the vector 000102030405060708090a0b; the additional data are the
                base64url text of the header. Header and compact form:
                """);
        String sealed = ProtocolExample.sealed();
        code(decoded(sealed, 0));
        code(sealed);
    }

    private void envelopes() {
        byte[] send = ProtocolExample.sendEnvelope().toByteArray();
        words("""
                ### 5.5 On the wire

                A request for gateways (`request` 2), whole:
                """);
        hex(ProtocolExample.findGatewaysEnvelope().toByteArray());
        words("""
                The `Send` (`request` 3) has %d octets. Up to the first octets of `sealed`:
                """.formatted(send.length));
        hex(Arrays.copyOf(send, 86));
        words("""
                that is: field 1 = 3; field 30 (`send`), its length; in it field 1 (`to_device_id`, 43 octets),
                field 2 (`call_id`, 16 octets), field 3 (`sealed`), its length and text. The SHA-256 of the whole:
                """);
        hex(ProtocolExample.sha256(send));
    }

    private void later() {
        words("""
                ### 5.6 A later message

                The gateway's `ringing` under the call key (hexadecimal), with the vector 0c0d0e0f1011121314151617;
                message, header and compact form:
                """);
        hex(ProtocolExample.CALL_KEY.octets());
        code(new String(ProtocolExample.laterJson(), StandardCharsets.UTF_8));
        code(decoded(ProtocolExample.laterSealed(), 0));
        code(ProtocolExample.laterSealed());
    }

    private void token(String compact) {
        code(decoded(compact, 0));
        code(decoded(compact, 1));
        code(compact);
    }

    private void key(String name, ECKey pair) {
        ObjectNode jwk = P256.writePrivate(pair);
        words(name + ":");
        code(new String(JsonFields.write(jwk), StandardCharsets.UTF_8));
    }

    private static String decoded(String compact, int part) {
        byte[] octets = Base64Url.decode(compact.split("\\.", -1)[part]);
        return new String(Objects.requireNonNull(octets), StandardCharsets.UTF_8);
    }

    private void words(String words) {
        text.append(words.strip()).append("\n\n");
    }

    private void hex(byte[] octets) {
        code(HexFormat.of().formatHex(octets));
    }

    private void code(String line) {
        for (int from = 0; from < line.length(); from += WIDTH) {
            text.append("    ")
                    .append(line, from, Math.min(line.length(), from + WIDTH))
                    .append('\n');
        }
        text.append('\n');
    }
}
