package io.tollgate.overlay.supernode;

import com.google.protobuf.ByteString;
import io.tollgate.overlay.Cast;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.DeviceKeys;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.Hello;
import io.tollgate.overlay.wire.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A supernode core with a clock that the test turns. */
final class Stage {

    final SupernodeCore core;
    Instant now = Cast.NOW;
    private long lastConnection;

    Stage(SupernodeLimits limits, CredentialVerifier verifier) {
        this.core = new SupernodeCore(limits, verifier, new MemoryDirectory());
    }

    Stage() {
        this(SupernodeLimits.DEFAULT, Cast.VERIFIER);
    }

    /** A connection and the nonce that challenged it. */
    @SuppressWarnings("ArrayRecordComponent") // only carried
    record Line(ConnectionId id, byte[] nonce) {}

    Line open() {
        ConnectionId id = new ConnectionId(++lastConnection);
        byte[] nonce = new byte[32];
        nonce[0] = (byte) lastConnection;
        nonce[1] = (byte) (lastConnection >> 8);
        core.on(id, new Input.Opened(nonce), now);
        return new Line(id, nonce);
    }

    List<Action> say(Line line, Envelope.Builder envelope) {
        return core.on(line.id, new Input.Received(envelope.build().toByteArray()), now);
    }

    List<Action> hello(Line line, DeviceKeys keys, Credential credential) {
        return say(line, helloEnvelope(line, keys, credential));
    }

    Envelope.Builder helloEnvelope(Line line, DeviceKeys keys, Credential credential) {
        String proof = DeviceProof.create(keys, DeviceProof.Purpose.SUPERNODE, Base64Url.encode(line.nonce), now);
        return Envelope.newBuilder()
                .setRequest(1)
                .setHello(Hello.newBuilder()
                        .setCredential(credential.token())
                        .setProof(proof)
                        .setUserAgent("test/1")
                        .setVersion(1));
    }

    /** A welcomed connection. */
    Line join(DeviceKeys keys, Credential credential) {
        Line line = open();
        hello(line, keys, credential);
        return line;
    }

    List<Action> tickAfter(Duration time) {
        now = now.plus(time);
        return core.tick(now);
    }

    long counted(SupernodeCounter counter) {
        return core.counters().value(counter);
    }

    static Envelope.Builder mail(long request, DeviceId to, String sealed) {
        return Envelope.newBuilder()
                .setRequest(request)
                .setSend(Send.newBuilder()
                        .setToDeviceId(to.value())
                        .setCallId(ByteString.copyFrom(new byte[16]))
                        .setSealed(sealed));
    }

    /** Short words for actions, to compare with: {@code c1:WELCOME}, {@code c1:REFUSED/BAD_PROOF}, {@code c1:close 1008}. */
    static List<String> words(List<Action> actions) {
        return actions.stream().map(Stage::word).toList();
    }

    private static String word(Action action) {
        return switch (action) {
            case Action.Transmit transmit ->
                transmit.connection() + ":" + transmit.envelope().getBodyCase()
                        + (transmit.envelope().hasRefused()
                                ? "/" + transmit.envelope().getRefused().getReason()
                                : "");
            case Action.Close close -> close.connection() + ":close " + close.code();
        };
    }
}
