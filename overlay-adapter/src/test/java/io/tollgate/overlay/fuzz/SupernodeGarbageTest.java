package io.tollgate.overlay.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.limit.Rate;
import io.tollgate.overlay.supernode.Action;
import io.tollgate.overlay.supernode.ConnectionId;
import io.tollgate.overlay.supernode.Input;
import io.tollgate.overlay.supernode.MemoryDirectory;
import io.tollgate.overlay.supernode.Presence;
import io.tollgate.overlay.supernode.SupernodeCore;
import io.tollgate.overlay.supernode.SupernodeCounter;
import io.tollgate.overlay.supernode.SupernodeLimits;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.FindUser;
import io.tollgate.overlay.wire.Hello;
import io.tollgate.overlay.wire.Ping;
import io.tollgate.overlay.wire.Send;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged envelopes before and after the welcome: the supernode stays up, and nobody gets in by chance. */
class SupernodeGarbageTest {

    private static final int INPUTS = 30_000;

    /** Hellos whose damage spares the credential cost a signature's verification each. */
    private static final int HELLOS = 2_000;

    private static final SupernodeLimits LIMITS = new SupernodeLimits(
            10,
            4,
            64 * 1024,
            new Rate(1_000_000, 1_000_000),
            new Rate(1, 1),
            9,
            9,
            Duration.ofSeconds(10),
            Duration.ofSeconds(30));

    private static final List<byte[]> REQUESTS = List.of(
            Envelope.newBuilder()
                    .setRequest(7)
                    .setSend(Send.newBuilder()
                            .setToDeviceId(Cast.ALICE.thumbprint())
                            .setCallId(ByteString.copyFrom(new byte[16]))
                            .setSealed("sealed"))
                    .build()
                    .toByteArray(),
            Envelope.newBuilder()
                    .setRequest(8)
                    .setFindUser(FindUser.newBuilder().setUser("bob"))
                    .build()
                    .toByteArray(),
            Envelope.newBuilder()
                    .setRequest(9)
                    .setPing(Ping.getDefaultInstance())
                    .build()
                    .toByteArray());

    private final SupernodeCore core = new SupernodeCore(LIMITS, Cast.VERIFIER, new MemoryDirectory());
    private long lastConnection;

    private static Envelope hello(byte[] nonce) {
        return Envelope.newBuilder()
                .setHello(Hello.newBuilder()
                        .setCredential(Cast.ALICE_CREDENTIAL.token())
                        .setProof(DeviceProof.create(
                                Cast.ALICE, DeviceProof.Purpose.SUPERNODE, Base64Url.encode(nonce), Cast.NOW))
                        .setVersion(1))
                .build();
    }

    private ConnectionId open(byte[] nonce) {
        ConnectionId id = new ConnectionId(++lastConnection);
        core.on(id, new Input.Opened(nonce), Cast.NOW);
        return id;
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedHellosDoNotGetIn(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] nonce = new byte[32];
        byte[] otherNonce = new byte[32];
        otherNonce[0] = 1;
        byte[] good = hello(nonce).toByteArray(); // answers another challenge than the one that is asked
        for (int i = 0; i < HELLOS; i++) {
            ConnectionId id = open(otherNonce);
            core.on(id, new Input.Received(Mutation.of(good, random)), Cast.NOW);
            core.on(id, new Input.Closed(), Cast.NOW);
        }
        assertThat(core.counters().value(SupernodeCounter.WELCOMED))
                .as("seed %d", seed)
                .isZero();
        assertThat(core.presence().connections()).isZero();
        assertThat(core.counters().value(SupernodeCounter.CONNECTIONS_CLOSED)).isEqualTo(HELLOS);
    }

    @ParameterizedTest
    @ValueSource(longs = {20_261_121})
    void damagedRequestsAreAnsweredOrTheConnectionIsClosed(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] nonce = new byte[32];
        byte[] hello = hello(nonce).toByteArray();
        ConnectionId id = open(nonce);
        core.on(id, new Input.Received(hello), Cast.NOW);
        int closed = 0;
        for (int i = 0; i < INPUTS; i++) {
            byte[] bad = Mutation.of(REQUESTS.get(random.nextInt(REQUESTS.size())), random);
            List<Action> actions = core.on(id, new Input.Received(bad), Cast.NOW);
            if (actions.stream().anyMatch(action -> action instanceof Action.Close)) {
                closed++;
                id = open(nonce);
                if (closed < HELLOS) { // a welcome is dear; the rest is thrown at connections without one
                    core.on(id, new Input.Received(hello), Cast.NOW);
                }
            }
            assertThat(core.presence())
                    .as("seed %d, input %d", seed, i)
                    .isEqualTo(new Presence(1, closed < HELLOS ? 1 : 0, closed < HELLOS ? 1 : 0, 0));
        }
        assertThat(core.counters().value(SupernodeCounter.MALFORMED)).isGreaterThan(1_000);
    }
}
