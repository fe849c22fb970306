package io.tollgate.overlay.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.ECKey;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.jose.CompactJwe;
import io.tollgate.overlay.jose.CompactJws;
import io.tollgate.overlay.jose.P256;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Direction;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.message.MessageHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SealingTest {

    private static final UUID CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000001");
    private static final UUID OTHER_CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000002");
    private static final Instant NOW = Cast.NOW;

    private final Sealing alice = new Sealing(Role.PEER, Cast.ALICE, ReplayGuard.forPeer(), Cast.RANDOM);
    private final Sealing gateway = new Sealing(Role.GATEWAY, Cast.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);

    private static Object outcome(Sealing.Opening opening) {
        return switch (opening) {
            case Sealing.First first -> first.message();
            case Sealing.Refused refused -> refused.reason();
        };
    }

    private static Object outcome(SealedChannel.Received received) {
        return switch (received) {
            case SealedChannel.Message message -> message.message();
            case SealedChannel.Unknown unknown -> unknown.type();
            case SealedChannel.Refused refused -> refused.reason();
        };
    }

    private Object atGateway(String sealed) {
        return outcome(gateway.openFirst(sealed, Cast.ALICE_CREDENTIAL, CALL, NOW));
    }

    /** A first message, put together by hand so that single parts can be wrong. */
    private static String handMade(MessageHead head, CallMessage message, DeviceKeys signer, DeviceKeys receiver) {
        return sealedTo(receiver, SignedMessage.sign(CallMessages.write(head, message), signer.signing()));
    }

    private static String sealedTo(DeviceKeys receiver, byte[] plaintext) {
        ECKey to = receiver.agreement().toPublicJWK();
        return CompactJwe.sealTo(
                plaintext, Sealing.TYPE, to, P256.generate(Cast.RANDOM), SealedChannel.newIv(Cast.RANDOM));
    }

    private static MessageHead toGateway(UUID call, @Nullable DeviceId audience) {
        return new MessageHead(call, Direction.TO_GATEWAY, 1, audience);
    }

    private String sealedCall(String id, Instant issuedAt) {
        return alice.start(CALL, Cast.call(id, issuedAt), Cast.GATEWAY_CREDENTIAL)
                .sealed();
    }

    /** Both ends of a call that Alice started. */
    private record Ends(SealedChannel atAlice, SealedChannel atGateway) {}

    private Ends called() {
        Sealing.Started started = alice.start(CALL, Cast.call("first", NOW), Cast.GATEWAY_CREDENTIAL);
        Sealing.First first = (Sealing.First) gateway.openFirst(started.sealed(), Cast.ALICE_CREDENTIAL, CALL, NOW);
        return new Ends(started.channel(), first.channel());
    }

    /** Both ends of a call that the gateway offered to Alice. */
    private Ends rung() {
        Sealing.Started started = gateway.start(CALL, Cast.ring("first", NOW), Cast.ALICE_CREDENTIAL);
        Sealing.First first = (Sealing.First) alice.openFirst(started.sealed(), Cast.GATEWAY_CREDENTIAL, CALL, NOW);
        return new Ends(first.channel(), started.channel());
    }

    @Test
    void aCallIsReadByTheGatewayItIsMeantForAndNobodyElse() {
        CallMessage.Call call = Cast.call("j1", NOW);
        String sealed = alice.start(CALL, call, Cast.GATEWAY_CREDENTIAL).sealed();
        assertThat(atGateway(sealed)).isEqualTo(call);
        Sealing other = new Sealing(Role.GATEWAY, Cast.BOB, ReplayGuard.forGateway(), Cast.RANDOM);
        assertThat(outcome(other.openFirst(sealed, Cast.ALICE_CREDENTIAL, CALL, NOW)))
                .isEqualTo(SealRefusal.BAD_SEAL);
        assertThat(sealed).doesNotContain("alice");
    }

    @Test
    void aMessageWorksOnce() {
        String sealed = sealedCall("j1", NOW);
        assertThat(atGateway(sealed)).isInstanceOf(CallMessage.Call.class);
        assertThat(atGateway(sealed)).isEqualTo(SealRefusal.REPLAYED);
        assertThat(atGateway(sealedCall("j1", NOW)))
                .as("the same id, sealed anew")
                .isEqualTo(SealRefusal.REPLAYED);
        assertThat(atGateway(sealedCall("j2", NOW))).isInstanceOf(CallMessage.Call.class);
    }

    @ParameterizedTest
    @CsvSource({"-61,STALE", "-60,", "0,", "60,", "61,STALE"})
    void aMessageMayBeAMinuteOffAndNoMore(long seconds, @Nullable SealRefusal refusal) {
        Object outcome = atGateway(sealedCall("j1", NOW.plusSeconds(seconds)));
        if (refusal == null) {
            assertThat(outcome).isInstanceOf(CallMessage.Call.class);
        } else {
            assertThat(outcome).isEqualTo(refusal);
        }
    }

    @Test
    void aSignatureByAnotherDeviceIsRefused() {
        MessageHead head = toGateway(CALL, Cast.GATEWAY.id());
        assertThat(atGateway(handMade(head, Cast.call("j", NOW), Cast.BOB, Cast.GATEWAY)))
                .isEqualTo(SealRefusal.BAD_SIGNATURE);
        assertThat(atGateway(handMade(head, Cast.call("j", NOW), Cast.ALICE, Cast.GATEWAY)))
                .isInstanceOf(CallMessage.Call.class);
    }

    @Test
    void aMessageThatNamesNoReceiverIsRefused() {
        assertThat(atGateway(handMade(toGateway(CALL, null), Cast.call("j", NOW), Cast.ALICE, Cast.GATEWAY)))
                .isEqualTo(SealRefusal.WRONG_RECEIVER);
    }

    @Test
    void aMessageWithoutASignatureIsRefused() {
        byte[] plain = CallMessages.write(toGateway(CALL, Cast.GATEWAY.id()), Cast.call("j", NOW));
        assertThat(atGateway(sealedTo(Cast.GATEWAY, plain))).isEqualTo(SealRefusal.UNSIGNED);
    }

    @Test
    void nobodySpeaksForAnotherUser() {
        Sealing bob = new Sealing(Role.PEER, Cast.BOB, ReplayGuard.forPeer(), Cast.RANDOM);
        String sealed =
                bob.start(CALL, Cast.call("j", NOW), Cast.GATEWAY_CREDENTIAL).sealed();
        assertThat(outcome(gateway.openFirst(sealed, Cast.BOB_CREDENTIAL, CALL, NOW)))
                .isEqualTo(SealRefusal.WRONG_SENDER);
    }

    @Test
    void onlyAGatewayRings() {
        Sealing bob = new Sealing(Role.GATEWAY, Cast.BOB, ReplayGuard.forPeer(), Cast.RANDOM);
        String sealed =
                bob.start(CALL, Cast.ring("j", NOW), Cast.ALICE_CREDENTIAL).sealed();
        assertThat(outcome(alice.openFirst(sealed, Cast.BOB_CREDENTIAL, CALL, NOW)))
                .isEqualTo(SealRefusal.WRONG_SENDER);
    }

    @Test
    void aMessageForAnotherGatewayIsNotPassedOnInTheCallersName() {
        Credential gatewayTwo = Cast.gateway("two", Cast.BOB, NOW);
        Sealing.Started toTwo = alice.start(CALL, Cast.call("j", NOW), gatewayTwo);
        CompactJwe.Opened opened = (CompactJwe.Opened)
                CompactJwe.openWith(toTwo.sealed(), Sealing.TYPE, Cast.BOB.agreement(), Sealing.MAX_SEALED_CHARS);
        String resealed = sealedTo(Cast.GATEWAY, opened.plaintext());
        assertThat(atGateway(resealed)).isEqualTo(SealRefusal.WRONG_RECEIVER);
    }

    @Test
    void theEnvelopesCallAndTheMessagesCallMustBeOne() {
        String sealed = handMade(toGateway(OTHER_CALL, null), Cast.call("j", NOW), Cast.ALICE, Cast.GATEWAY);
        assertThat(atGateway(sealed)).isEqualTo(SealRefusal.WRONG_CALL);
    }

    @Test
    void anEchoOfOnesOwnMessageIsRefused() {
        Sealing.Started ring = gateway.start(CALL, Cast.ring("j", NOW), Cast.GATEWAY_CREDENTIAL);
        assertThat(outcome(gateway.openFirst(ring.sealed(), Cast.GATEWAY_CREDENTIAL, CALL, NOW)))
                .isEqualTo(SealRefusal.WRONG_DIRECTION);
    }

    @Test
    void theOffersFingerprintMustBeTheSignedOne() {
        CallMessage.Call call = Cast.call("j", NOW);
        Fingerprint other = new Fingerprint("sha-256", Cast.DIGEST.replace("AB", "AC"));
        CallMessage.Call changed = new CallMessage.Call(
                call.user(), call.dialled(), call.issuedAt(), call.id(), call.key(), List.of(other), call.sdp());
        assertThat(atGateway(alice.start(CALL, changed, Cast.GATEWAY_CREDENTIAL).sealed()))
                .isEqualTo(SealRefusal.FINGERPRINT_MISMATCH);
        assertThat(atGateway(alice.start(CALL, call, Cast.GATEWAY_CREDENTIAL).sealed()))
                .as("a refused message uses up no id")
                .isEqualTo(call);
    }

    @Test
    void aLaterMessageCannotOpenAnExchange() {
        String sealed =
                handMade(toGateway(CALL, Cast.GATEWAY.id()), new CallMessage.Hangup(), Cast.ALICE, Cast.GATEWAY);
        assertThat(atGateway(sealed)).isEqualTo(SealRefusal.OUT_OF_PLACE);
    }

    @Test
    void garbageOfEveryLayerHasItsReason() {
        byte[] noMessage = "{\"type\":\"call\"}".getBytes(StandardCharsets.UTF_8);
        String otherType = CompactJws.sign(noMessage, "tollgate-hello+jws", null, Cast.ALICE.signing());
        assertThat(atGateway("")).isEqualTo(SealRefusal.BAD_SEAL);
        assertThat(atGateway("x".repeat(Sealing.MAX_SEALED_CHARS + 1))).isEqualTo(SealRefusal.TOO_LARGE);
        assertThat(atGateway(sealedTo(Cast.GATEWAY, new byte[0]))).isEqualTo(SealRefusal.MALFORMED);
        assertThat(atGateway(sealedTo(Cast.GATEWAY, SignedMessage.sign(noMessage, Cast.ALICE.signing()))))
                .isEqualTo(SealRefusal.MALFORMED);
        assertThat(atGateway(sealedTo(Cast.GATEWAY, otherType.getBytes(StandardCharsets.US_ASCII))))
                .isEqualTo(SealRefusal.NOT_ALLOWED);
    }

    @Test
    void theRestOfTheCallGoesBothWaysUnderItsKey() {
        Ends ends = called();
        CallMessage ringing = new CallMessage.Ringing(true);
        CallMessage hangup = new CallMessage.Hangup();
        assertThat(outcome(ends.atAlice.open(ends.atGateway.seal(ringing), NOW)))
                .isEqualTo(ringing);
        assertThat(outcome(ends.atGateway.open(ends.atAlice.seal(hangup), NOW))).isEqualTo(hangup);
        assertThat(ends.atGateway.peer().user()).isEqualTo("alice");
    }

    @Test
    void whatWasSeenOrOvertakenIsDroppedAndGapsAreNot() {
        Ends ends = called();
        String one = ends.atGateway.seal(new CallMessage.Ringing(false));
        String two = ends.atGateway.seal(new CallMessage.Warning(30, CallMessage.WarningReason.CREDIT));
        String three = ends.atGateway.seal(new CallMessage.Warning(20, CallMessage.WarningReason.CREDIT));
        assertThat(outcome(ends.atAlice.open(two, NOW)))
                .isEqualTo(new CallMessage.Warning(30, CallMessage.WarningReason.CREDIT));
        assertThat(outcome(ends.atAlice.open(two, NOW))).isEqualTo(SealRefusal.REPLAYED);
        assertThat(outcome(ends.atAlice.open(one, NOW))).isEqualTo(SealRefusal.REPLAYED);
        assertThat(outcome(ends.atAlice.open(three, NOW)))
                .isEqualTo(new CallMessage.Warning(20, CallMessage.WarningReason.CREDIT));
    }

    @Test
    void aMessageDoesNotComeBackToItsSender() {
        Ends ends = called();
        String sealed = ends.atGateway.seal(new CallMessage.Ringing(false));
        assertThat(outcome(ends.atGateway.open(sealed, NOW))).isEqualTo(SealRefusal.WRONG_DIRECTION);
    }

    @Test
    void anotherCallsKeyOpensNothing() {
        Ends ends = called();
        Sealing.Started other = alice.start(OTHER_CALL, Cast.call("other", NOW), Cast.GATEWAY_CREDENTIAL);
        assertThat(outcome(ends.atGateway.open(other.channel().seal(new CallMessage.Hangup()), NOW)))
                .isEqualTo(SealRefusal.BAD_SEAL);
        assertThat(outcome(ends.atGateway.open(other.sealed(), NOW))).isEqualTo(SealRefusal.NOT_ALLOWED);
    }

    @Test
    void anAcceptIsSignedAndCheckedLikeACall() {
        Ends ends = rung();
        CallMessage.Accept accept = Cast.accept("a1", NOW);
        String sealed = ends.atAlice.seal(accept);
        assertThat(outcome(ends.atGateway.open(sealed, NOW))).isEqualTo(accept);
    }

    @Test
    void anAcceptThatIsUnsignedForeignStaleOrReplayedIsRefused() {
        CallMessage.Ring ring = Cast.ring("first", NOW);
        Sealing.Started started = gateway.start(CALL, ring, Cast.ALICE_CREDENTIAL);
        SealedChannel atGateway = started.channel();
        CallMessage.Accept accept = Cast.accept("a1", NOW);
        assertThat(outcome(atGateway.open(later(ring, accept, 1, null), NOW))).isEqualTo(SealRefusal.UNSIGNED);
        assertThat(outcome(atGateway.open(later(ring, accept, 1, Cast.BOB), NOW)))
                .isEqualTo(SealRefusal.BAD_SIGNATURE);
        CallMessage.Accept stale = Cast.accept("a2", NOW.minusSeconds(61));
        assertThat(outcome(atGateway.open(later(ring, stale, 1, Cast.ALICE), NOW)))
                .isEqualTo(SealRefusal.STALE);
        CallMessage.Accept forBob = new CallMessage.Accept("bob", NOW, "a3", List.of(Cast.FINGERPRINT), Cast.SDP);
        assertThat(outcome(atGateway.open(later(ring, forBob, 1, Cast.ALICE), NOW)))
                .isEqualTo(SealRefusal.WRONG_SENDER);
        CallMessage.Accept otherKey = new CallMessage.Accept(
                "alice", NOW, "a4", List.of(new Fingerprint("sha-256", Cast.DIGEST.replace('A', 'B'))), Cast.SDP);
        assertThat(outcome(atGateway.open(later(ring, otherKey, 1, Cast.ALICE), NOW)))
                .isEqualTo(SealRefusal.FINGERPRINT_MISMATCH);
        assertThat(outcome(atGateway.open(later(ring, accept, 1, Cast.ALICE), NOW)))
                .as("none of these counted")
                .isEqualTo(accept);
        assertThat(outcome(atGateway.open(later(ring, accept, 2, Cast.ALICE), NOW)))
                .isEqualTo(SealRefusal.REPLAYED);
    }

    /** A later message from Alice to the gateway under the ring's key; signed by somebody, or by nobody. */
    private static String later(CallMessage.Ring ring, CallMessage message, long seq, @Nullable DeviceKeys signer) {
        byte[] json = CallMessages.write(new MessageHead(CALL, Direction.TO_GATEWAY, seq, null), message);
        byte[] plaintext = signer == null ? json : SignedMessage.sign(json, signer.signing());
        return CompactJwe.sealUnder(plaintext, Sealing.TYPE, ring.key().octets(), SealedChannel.newIv(Cast.RANDOM));
    }

    @Test
    void anUnknownTypeIsSkippedAndItsNumberIsUsedUp() {
        CallMessage.Ring ring = Cast.ring("first", NOW);
        SealedChannel atGateway =
                gateway.start(CALL, ring, Cast.ALICE_CREDENTIAL).channel();
        String json = "{\"type\":\"wave\",\"call\":\"" + CALL + "\",\"dir\":\"to-gateway\",\"seq\":1}";
        String sealed = CompactJwe.sealUnder(
                json.getBytes(StandardCharsets.UTF_8),
                Sealing.TYPE,
                ring.key().octets(),
                SealedChannel.newIv(Cast.RANDOM));
        assertThat(outcome(atGateway.open(sealed, NOW))).isEqualTo("wave");
        assertThat(outcome(atGateway.open(sealed, NOW))).isEqualTo(SealRefusal.REPLAYED);
    }

    @Test
    void aFirstMessageInTheMiddleOfACallIsOutOfPlace() {
        CallMessage.Ring ring = Cast.ring("first", NOW);
        SealedChannel atGateway =
                gateway.start(CALL, ring, Cast.ALICE_CREDENTIAL).channel();
        assertThat(outcome(atGateway.open(later(ring, Cast.call("j", NOW), 1, Cast.ALICE), NOW)))
                .isEqualTo(SealRefusal.OUT_OF_PLACE);
    }

    @Test
    void ourOwnMistakesAreNotSent() {
        Ends ends = called();
        assertThatThrownBy(() -> ends.atAlice.seal(new CallMessage.Ringing(true)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ends.atAlice.seal(Cast.call("again", NOW)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> alice.start(CALL, Cast.ring("r", NOW), Cast.GATEWAY_CREDENTIAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLargestMessageFitsIntoASealedText() {
        String padding = "a=x\r\n".repeat((16 * 1024 - Cast.SDP.length()) / 5);
        CallMessage.Call call = new CallMessage.Call(
                "alice", "echo123", NOW, "j", Cast.call("k", NOW).key(), List.of(Cast.FINGERPRINT), Cast.SDP + padding);
        String sealed = alice.start(CALL, call, Cast.GATEWAY_CREDENTIAL).sealed();
        assertThat(sealed.length()).isBetween(36_000, Sealing.MAX_SEALED_CHARS);
        assertThat(atGateway(sealed)).isEqualTo(call);
    }
}
