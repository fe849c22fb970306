package io.tollgate.overlay.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.message.CallMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The example that the protocol's description prints is what the code does, and what others make of it. */
class ProtocolExampleTest {

    private static Credential credential() {
        CredentialVerifier verifier = new CredentialVerifier(IssuerKeys.of(ProtocolExample.ISSUER));
        return ((CredentialResult.Valid) verifier.verify(ProtocolExample.credential(), ProtocolExample.NOW))
                .credential();
    }

    @Test
    void thePrintedTextIsTheExample() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ProtocolExampleTest.class.getResourceAsStream("/protocol-example.txt"))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(ProtocolExampleText.render());
        }
    }

    @Test
    void ourCodeOpensIt() {
        Sealing gateway = new Sealing(Role.GATEWAY, ProtocolExample.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);
        Sealing.Opening opening =
                gateway.openFirst(ProtocolExample.sealed(), credential(), ProtocolExample.CALL, ProtocolExample.NOW);
        assertThat(opening)
                .isInstanceOfSatisfying(
                        Sealing.First.class,
                        first -> assertThat(first.message()).isEqualTo(ProtocolExample.MESSAGE));
        assertThat(DeviceProof.verify(
                        ProtocolExample.proof(),
                        credential(),
                        DeviceProof.Purpose.SUPERNODE,
                        Base64Url.encode(ProtocolExample.NONCE),
                        ProtocolExample.NOW))
                .isTrue();
    }

    @Test
    void anotherLibraryOpensIt() throws Exception {
        JWEObject seal = JWEObject.parse(ProtocolExample.sealed());
        seal.decrypt(new ECDHDecrypter(ProtocolExample.GATEWAY.agreement()));
        JWSObject signature = JWSObject.parse(seal.getPayload().toString());
        assertThat(signature.verify(
                        new ECDSAVerifier(ProtocolExample.ALICE.signing().toPublicJWK())))
                .isTrue();
        assertThat(signature.getPayload().toBytes()).isEqualTo(ProtocolExample.messageJson());
        JWEObject later = JWEObject.parse(ProtocolExample.laterSealed());
        later.decrypt(new DirectDecrypter(ProtocolExample.CALL_KEY.octets()));
        assertThat(later.getPayload().toBytes()).isEqualTo(ProtocolExample.laterJson());
    }

    /** The content key worked out step by step, with another library's arithmetic, opens what our code encrypted. */
    @Test
    void thePrintedContentKeyOpensIt() throws Exception {
        String[] parts = ProtocolExample.sealed().split("\\.", -1);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(ProtocolExample.contentKey(), "AES"),
                new GCMParameterSpec(128, ProtocolExample.IV));
        cipher.updateAAD(parts[0].getBytes(StandardCharsets.US_ASCII));
        cipher.update(Objects.requireNonNull(Base64Url.decode(parts[3])));
        byte[] plaintext = cipher.doFinal(Objects.requireNonNull(Base64Url.decode(parts[4])));
        assertThat(new String(plaintext, StandardCharsets.US_ASCII)).isEqualTo(ProtocolExample.signed());
    }

    @Test
    void theCallerReadsTheLaterMessage() {
        Sealing alice = new Sealing(Role.PEER, ProtocolExample.ALICE, ReplayGuard.forPeer(), Cast.RANDOM);
        Credential gateway = Cast.ISSUER.issueToGateway(
                "one", "eu-west", ProtocolExample.GATEWAY.publicDevice(), ProtocolExample.NOW, Cast.DAY, "j");
        SealedChannel channel = alice.start(
                        ProtocolExample.CALL,
                        ProtocolExample.MESSAGE,
                        gateway,
                        ProtocolExample.EPHEMERAL,
                        ProtocolExample.IV)
                .channel();
        assertThat(channel.open(ProtocolExample.laterSealed(), ProtocolExample.NOW))
                .isEqualTo(new SealedChannel.Message(new CallMessage.Ringing(true)));
    }
}
