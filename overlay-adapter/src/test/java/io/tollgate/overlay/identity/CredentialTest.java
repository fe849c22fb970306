package io.tollgate.overlay.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.SignedJWT;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.jose.CompactJws;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.json.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialTest {

    private static final Instant NOW = Cast.NOW;

    private static Object outcome(String token, Instant now) {
        return outcome(Cast.VERIFIER, token, now);
    }

    private static Object outcome(CredentialVerifier verifier, String token, Instant now) {
        return switch (verifier.verify(token, now)) {
            case CredentialResult.Valid valid -> "valid";
            case CredentialResult.Refused refused -> refused.reason();
        };
    }

    private static ObjectNode claims() {
        ObjectNode claims = JsonFields.object()
                .put("iss", "login.example")
                .put("sub", "alice")
                .put("role", "peer")
                .put("iat", NOW.getEpochSecond())
                .put("exp", NOW.getEpochSecond() + 3600)
                .put("jti", "j");
        claims.putObject("cnf").set("jwk", P256.writePublic(Cast.ALICE.signing()));
        claims.set("enc", P256.writePublic(Cast.ALICE.agreement()));
        return claims;
    }

    private static String sign(ObjectNode claims) {
        return CompactJws.sign(
                JsonFields.write(claims), "tollgate-credential+jwt", P256.thumbprint(Cast.ISSUER_KEY), Cast.ISSUER_KEY);
    }

    @Test
    void anIssuedCredentialIsValidAndSaysWhatWasIssued() {
        Credential credential =
                ((CredentialResult.Valid) Cast.VERIFIER.verify(Cast.ALICE_CREDENTIAL.token(), NOW)).credential();
        assertThat(credential.user()).isEqualTo("alice");
        assertThat(credential.role()).isEqualTo(Role.PEER);
        assertThat(credential.issuer()).isEqualTo("login.example");
        assertThat(credential.deviceId()).isEqualTo(Cast.ALICE.id());
        assertThat(credential.device()).isEqualTo(Cast.ALICE.publicDevice());
        assertThat(credential.region()).isNull();
        assertThat(credential.issuedAt()).isEqualTo(NOW);
        assertThat(credential.expiresAt()).isEqualTo(NOW.plus(Cast.DAY));
        assertThat(credential.halfLife()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void aGatewaysCredentialNamesItsRegion() {
        assertThat(Cast.GATEWAY_CREDENTIAL.user()).isEqualTo("gateway/one");
        assertThat(Cast.GATEWAY_CREDENTIAL.role()).isEqualTo(Role.GATEWAY);
        assertThat(Cast.GATEWAY_CREDENTIAL.region()).isEqualTo("eu-west");
    }

    @Test
    void anotherLibraryReadsTheCredential() throws Exception {
        SignedJWT theirs = SignedJWT.parse(Cast.ALICE_CREDENTIAL.token());
        assertThat(theirs.verify(new ECDSAVerifier(Cast.ISSUER_KEY))).isTrue();
        assertThat(theirs.getJWTClaimsSet().getSubject()).isEqualTo("alice");
        assertThat(theirs.getJWTClaimsSet().getExpirationTime()).isEqualTo(NOW.plus(Cast.DAY));
        assertThat(theirs.getHeader().getKeyID()).isEqualTo(P256.thumbprint(Cast.ISSUER_KEY));
    }

    static Stream<Arguments> times() {
        Instant end = NOW.plus(Cast.DAY);
        return Stream.of(
                Arguments.of(NOW.minusSeconds(60), "valid"),
                Arguments.of(NOW.minusSeconds(61), CredentialRefusal.NOT_YET_VALID),
                Arguments.of(end, "valid"),
                Arguments.of(end.plusSeconds(59), "valid"),
                Arguments.of(end.plusSeconds(60), CredentialRefusal.EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("times")
    void aMinuteOfClockSkewIsForgivenAndNoMore(Instant now, Object expected) {
        assertThat(outcome(Cast.ALICE_CREDENTIAL.token(), now)).isEqualTo(expected);
    }

    static Stream<Arguments> wrongClaims() {
        Map<String, Consumer<ObjectNode>> changes = new LinkedHashMap<>();
        changes.put("no user", claims -> claims.remove("sub"));
        changes.put("a user that is no text", claims -> claims.put("sub", 7));
        changes.put("an endless user", claims -> claims.put("sub", "a".repeat(81)));
        changes.put("an unknown role", claims -> claims.put("role", "admin"));
        changes.put("a peer called like a gateway", claims -> claims.put("sub", "gateway/one"));
        changes.put("a gateway called like a peer", claims -> claims.put("role", "gateway"));
        changes.put("no device key", claims -> claims.remove("cnf"));
        changes.put("no agreement key", claims -> claims.remove("enc"));
        changes.put("a text for a time", claims -> claims.put("exp", "tomorrow"));
        changes.put("milliseconds for seconds", claims -> claims.put("exp", NOW.toEpochMilli()));
        changes.put("no id", claims -> claims.remove("jti"));
        changes.put("a private key", claims -> claims.set("enc", P256.writePrivate(Cast.ALICE.agreement())));
        return changes.entrySet().stream().map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongClaims")
    void claimsThatMakeNoSenseAreMalformedEvenWhenSigned(String what, Consumer<ObjectNode> change) {
        ObjectNode claims = claims();
        assertThat(outcome(sign(claims), NOW)).isEqualTo("valid");
        change.accept(claims);
        assertThat(outcome(sign(claims), NOW)).as(what).isEqualTo(CredentialRefusal.MALFORMED);
    }

    @Test
    void aLifeOfMoreThanADayOrBelowZeroIsRefused() {
        assertThat(outcome(sign(claims().put("exp", NOW.getEpochSecond() + 86_400)), NOW))
                .isEqualTo("valid");
        assertThat(outcome(sign(claims().put("exp", NOW.getEpochSecond() + 86_401)), NOW))
                .isEqualTo(CredentialRefusal.TOO_LONG_LIVED);
        assertThat(outcome(sign(claims().put("exp", NOW.getEpochSecond() - 1)), NOW))
                .isEqualTo(CredentialRefusal.TOO_LONG_LIVED);
    }

    @Test
    void unknownClaimsAreIgnored() {
        assertThat(outcome(sign(claims().put("colour", "blue")), NOW)).isEqualTo("valid");
    }

    @Test
    void aStrangersSignatureIsRefused() {
        ECKey stranger = P256.generate(Cast.RANDOM);
        byte[] payload = JsonFields.write(claims());
        String type = "tollgate-credential+jwt";
        String underHisName = CompactJws.sign(payload, type, P256.thumbprint(stranger), stranger);
        String underOurs = CompactJws.sign(payload, type, P256.thumbprint(Cast.ISSUER_KEY), stranger);
        String nameless = CompactJws.sign(payload, type, null, Cast.ISSUER_KEY);
        String otherType = CompactJws.sign(payload, "JWT", P256.thumbprint(Cast.ISSUER_KEY), Cast.ISSUER_KEY);
        assertThat(outcome(underHisName, NOW)).isEqualTo(CredentialRefusal.UNKNOWN_KEY);
        assertThat(outcome(underOurs, NOW)).isEqualTo(CredentialRefusal.BAD_SIGNATURE);
        assertThat(outcome(nameless, NOW)).isEqualTo(CredentialRefusal.UNKNOWN_KEY);
        assertThat(outcome(otherType, NOW)).isEqualTo(CredentialRefusal.NOT_ALLOWED);
        assertThat(outcome("a".repeat(4097), NOW)).isEqualTo(CredentialRefusal.TOO_LARGE);
        assertThat(outcome("", NOW)).isEqualTo(CredentialRefusal.MALFORMED);
    }

    @Test
    void anotherIssuersNameAndARevocationAreRefused() {
        String token = Cast.ALICE_CREDENTIAL.token();
        CredentialVerifier elsewhere = new CredentialVerifier(Cast.ISSUER.keys(), "other.example", Revocations.NONE);
        CredentialVerifier strict = new CredentialVerifier(
                Cast.ISSUER.keys(),
                "login.example",
                credential -> credential.user().equals("alice"));
        assertThat(outcome(elsewhere, token, NOW)).isEqualTo(CredentialRefusal.WRONG_ISSUER);
        assertThat(outcome(strict, token, NOW)).isEqualTo(CredentialRefusal.REVOKED);
        assertThat(outcome(strict, Cast.BOB_CREDENTIAL.token(), NOW)).isEqualTo("valid");
        assertThat(strict.recheck(Cast.ALICE_CREDENTIAL, NOW)).contains(CredentialRefusal.REVOKED);
        assertThat(strict.recheck(Cast.BOB_CREDENTIAL, NOW)).isEmpty();
        assertThat(strict.recheck(Cast.BOB_CREDENTIAL, NOW.plus(Duration.ofHours(25))))
                .contains(CredentialRefusal.EXPIRED);
    }

    @Test
    void theIssuerDoesNotSignWhatVerifiersWouldRefuse() {
        PublicDevice device = Cast.ALICE.publicDevice();
        assertThatThrownBy(() -> Cast.ISSUER.issueToPeer("alice", device, NOW, Duration.ofHours(25), "j"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cast.ISSUER.issueToPeer("gateway/alice", device, NOW, Cast.DAY, "j"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cast.ISSUER.issueToPeer("a".repeat(81), device, NOW, Cast.DAY, "j"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRenewedCredentialIsTheSameDevicesWithANewLife() {
        Instant later = NOW.plus(Duration.ofHours(12));
        Credential renewed = Cast.ISSUER.renew(Cast.GATEWAY_CREDENTIAL, later, Cast.DAY, "j2");
        assertThat(outcome(renewed.token(), later.plus(Duration.ofHours(23)))).isEqualTo("valid");
        assertThat(renewed.deviceId()).isEqualTo(Cast.GATEWAY_CREDENTIAL.deviceId());
        assertThat(renewed.region()).isEqualTo("eu-west");
        assertThat(renewed.id()).isEqualTo("j2");
    }

    @Test
    void issuerKeysSurviveTheirJsonWithoutPrivateHalves() {
        byte[] json = JsonFields.write(Cast.ISSUER.keys().toJson());
        assertThat(new String(json, StandardCharsets.UTF_8)).doesNotContain("\"d\"");
        assertThat(IssuerKeys.parse(json)).contains(Cast.ISSUER.keys());
        assertThat(IssuerKeys.parse("{\"keys\":[]}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aProofIsGoodForItsDeviceNoncePurposeAndMinute() {
        String proof = DeviceProof.create(Cast.ALICE, DeviceProof.Purpose.SUPERNODE, "n1", NOW);
        assertThat(verify(proof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", NOW))
                .isTrue();
        assertThat(verify(proof, Cast.BOB_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", NOW))
                .isFalse();
        assertThat(verify(proof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.RENEW, "n1", NOW))
                .isFalse();
        assertThat(verify(proof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n2", NOW))
                .isFalse();
        Instant edge = NOW.plusSeconds(60);
        assertThat(verify(proof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", edge))
                .isTrue();
        assertThat(verify(proof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", edge.plusSeconds(1)))
                .isFalse();
        assertThat(verify("", Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", NOW))
                .isFalse();
        assertThat(verify(
                        Cast.ALICE_CREDENTIAL.token(), Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n1", NOW))
                .isFalse();
    }

    private static boolean verify(
            String proof, Credential credential, DeviceProof.Purpose purpose, String nonce, Instant now) {
        return DeviceProof.verify(proof, credential, purpose, nonce, now);
    }

    @Test
    void secretsAreNotPrinted() {
        assertThat(Cast.ALICE.toString())
                .doesNotContain(Cast.ALICE.signing().getD().toString());
        assertThat(Cast.ALICE_CREDENTIAL.toString()).doesNotContain(Cast.ALICE_CREDENTIAL.token());
    }
}
