package io.tollgate.overlay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.json.JsonFields;
import io.tollgate.overlay.login.LoginRequest;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessageReader;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.message.MessageHead;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tens of thousands of damaged inputs: nothing throws, and nothing that was changed is taken for genuine. */
class GarbageTest {

    private static final UUID CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000001");
    private static final int INPUTS = 30_000;

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedFirstMessagesAreRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sealing alice = new Sealing(Role.PEER, Cast.ALICE, ReplayGuard.forPeer(), Cast.RANDOM);
        Sealing gateway = new Sealing(Role.GATEWAY, Cast.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);
        String good = alice.start(CALL, Cast.call("j", Cast.NOW), Cast.GATEWAY_CREDENTIAL)
                .sealed();
        for (int i = 0; i < INPUTS; i++) {
            String bad = text(Mutation.of(octets(good), random));
            if (!bad.equals(good)) {
                assertThat(gateway.openFirst(bad, Cast.ALICE_CREDENTIAL, CALL, Cast.NOW))
                        .as("seed %d, input %d", seed, i)
                        .isInstanceOf(Sealing.Refused.class);
            }
        }
        assertThat(gateway.openFirst(good, Cast.ALICE_CREDENTIAL, CALL, Cast.NOW))
                .isInstanceOf(Sealing.First.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedLaterMessagesAreRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Sealing alice = new Sealing(Role.PEER, Cast.ALICE, ReplayGuard.forPeer(), Cast.RANDOM);
        Sealing gateway = new Sealing(Role.GATEWAY, Cast.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);
        Sealing.Started started = gateway.start(CALL, Cast.ring("j", Cast.NOW), Cast.ALICE_CREDENTIAL);
        Sealing.First first =
                (Sealing.First) alice.openFirst(started.sealed(), Cast.GATEWAY_CREDENTIAL, CALL, Cast.NOW);
        String good = first.channel().seal(Cast.accept("a", Cast.NOW));
        for (int i = 0; i < INPUTS; i++) {
            String bad = text(Mutation.of(octets(good), random));
            if (!bad.equals(good)) {
                assertThat(started.channel().open(bad, Cast.NOW))
                        .as("seed %d, input %d", seed, i)
                        .isInstanceOf(SealedChannel.Refused.class);
            }
        }
        assertThat(started.channel().open(good, Cast.NOW)).isInstanceOf(SealedChannel.Message.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedCredentialsAndProofsAreRefused(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String credential = Cast.ALICE_CREDENTIAL.token();
        String proof = DeviceProof.create(Cast.ALICE, DeviceProof.Purpose.SUPERNODE, "n", Cast.NOW);
        for (int i = 0; i < INPUTS; i++) {
            String badCredential = text(Mutation.of(octets(credential), random));
            if (!badCredential.equals(credential)) {
                assertThat(Cast.VERIFIER.verify(badCredential, Cast.NOW))
                        .as("seed %d, input %d", seed, i)
                        .isInstanceOf(CredentialResult.Refused.class);
            }
            String badProof = text(Mutation.of(octets(proof), random));
            if (!badProof.equals(proof)) {
                assertThat(DeviceProof.verify(
                                badProof, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n", Cast.NOW))
                        .as("seed %d, input %d", seed, i)
                        .isFalse();
            }
        }
    }

    /** What is read from damaged JSON can be written and is read back the same: no half-read message gets through. */
    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedMessagesAreRefusedOrReadWhole(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<CallMessage> messages = List.of(
                Cast.call("j", Cast.NOW),
                Cast.ring("r", Cast.NOW),
                new CallMessage.Answered(Cast.NOW),
                new CallMessage.Dtmf("12#"),
                new CallMessage.Ended(
                        "BUSY", CallMessage.EndSide.CALLEE, "Busy.", 486, 17, 1, 2, 3, 4, "EUR", 5, null, "c"));
        for (int i = 0; i < INPUTS; i++) {
            CallMessage message = messages.get(random.nextInt(messages.size()));
            byte[] good = CallMessages.write(new MessageHead(CALL, message.direction(), 3, null), message);
            if (CallMessageReader.read(Mutation.of(good, random)) instanceof CallMessageReader.Understood read) {
                byte[] again = CallMessages.write(read.head(), read.message());
                assertThat(CallMessageReader.read(again))
                        .as("seed %d, input %d", seed, i)
                        .isEqualTo(read);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedRequestsAndKeySetsAndSdpsNeverThrow(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] request = new LoginRequest("alice", "secret", Cast.ALICE.publicDevice(), "x").write();
        byte[] keys = JsonFields.write(Cast.ISSUER.keys().toJson());
        int read = 0;
        for (int i = 0; i < INPUTS; i++) {
            read += LoginRequest.parse(Mutation.of(request, random)).isPresent() ? 1 : 0;
            read += IssuerKeys.parse(Mutation.of(keys, random)).isPresent() ? 1 : 0;
            read += Fingerprint.matches(List.of(Cast.FINGERPRINT), text(Mutation.of(octets(Cast.SDP), random))) ? 1 : 0;
        }
        assertThat(read).as("seed %d: some survive their damage", seed).isPositive();
    }
}
