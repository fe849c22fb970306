package io.tollgate.overlay.supernode;

import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.wire.Deliver;
import io.tollgate.overlay.wire.Device;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.Gateway;
import io.tollgate.overlay.wire.Gateways;
import io.tollgate.overlay.wire.Refused;
import io.tollgate.overlay.wire.Send;
import io.tollgate.overlay.wire.Sent;
import io.tollgate.overlay.wire.UserDevices;
import java.util.Optional;

/** Serves the requests of a welcomed device. */
final class Switchboard {

    private static final int CALL_ID_BYTES = 16;
    private static final int MAX_USER_CHARS = 80;

    private final SupernodeLimits limits;
    private final Directory directory;
    private final SupernodeCounters counters;

    Switchboard(SupernodeLimits limits, Directory directory, SupernodeCounters counters) {
        this.limits = limits;
        this.directory = directory;
        this.counters = counters;
    }

    void serve(ConnectionId from, Credential credential, Envelope envelope, Actions actions) {
        switch (envelope.getBodyCase()) {
            case FIND_GATEWAYS -> findGateways(from, envelope, actions);
            case FIND_USER -> findUser(from, credential, envelope, actions);
            case SEND -> send(from, credential, envelope, actions);
            case PING, PONG -> actions.pongIfPing(from, envelope);
            case BODY_NOT_SET -> {
                counters.count(SupernodeCounter.UNSUPPORTED);
                refuse(from, envelope, Refused.Reason.UNSUPPORTED, "This supernode does not know that.", actions);
            }
            case CHALLENGE, HELLO, WELCOME, REFUSED, GATEWAYS, USER_DEVICES, SENT, DELIVER -> {
                counters.count(SupernodeCounter.NOT_ALLOWED);
                refuse(from, envelope, Refused.Reason.NOT_ALLOWED, "That has no place here.", actions);
            }
        }
    }

    private void findGateways(ConnectionId from, Envelope envelope, Actions actions) {
        counters.count(SupernodeCounter.GATEWAY_SEARCHES);
        Gateways.Builder found = Gateways.newBuilder();
        for (Directory.Entry entry : directory.gateways(limits.gatewaysPerAnswer())) {
            Credential credential = entry.credential();
            String region = credential.region();
            found.addGateways(Gateway.newBuilder()
                    .setDeviceId(credential.deviceId().value())
                    .setCredential(credential.token())
                    .setRegion(region == null ? "" : region));
        }
        actions.transmit(from, reply(envelope).setGateways(found));
    }

    private void findUser(ConnectionId from, Credential credential, Envelope envelope, Actions actions) {
        if (credential.role() != Role.GATEWAY) {
            counters.count(SupernodeCounter.NOT_ALLOWED);
            refuse(from, envelope, Refused.Reason.NOT_ALLOWED, "Only a gateway may ask that.", actions);
            return;
        }
        String user = envelope.getFindUser().getUser();
        if (user.isEmpty() || user.length() > MAX_USER_CHARS) {
            counters.count(SupernodeCounter.MALFORMED);
            refuse(from, envelope, Refused.Reason.MALFORMED, "That is not a user name.", actions);
            return;
        }
        counters.count(SupernodeCounter.USER_SEARCHES);
        UserDevices.Builder found = UserDevices.newBuilder().setUser(user);
        for (Directory.Entry entry : directory.devicesOf(user)) {
            found.addDevices(Device.newBuilder()
                    .setDeviceId(entry.credential().deviceId().value())
                    .setCredential(entry.credential().token())
                    .setUserAgent(entry.userAgent()));
        }
        actions.transmit(from, reply(envelope).setUserDevices(found));
    }

    private void send(ConnectionId from, Credential credential, Envelope envelope, Actions actions) {
        Send send = envelope.getSend();
        Optional<DeviceId> to = DeviceId.parse(send.getToDeviceId());
        if (to.isEmpty()
                || send.getCallId().size() != CALL_ID_BYTES
                || send.getSealed().isEmpty()) {
            counters.count(SupernodeCounter.MALFORMED);
            refuse(from, envelope, Refused.Reason.MALFORMED, "Send lacks a device, a call or a message.", actions);
            return;
        }
        Envelope.Builder mail = Envelope.newBuilder()
                .setDeliver(Deliver.newBuilder()
                        .setFromDeviceId(credential.deviceId().value())
                        .setFromCredential(credential.token())
                        .setCallId(send.getCallId())
                        .setSealed(send.getSealed()));
        if (mail.build().getSerializedSize() > limits.messageBytes()) {
            counters.count(SupernodeCounter.TOO_LARGE);
            refuse(from, envelope, Refused.Reason.TOO_LARGE, "With the sender's credential it is too long.", actions);
            return;
        }
        Optional<Directory.Entry> receiver = directory.find(to.get());
        receiver.ifPresent(entry -> actions.transmit(entry.connection(), mail));
        counters.count(receiver.isPresent() ? SupernodeCounter.PASSED_ON : SupernodeCounter.NOT_REACHABLE);
        actions.transmit(
                from,
                reply(envelope)
                        .setSent(Sent.newBuilder()
                                .setOutcome(
                                        receiver.isPresent() ? Sent.Outcome.PASSED_ON : Sent.Outcome.NOT_REACHABLE)));
    }

    private static Envelope.Builder reply(Envelope request) {
        return Envelope.newBuilder().setRequest(request.getRequest());
    }

    private static void refuse(
            ConnectionId from, Envelope envelope, Refused.Reason reason, String text, Actions actions) {
        actions.refuse(from, envelope.getRequest(), reason, text);
    }
}
