package io.tollgate.overlay.ice;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.overlay.stun.StunClass;
import io.tollgate.overlay.stun.StunError;
import io.tollgate.overlay.stun.StunMessage;
import io.tollgate.overlay.stun.StunParsed;
import io.tollgate.overlay.stun.StunWriter;
import io.tollgate.overlay.stun.TransactionId;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IceLiteTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("192.0.2.10", 5000);
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.11", 5000);
    private static final TransactionId ID = new TransactionId(1, 2);
    private static final long SECOND = 1_000_000_000L;

    private final IceCredentials credentials = new IceCredentials("gate", "gatewaypasswordgateway1");
    private final IceLite lite = new IceLite(credentials);

    @Test
    void aValidCheckIsAnsweredWithTheSourceAddressUnderThePassword() {
        IceLite.Outcome outcome = give(check(w -> w), PEER, 0);
        assertThat(outcome.verdict()).isEqualTo(IceLite.Verdict.VALID);
        StunMessage reply = reply(outcome);
        assertThat(reply.isBinding(StunClass.SUCCESS)).isTrue();
        assertThat(reply.transactionId()).isEqualTo(ID);
        assertThat(reply.mappedAddress()).isEqualTo(PEER);
        assertThat(reply.integrity(credentials.key())).isEqualTo(StunMessage.Check.VALID);
        assertThat(reply.fingerprint()).isEqualTo(StunMessage.Check.VALID);
        assertThat(lite.hasValidated(PEER)).isTrue();
        assertThat(lite.hasValidated(ELSEWHERE)).isFalse();
        assertThat(lite.nominated()).isNull();
    }

    @Test
    void theLastNominatedSourceTakesOver() {
        assertThat(give(check(StunWriter::useCandidate), PEER, 0).verdict()).isEqualTo(IceLite.Verdict.NOMINATED);
        assertThat(give(check(StunWriter::useCandidate), PEER, 1).verdict()).isEqualTo(IceLite.Verdict.VALID);
        assertThat(give(check(w -> w), ELSEWHERE, 2).verdict()).isEqualTo(IceLite.Verdict.VALID);
        assertThat(lite.nominated()).isEqualTo(PEER);
        assertThat(give(check(StunWriter::useCandidate), ELSEWHERE, 3).verdict())
                .isEqualTo(IceLite.Verdict.NOMINATED);
        assertThat(lite.nominated()).isEqualTo(ELSEWHERE);
    }

    @Test
    void aCheckWithoutUsernameOrIntegrityGets400() {
        byte[] noUser = StunWriter.binding(StunClass.REQUEST, ID)
                .integrity(credentials.key())
                .fingerprint()
                .toBytes();
        byte[] noIntegrity = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .fingerprint()
                .toBytes();
        assertRefused(noUser, IceRefusal.INCOMPLETE, StunError.BAD_REQUEST);
        assertRefused(noIntegrity, IceRefusal.INCOMPLETE, StunError.BAD_REQUEST);
    }

    @Test
    void anotherUsernameOrPasswordGets401() {
        byte[] otherUser = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gates:peer")
                .integrity(credentials.key())
                .fingerprint()
                .toBytes();
        byte[] otherPassword = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .integrity(new byte[] {1})
                .fingerprint()
                .toBytes();
        assertRefused(otherUser, IceRefusal.UNAUTHENTICATED, StunError.UNAUTHENTICATED);
        assertRefused(otherPassword, IceRefusal.UNAUTHENTICATED, StunError.UNAUTHENTICATED);
    }

    @Test
    void aPeerThatTakesItselfForControlledGets487() {
        byte[] check = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .iceControlled(1)
                .integrity(credentials.key())
                .fingerprint()
                .toBytes();
        assertRefused(check, IceRefusal.ROLE_CONFLICT, StunError.ROLE_CONFLICT);
    }

    @Test
    void anUnknownRequiredAttributeGets420() {
        // UNKNOWN-ATTRIBUTES' own type, moved to an unassigned one after writing, with the seals made again.
        byte[] draft = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .priority(7)
                .toBytes();
        draft[20 + 4 + 12] = 0x7F;
        byte[] sealed = TestSeal.seal(draft, credentials.password());
        assertRefused(sealed, IceRefusal.UNKNOWN_ATTRIBUTE, StunError.UNKNOWN_ATTRIBUTE);
    }

    @Test
    void withoutAFingerprintThereIsSilence() {
        byte[] check = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .integrity(credentials.key())
                .toBytes();
        IceLite.Outcome outcome = give(check, PEER, 0);
        assertThat(outcome.reply()).isNull();
        assertThat(lite.refusals(IceRefusal.NO_FINGERPRINT)).isOne();
    }

    @Test
    void garbageAndResponsesAreCountedAndNeverAnswered() {
        SplittableRandom random = new SplittableRandom(77);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            assertThat(give(garbage, PEER, 0).reply()).isNull();
        }
        byte[] response =
                StunWriter.binding(StunClass.SUCCESS, ID).fingerprint().toBytes();
        assertThat(give(response, PEER, 0).reply()).isNull();
        assertThat(lite.refusals(IceRefusal.MALFORMED)).isEqualTo(20_000);
        assertThat(lite.refusals(IceRefusal.NOT_A_REQUEST)).isOne();
    }

    @Test
    void consentLastsThirtySecondsFromTheLastValidCheckOnly() {
        give(check(w -> w), PEER, 100 * SECOND);
        assertThat(lite.consentAlive(129 * SECOND)).isTrue();
        give(StunWriter.binding(StunClass.REQUEST, ID).fingerprint().toBytes(), PEER, 129 * SECOND);
        assertThat(lite.consentAlive(130 * SECOND)).isFalse();
    }

    @Test
    void withoutAnyCheckConsentEndsThirtySecondsAfterItWasFirstAskedFor() {
        assertThat(lite.consentAlive(-5 * SECOND)).isTrue();
        assertThat(lite.consentAlive(24 * SECOND)).isTrue();
        assertThat(lite.consentAlive(25 * SECOND)).isFalse();
    }

    @Test
    void theRememberedSourcesAreBounded() {
        for (int port = 1; port <= 1000; port++) {
            give(check(w -> w), new InetSocketAddress("192.0.2.10", port), port);
        }
        assertThat(lite.hasValidated(new InetSocketAddress("192.0.2.10", 1))).isFalse();
        assertThat(lite.hasValidated(new InetSocketAddress("192.0.2.10", 1000))).isTrue();
    }

    private void assertRefused(byte[] check, IceRefusal why, StunError error) {
        long before = lite.refusals(why);
        IceLite.Outcome outcome = give(check, PEER, 0);
        assertThat(outcome.verdict()).isEqualTo(IceLite.Verdict.IGNORED);
        assertThat(reply(outcome).errorCode()).isEqualTo(error);
        assertThat(lite.refusals(why)).isEqualTo(before + 1);
        assertThat(lite.hasValidated(PEER)).isFalse();
    }

    private byte[] check(UnaryOperator<StunWriter> more) {
        StunWriter writer = StunWriter.binding(StunClass.REQUEST, ID)
                .username("gate:peer")
                .priority(1_845_501_695L)
                .iceControlling(99);
        return more.apply(writer).integrity(credentials.key()).fingerprint().toBytes();
    }

    private IceLite.Outcome give(byte[] datagram, InetSocketAddress from, long nowNs) {
        return lite.onDatagram(datagram, 0, datagram.length, from, nowNs);
    }

    private static StunMessage reply(IceLite.Outcome outcome) {
        byte @Nullable [] bytes = Objects.requireNonNull(outcome.reply());
        return switch (StunMessage.parse(bytes, 0, bytes.length)) {
            case StunParsed.Parsed(StunMessage message) -> message;
            case StunParsed.Malformed(StunParsed.Fault fault) -> throw new AssertionError(fault);
        };
    }
}
