package io.tollgate.overlay.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.Signature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJwsTest {

    private static final String TYPE = "test+jws";
    private static final ECKey KEY = P256.generate(new SecureRandom());
    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

    /** RFC 7515 appendix A.3. */
    private static final ECKey RFC_KEY = new ECKey.Builder(
                    Curve.P_256,
                    new Base64URL("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                    new Base64URL("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"))
            .build();

    private static CompactJws parsed(String text) {
        return ((CompactJws.Parsed) CompactJws.parse(text, TYPE, 4096)).jws();
    }

    @Test
    void theSignatureOfRfc7515IsAccepted() throws Exception {
        // The RFC's header has no typ, which we insist on, so its signature is checked with the JDK's own verifier
        // under our reading of the key and of base64url.
        String input = "eyJhbGciOiJFUzI1NiJ9."
                + "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        String signature = "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
        byte[] octets = Base64Url.decode(signature);
        assertThat(octets).hasSize(64);
        Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(P256.publicHalf(RFC_KEY));
        verifier.update(input.getBytes(StandardCharsets.US_ASCII));
        assertThat(verifier.verify(octets)).isTrue();
        assertThat(CompactJws.parse(input + "." + signature, TYPE, 4096))
                .isEqualTo(new CompactJws.Refused(JoseFault.NOT_ALLOWED));
    }

    @Test
    void anotherLibraryVerifiesWhatWeSign() throws Exception {
        JWSObject theirs = JWSObject.parse(CompactJws.sign(PAYLOAD, TYPE, "k1", KEY));
        assertThat(theirs.verify(new ECDSAVerifier(KEY))).isTrue();
        assertThat(theirs.getPayload().toBytes()).isEqualTo(PAYLOAD);
        assertThat(theirs.getHeader().getKeyID()).isEqualTo("k1");
        assertThat(theirs.getHeader().getType().getType()).isEqualTo(TYPE);
    }

    @Test
    void weVerifyWhatAnotherLibrarySigned() throws Exception {
        JWSObject theirs = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(TYPE))
                        .keyID("k2")
                        .build(),
                new Payload(PAYLOAD));
        theirs.sign(new ECDSASigner(KEY));
        CompactJws ours = parsed(theirs.serialize());
        assertThat(ours.isSignedBy(KEY)).isTrue();
        assertThat(ours.payload()).isEqualTo(PAYLOAD);
        assertThat(ours.kid()).isEqualTo("k2");
    }

    @Test
    void anotherKeyOrAChangedPayloadIsNotAuthentic() {
        String text = CompactJws.sign(PAYLOAD, TYPE, null, KEY);
        assertThat(parsed(text).isSignedBy(KEY)).isTrue();
        assertThat(parsed(text).isSignedBy(RFC_KEY)).isFalse();
        String[] parts = text.split("\\.");
        String other = Base64Url.encode("{\"a\":2}".getBytes(StandardCharsets.UTF_8));
        assertThat(parsed(parts[0] + "." + other + "." + parts[2]).isSignedBy(KEY))
                .isFalse();
    }

    @Test
    void theSignatureOfZeroesIsNotAuthentic() { // CVE-2022-21449
        String[] parts = CompactJws.sign(PAYLOAD, TYPE, null, KEY).split("\\.");
        String zeroes = Base64Url.encode(new byte[64]);
        assertThat(parsed(parts[0] + "." + parts[1] + "." + zeroes).isSignedBy(KEY))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"alg\":\"none\",\"typ\":\"test+jws\"}",
                "{\"alg\":\"HS256\",\"typ\":\"test+jws\"}",
                "{\"alg\":\"ES384\",\"typ\":\"test+jws\"}",
                "{\"alg\":\"ES256\",\"typ\":\"other+jws\"}",
                "{\"alg\":\"ES256\"}",
                "{\"typ\":\"test+jws\"}",
                "{\"alg\":\"ES256\",\"typ\":\"test+jws\",\"crit\":[\"b64\"],\"b64\":false}",
                "{\"alg\":\"ES256\",\"typ\":\"test+jws\",\"jku\":\"http://example.com\"}",
                "{\"alg\":\"ES256\",\"typ\":\"test+jws\",\"jwk\":{}}"
            })
    void headersThatAreNotOnTheListAreRefused(String header) {
        String[] parts = CompactJws.sign(PAYLOAD, TYPE, null, KEY).split("\\.");
        String text = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + parts[1] + "." + parts[2];
        assertThat(CompactJws.parse(text, TYPE, 4096)).isEqualTo(new CompactJws.Refused(JoseFault.NOT_ALLOWED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a.b",
                "a.b.c",
                "a.b.c.d",
                "eyJ9.e30.AAAA",
                "e30=.e30.AAAA",
                "e30.e30.",
                " .e30.e30"
            })
    void whatIsNoCompactFormIsMalformed(String text) {
        assertThat(CompactJws.parse(text, TYPE, 4096)).isEqualTo(new CompactJws.Refused(JoseFault.MALFORMED));
    }

    @Test
    void aDuplicateHeaderNameIsMalformed() {
        String[] parts = CompactJws.sign(PAYLOAD, TYPE, null, KEY).split("\\.");
        String header = "{\"alg\":\"ES256\",\"alg\":\"ES256\",\"typ\":\"test+jws\"}";
        String text = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8)) + "." + parts[1] + "." + parts[2];
        assertThat(CompactJws.parse(text, TYPE, 4096)).isEqualTo(new CompactJws.Refused(JoseFault.MALFORMED));
    }

    @Test
    void aTextAboveTheLimitIsNotRead() {
        String text = CompactJws.sign(PAYLOAD, TYPE, null, KEY);
        assertThat(CompactJws.parse(text, TYPE, text.length())).isInstanceOf(CompactJws.Parsed.class);
        assertThat(CompactJws.parse(text, TYPE, text.length() - 1))
                .isEqualTo(new CompactJws.Refused(JoseFault.TOO_LARGE));
    }

    @Test
    void base64urlHasOneFormOnly() {
        assertThat(Base64Url.decode("AA")).containsExactly(0);
        assertThat(Base64Url.decode("AB")).as("bits beyond the last octet").isNull();
        assertThat(Base64Url.decode("AA==")).as("padding").isNull();
        assertThat(Base64Url.decode("+/8")).as("the other alphabet").isNull();
        assertThat(Base64Url.decode("A")).isNull();
        assertThat(Base64Url.decode("A A")).isNull();
    }
}
