package io.tollgate.overlay.supernode;

import com.google.protobuf.ByteString;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.wire.Challenge;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.Ping;
import io.tollgate.overlay.wire.Pong;
import io.tollgate.overlay.wire.Refused;
import io.tollgate.overlay.wire.Welcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Collects what one input leads to. */
final class Actions {

    private final List<Action> actions = new ArrayList<>(2);

    List<Action> list() {
        return List.copyOf(actions);
    }

    void transmit(ConnectionId connection, Envelope.Builder envelope) {
        actions.add(new Action.Transmit(connection, envelope.build()));
    }

    void close(ConnectionId connection, int code, String why) {
        actions.add(new Action.Close(connection, code, why));
    }

    void challenge(ConnectionId connection, byte[] nonce) {
        transmit(
                connection,
                Envelope.newBuilder().setChallenge(Challenge.newBuilder().setNonce(ByteString.copyFrom(nonce))));
    }

    void welcome(ConnectionId connection, long request, DeviceId device, Instant now, Duration keepalive) {
        transmit(
                connection,
                Envelope.newBuilder()
                        .setRequest(request)
                        .setWelcome(Welcome.newBuilder()
                                .setDeviceId(device.value())
                                .setServerTimeMs(now.toEpochMilli())
                                .setKeepaliveS((int) keepalive.toSeconds())));
    }

    void refuse(ConnectionId connection, long request, Refused.Reason reason, String text) {
        transmit(
                connection,
                Envelope.newBuilder()
                        .setRequest(request)
                        .setRefused(Refused.newBuilder().setReason(reason).setText(text)));
    }

    void ping(ConnectionId connection) {
        transmit(connection, Envelope.newBuilder().setPing(Ping.getDefaultInstance()));
    }

    void pongIfPing(ConnectionId connection, Envelope envelope) {
        if (envelope.hasPing()) {
            transmit(
                    connection,
                    Envelope.newBuilder().setRequest(envelope.getRequest()).setPong(Pong.getDefaultInstance()));
        }
    }
}
