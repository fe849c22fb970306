package io.tollgate.overlay.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.IssuerKeys;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.login.LoginRequest;
import io.tollgate.overlay.message.CallMessageReader;
import io.tollgate.overlay.message.CallMessages;
import io.tollgate.overlay.message.Fingerprint;
import io.tollgate.overlay.seal.ReplayGuard;
import io.tollgate.overlay.seal.SealedChannel;
import io.tollgate.overlay.seal.Sealing;
import io.tollgate.overlay.supernode.ConnectionId;
import io.tollgate.overlay.supernode.Input;
import io.tollgate.overlay.supernode.MemoryDirectory;
import io.tollgate.overlay.supernode.SupernodeCore;
import io.tollgate.overlay.supernode.SupernodeLimits;
import java.util.List;
import java.util.UUID;

/** Fuzz targets for everything that reads the network. Any exception is a finding. */
class OverlayFuzzTest {

    private static final UUID CALL = UUID.fromString("0193a5c0-0000-7000-8000-000000000001");
    private static final Sealing GATEWAY =
            new Sealing(Role.GATEWAY, Cast.GATEWAY, ReplayGuard.forGateway(), Cast.RANDOM);
    private static final SealedChannel CHANNEL =
            GATEWAY.start(CALL, Cast.ring("r", Cast.NOW), Cast.ALICE_CREDENTIAL).channel();

    @FuzzTest(maxDuration = "30s")
    void messages(byte[] json) {
        if (CallMessageReader.read(json) instanceof CallMessageReader.Understood read) {
            byte[] again = CallMessages.write(read.head(), read.message());
            if (!read.equals(CallMessageReader.read(again))) {
                throw new AssertionError("not read back: " + read);
            }
        }
    }

    @FuzzTest(maxDuration = "30s")
    void seals(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        if (GATEWAY.openFirst(text, Cast.ALICE_CREDENTIAL, CALL, Cast.NOW) instanceof Sealing.First) {
            throw new AssertionError("forged: " + text);
        }
        if (CHANNEL.open(text, Cast.NOW) instanceof SealedChannel.Message) {
            throw new AssertionError("forged: " + text);
        }
    }

    @FuzzTest(maxDuration = "30s")
    void credentials(FuzzedDataProvider data) {
        String text = data.consumeRemainingAsString();
        var _ = Cast.VERIFIER.verify(text, Cast.NOW);
        DeviceProof.verify(text, Cast.ALICE_CREDENTIAL, DeviceProof.Purpose.SUPERNODE, "n", Cast.NOW);
        Fingerprint.matches(List.of(Cast.FINGERPRINT), text);
    }

    @FuzzTest(maxDuration = "30s")
    void logins(byte[] body) {
        var _ = LoginRequest.parse(body);
        var _ = IssuerKeys.parse(body);
    }

    @FuzzTest(maxDuration = "30s")
    void envelopes(byte[] message) {
        SupernodeCore core = new SupernodeCore(SupernodeLimits.DEFAULT, Cast.VERIFIER, new MemoryDirectory());
        ConnectionId id = new ConnectionId(1);
        core.on(id, new Input.Opened(new byte[32]), Cast.NOW);
        core.on(id, new Input.Received(message), Cast.NOW);
        core.tick(Cast.NOW.plusSeconds(60));
        if (core.presence().devices() != 0) {
            throw new AssertionError("welcomed by chance");
        }
    }
}
