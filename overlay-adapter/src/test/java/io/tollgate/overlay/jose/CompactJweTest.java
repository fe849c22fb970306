package io.tollgate.overlay.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import io.tollgate.overlay.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompactJweTest {

    private static final String TYPE = "test+jwe";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ECKey RECEIVER = P256.generate(RANDOM);
    private static final byte[] PLAIN = "what nobody else may read".getBytes(StandardCharsets.UTF_8);
    private static final byte[] KEY = random(32);

    private static byte[] random(int length) {
        byte[] octets = new byte[length];
        RANDOM.nextBytes(octets);
        return octets;
    }

    private static String sealed() {
        return CompactJwe.sealTo(PLAIN, TYPE, RECEIVER, P256.generate(RANDOM), random(12));
    }

    private static String theirs(JWEHeader.Builder header, JWEEncrypter encrypter) throws Exception {
        JWEObject object = new JWEObject(header.build(), new Payload(PLAIN));
        object.encrypt(encrypter);
        return object.serialize();
    }

    private static JWEHeader.Builder header(JWEAlgorithm algorithm, EncryptionMethod method) {
        return new JWEHeader.Builder(algorithm, method).type(new JOSEObjectType(TYPE));
    }

    private static byte[] plaintext(CompactJwe.Result result) {
        return ((CompactJwe.Opened) result).plaintext();
    }

    private static JoseFault fault(CompactJwe.Result result) {
        return ((CompactJwe.Refused) result).fault();
    }

    @Test
    void anotherLibraryOpensWhatWeSealToAKey() throws Exception {
        JWEObject theirs = JWEObject.parse(sealed());
        theirs.decrypt(new ECDHDecrypter(RECEIVER));
        assertThat(theirs.getPayload().toBytes()).isEqualTo(PLAIN);
    }

    @Test
    void weOpenWhatAnotherLibrarySealsToAKey() throws Exception {
        String text = theirs(header(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM), new ECDHEncrypter(RECEIVER));
        assertThat(plaintext(CompactJwe.openWith(text, TYPE, RECEIVER, 4096))).isEqualTo(PLAIN);
    }

    @Test
    void aSharedKeyWorksBothWaysWithAnotherLibrary() throws Exception {
        JWEObject ours = JWEObject.parse(CompactJwe.sealUnder(PLAIN, TYPE, KEY, random(12)));
        ours.decrypt(new DirectDecrypter(KEY));
        assertThat(ours.getPayload().toBytes()).isEqualTo(PLAIN);
        String text = theirs(header(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), new DirectEncrypter(KEY));
        assertThat(plaintext(CompactJwe.openUnder(text, TYPE, KEY, 4096))).isEqualTo(PLAIN);
    }

    @Test
    void anotherKeyDoesNotOpen() {
        assertThat(fault(CompactJwe.openWith(sealed(), TYPE, P256.generate(RANDOM), 4096)))
                .isEqualTo(JoseFault.NOT_AUTHENTIC);
        String direct = CompactJwe.sealUnder(PLAIN, TYPE, KEY, random(12));
        assertThat(fault(CompactJwe.openUnder(direct, TYPE, random(32), 4096))).isEqualTo(JoseFault.NOT_AUTHENTIC);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4})
    void aFlippedBitAnywhereIsNoticed(int part) {
        String[] parts = sealed().split("\\.", -1);
        byte[] octets = Objects.requireNonNull(Base64Url.decode(parts[part]));
        octets[octets.length / 2] ^= 1;
        parts[part] = Base64Url.encode(octets);
        assertThat(fault(CompactJwe.openWith(String.join(".", parts), TYPE, RECEIVER, 4096)))
                .isEqualTo(JoseFault.NOT_AUTHENTIC);
    }

    @Test
    void algorithmsThatAreNotOnTheListAreRefused() throws Exception {
        String wrapped =
                theirs(header(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A256GCM), new ECDHEncrypter(RECEIVER));
        String weaker = theirs(header(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM), new ECDHEncrypter(RECEIVER));
        String cbc = theirs(header(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128CBC_HS256), new ECDHEncrypter(RECEIVER));
        assertThat(fault(CompactJwe.openWith(wrapped, TYPE, RECEIVER, 4096))).isEqualTo(JoseFault.MALFORMED);
        assertThat(fault(CompactJwe.openWith(weaker, TYPE, RECEIVER, 4096))).isEqualTo(JoseFault.NOT_ALLOWED);
        assertThat(fault(CompactJwe.openWith(cbc, TYPE, RECEIVER, 4096)))
                .isIn(JoseFault.MALFORMED, JoseFault.NOT_ALLOWED);
        assertThat(fault(CompactJwe.openUnder(sealed(), TYPE, KEY, 4096))).isEqualTo(JoseFault.NOT_ALLOWED);
    }

    @Test
    void compressionAndPartyInformationAreRefused() throws Exception {
        String zipped = theirs(
                header(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM).compressionAlgorithm(CompressionAlgorithm.DEF),
                new ECDHEncrypter(RECEIVER));
        String party = theirs(
                header(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM).agreementPartyUInfo(new Base64URL("QWxpY2U")),
                new ECDHEncrypter(RECEIVER));
        assertThat(fault(CompactJwe.openWith(zipped, TYPE, RECEIVER, 4096))).isEqualTo(JoseFault.NOT_ALLOWED);
        assertThat(fault(CompactJwe.openWith(party, TYPE, RECEIVER, 4096))).isEqualTo(JoseFault.NOT_ALLOWED);
    }

    @Test
    void anotherTypeIsRefused() {
        assertThat(fault(CompactJwe.openWith(sealed(), "other+jwe", RECEIVER, 4096)))
                .isEqualTo(JoseFault.NOT_ALLOWED);
    }

    @Test
    void anEphemeralKeyOffTheCurveIsMalformed() { // the invalid-curve attack
        String[] parts = sealed().split("\\.", -1);
        String header = """
                {"alg":"ECDH-ES","enc":"A256GCM","typ":"test+jwe","epk":{"kty":"EC","crv":"P-256",\
                "x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}}""";
        parts[0] = Base64Url.encode(header.getBytes(StandardCharsets.UTF_8));
        assertThat(fault(CompactJwe.openWith(String.join(".", parts), TYPE, RECEIVER, 4096)))
                .isEqualTo(JoseFault.MALFORMED);
    }

    @Test
    void aTextAboveTheLimitIsNotRead() {
        String text = sealed();
        assertThat(fault(CompactJwe.openWith(text, TYPE, RECEIVER, text.length() - 1)))
                .isEqualTo(JoseFault.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "....", "a.b.c.d.e", "a.b.c", "e30..AAAA.AAAA.AAAA", "e30..AAAAAAAAAAAAAAAA.AAAA."})
    void whatIsNoCompactFormIsMalformed(String text) {
        assertThat(fault(CompactJwe.openWith(text, TYPE, RECEIVER, 4096))).isEqualTo(JoseFault.MALFORMED);
        assertThat(fault(CompactJwe.openUnder(text, TYPE, KEY, 4096))).isEqualTo(JoseFault.MALFORMED);
    }

    /** RFC 9449 section 4 and 6.1: the key of its examples and the thumbprint that it gives. */
    @Test
    void theThumbprintIsThatOfTheRfc() {
        String jwk = """
                {"kty":"EC","crv":"P-256","x":"l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",\
                "y":"9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"}""";
        ECKey key = P256.readPublic(JsonFields.parse(jwk.getBytes(StandardCharsets.UTF_8), 1024));
        assertThat(key).isNotNull();
        assertThat(P256.thumbprint(key)).isEqualTo("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
    }

    @Test
    void aPublicKeyThatCarriesItsPrivateHalfIsRefused() {
        JsonFields fields = JsonFields.parse(JsonFields.write(P256.writePrivate(RECEIVER)), 1024);
        assertThat(P256.readPublic(fields)).isNull();
        assertThat(fields.fault()).contains("must stay with its owner");
    }

    @Test
    void keysSurviveWritingAndReading() {
        JsonFields fields = JsonFields.parse(JsonFields.write(P256.writePrivate(RECEIVER)), 1024);
        assertThat(P256.readPrivate(fields)).isEqualTo(RECEIVER);
    }
}
