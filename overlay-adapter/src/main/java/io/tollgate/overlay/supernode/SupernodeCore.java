package io.tollgate.overlay.supernode;

import com.google.protobuf.InvalidProtocolBufferException;
import io.tollgate.overlay.identity.Credential;
import io.tollgate.overlay.identity.CredentialRefusal;
import io.tollgate.overlay.identity.CredentialResult;
import io.tollgate.overlay.identity.CredentialVerifier;
import io.tollgate.overlay.identity.DeviceProof;
import io.tollgate.overlay.identity.Role;
import io.tollgate.overlay.jose.Base64Url;
import io.tollgate.overlay.limit.TokenBucket;
import io.tollgate.overlay.supernode.ConnectionState.Challenged;
import io.tollgate.overlay.supernode.ConnectionState.Welcomed;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.Hello;
import io.tollgate.overlay.wire.Refused;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A supernode without its sockets. {@link #on} and {@link #tick} belong to one thread; {@link #counters} and
 * {@link #presence} may be read by any.
 */
public final class SupernodeCore {

    private static final int VERSION = 1;
    private static final int NONCE_BYTES = 32;
    private static final int MAX_USER_AGENT_CHARS = 120;

    private final SupernodeLimits limits;
    private final CredentialVerifier verifier;
    private final Directory directory;
    private final Switchboard switchboard;
    private final SupernodeCounters counters = new SupernodeCounters();
    private final Map<ConnectionId, ConnectionState> connections = new LinkedHashMap<>();
    private volatile Presence presence = new Presence(0, 0, 0, 0);

    /**
     * A supernode with nobody connected.
     *
     * @param limits what it bears
     * @param verifier decides whose credentials count
     * @param directory empty, and used by this core alone
     */
    public SupernodeCore(SupernodeLimits limits, CredentialVerifier verifier, Directory directory) {
        this.limits = limits;
        this.verifier = verifier;
        this.directory = directory;
        this.switchboard = new Switchboard(limits, directory, counters);
    }

    /** What was counted since the start. */
    public SupernodeCounters counters() {
        return counters;
    }

    /** Who is there, as of the last input. */
    public Presence presence() {
        return presence;
    }

    /** Something happened to a connection. Total: input for a connection that is not known changes nothing. */
    public List<Action> on(ConnectionId connection, Input input, Instant now) {
        Actions actions = new Actions();
        switch (input) {
            case Input.Opened opened -> open(connection, opened.nonce(), now, actions);
            case Input.Received received -> receive(connection, received.message(), now, actions);
            case Input.Closed closed -> forget(connection);
        }
        updatePresence();
        return actions.list();
    }

    /** Time passed; call it about once a second. */
    public List<Action> tick(Instant now) {
        Actions actions = new Actions();
        for (Map.Entry<ConnectionId, ConnectionState> entry : List.copyOf(connections.entrySet())) {
            switch (entry.getValue()) {
                case Challenged challenged -> tick(entry.getKey(), challenged, now, actions);
                case Welcomed welcomed -> tick(entry.getKey(), welcomed, now, actions);
            }
        }
        updatePresence();
        return actions.list();
    }

    private void open(ConnectionId connection, byte[] nonce, Instant now, Actions actions) {
        if (nonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a nonce has 32 octets");
        }
        if (connections.containsKey(connection)) {
            throw new IllegalArgumentException(connection + " was used before");
        }
        counters.count(SupernodeCounter.CONNECTIONS_OPENED);
        if (connections.size() >= limits.connections()) {
            counters.count(SupernodeCounter.CONNECTIONS_REFUSED_FULL);
            counters.count(SupernodeCounter.CONNECTIONS_CLOSED);
            actions.refuse(connection, 0, Refused.Reason.TOO_MANY, "This supernode is full.");
            actions.close(connection, CloseCode.REFUSED, "full");
            return;
        }
        connections.put(connection, new Challenged(Base64Url.encode(nonce), now.plus(limits.helloWithin())));
        actions.challenge(connection, nonce);
    }

    private void receive(ConnectionId connection, byte[] message, Instant now, Actions actions) {
        ConnectionState state = connections.get(connection);
        if (state == null) {
            return;
        }
        counters.count(SupernodeCounter.RECEIVED);
        if (message.length > limits.messageBytes()) {
            counters.count(SupernodeCounter.TOO_LARGE);
            actions.refuse(connection, 0, Refused.Reason.TOO_LARGE, "A message may have 64 KiB.");
            close(connection, CloseCode.TOO_LARGE, "too large", actions);
            return;
        }
        Envelope envelope;
        try {
            envelope = Envelope.parseFrom(message);
        } catch (InvalidProtocolBufferException e) {
            counters.count(SupernodeCounter.MALFORMED);
            actions.refuse(connection, 0, Refused.Reason.MALFORMED, "That is not an Envelope.");
            close(connection, CloseCode.MALFORMED, "malformed", actions);
            return;
        }
        switch (state) {
            case Challenged challenged -> onChallenged(connection, challenged, envelope, now, actions);
            case Welcomed welcomed -> onWelcomed(connection, welcomed, envelope, now, actions);
        }
    }

    private void onChallenged(
            ConnectionId connection, Challenged state, Envelope envelope, Instant now, Actions actions) {
        switch (envelope.getBodyCase()) {
            case HELLO -> hello(connection, state, envelope, now, actions);
            case PING, PONG -> actions.pongIfPing(connection, envelope);
            default ->
                refuseAndClose(
                        connection,
                        envelope,
                        SupernodeCounter.NOT_ALLOWED,
                        Refused.Reason.NOT_ALLOWED,
                        "Say Hello first.",
                        actions);
        }
    }

    private void hello(ConnectionId connection, Challenged state, Envelope envelope, Instant now, Actions actions) {
        Hello hello = envelope.getHello();
        if (!now.isBefore(state.deadline())) {
            refuseAndClose(
                    connection,
                    envelope,
                    SupernodeCounter.HELLO_TIMEOUT,
                    Refused.Reason.BAD_PROOF,
                    "The Hello came too late.",
                    actions);
            return;
        }
        if (hello.getVersion() != VERSION) {
            refuseAndClose(
                    connection,
                    envelope,
                    SupernodeCounter.REFUSED_VERSION,
                    Refused.Reason.UNSUPPORTED,
                    "This supernode speaks version 1.",
                    actions);
            return;
        }
        switch (verifier.verify(hello.getCredential(), now)) {
            case CredentialResult.Refused refused ->
                refuseCredential(connection, envelope, refused.reason(), CloseCode.REFUSED, actions);
            case CredentialResult.Valid valid -> prove(connection, state, envelope, valid.credential(), now, actions);
        }
    }

    private void prove(
            ConnectionId connection,
            Challenged state,
            Envelope envelope,
            Credential credential,
            Instant now,
            Actions actions) {
        String proof = envelope.getHello().getProof();
        if (!DeviceProof.verify(proof, credential, DeviceProof.Purpose.SUPERNODE, state.nonce(), now)) {
            refuseAndClose(
                    connection,
                    envelope,
                    SupernodeCounter.REFUSED_PROOF,
                    Refused.Reason.BAD_PROOF,
                    "The proof is not by this credential's key.",
                    actions);
            return;
        }
        Optional<Directory.Entry> former = directory.find(credential.deviceId());
        if (former.isEmpty() && directory.devicesOf(credential.user()).size() >= limits.devicesPerUser()) {
            refuseAndClose(
                    connection,
                    envelope,
                    SupernodeCounter.REFUSED_DEVICES,
                    Refused.Reason.TOO_MANY,
                    "Too many devices of this user are connected.",
                    actions);
            return;
        }
        former.ifPresent(old -> replace(old.connection(), actions));
        welcome(connection, envelope, credential, now, actions);
    }

    private void replace(ConnectionId old, Actions actions) {
        counters.count(SupernodeCounter.REPLACED);
        close(old, CloseCode.REPLACED, "replaced by a newer connection of this device", actions);
    }

    private void welcome(
            ConnectionId connection, Envelope envelope, Credential credential, Instant now, Actions actions) {
        TokenBucket bucket =
                new TokenBucket(credential.role() == Role.GATEWAY ? limits.gatewayRate() : limits.peerRate(), now);
        connections.put(connection, new Welcomed(credential, bucket, 0, now, false));
        String userAgent = clip(envelope.getHello().getUserAgent());
        directory.enter(new Directory.Entry(credential, userAgent, connection));
        counters.count(SupernodeCounter.WELCOMED);
        actions.welcome(connection, envelope.getRequest(), credential.deviceId(), now, limits.keepalive());
    }

    private void onWelcomed(ConnectionId connection, Welcomed state, Envelope envelope, Instant now, Actions actions) {
        if (!state.bucket().take(now)) {
            overRate(connection, state.overRate(now), envelope, actions);
            return;
        }
        connections.put(connection, state.heard(now));
        switchboard.serve(connection, state.credential(), envelope, actions);
    }

    private void overRate(ConnectionId connection, Welcomed state, Envelope envelope, Actions actions) {
        counters.count(SupernodeCounter.TOO_MANY);
        connections.put(connection, state);
        actions.refuse(connection, envelope.getRequest(), Refused.Reason.TOO_MANY, "Too many messages a second.");
        if (state.refusedInARow() >= limits.refusalsUntilClose()) {
            close(connection, CloseCode.REFUSED, "too many messages", actions);
        }
    }

    private void tick(ConnectionId connection, Challenged state, Instant now, Actions actions) {
        if (!now.isBefore(state.deadline())) {
            counters.count(SupernodeCounter.HELLO_TIMEOUT);
            actions.refuse(connection, 0, Refused.Reason.BAD_PROOF, "No Hello came in time.");
            close(connection, CloseCode.REFUSED, "no Hello", actions);
        }
    }

    private void tick(ConnectionId connection, Welcomed state, Instant now, Actions actions) {
        Optional<CredentialRefusal> over = verifier.recheck(state.credential(), now);
        if (over.isPresent()) {
            refuseCredential(connection, Envelope.getDefaultInstance(), over.get(), CloseCode.CREDENTIAL_OVER, actions);
        } else if (!now.isBefore(state.heardAt().plus(limits.keepalive().multipliedBy(2)))) {
            counters.count(SupernodeCounter.KEEPALIVE_TIMEOUT);
            close(connection, CloseCode.SILENT, "nothing was heard", actions);
        } else if (!state.pinged() && !now.isBefore(state.heardAt().plus(limits.keepalive()))) {
            connections.put(connection, state.asked());
            actions.ping(connection);
        }
    }

    private void refuseCredential(
            ConnectionId connection, Envelope envelope, CredentialRefusal reason, int code, Actions actions) {
        switch (reason) {
            case EXPIRED -> {
                counters.count(SupernodeCounter.REFUSED_EXPIRED);
                actions.refuse(
                        connection,
                        envelope.getRequest(),
                        Refused.Reason.EXPIRED_CREDENTIAL,
                        "The credential has expired.");
            }
            case REVOKED -> {
                counters.count(SupernodeCounter.REFUSED_REVOKED);
                actions.refuse(
                        connection,
                        envelope.getRequest(),
                        Refused.Reason.REVOKED_CREDENTIAL,
                        "The credential was revoked.");
            }
            case TOO_LARGE,
                    MALFORMED,
                    NOT_ALLOWED,
                    UNKNOWN_KEY,
                    BAD_SIGNATURE,
                    WRONG_ISSUER,
                    NOT_YET_VALID,
                    TOO_LONG_LIVED -> {
                counters.count(SupernodeCounter.REFUSED_CREDENTIAL);
                actions.refuse(
                        connection,
                        envelope.getRequest(),
                        Refused.Reason.BAD_CREDENTIAL,
                        "The credential is not genuine.");
            }
        }
        close(connection, code, "credential", actions);
    }

    private void refuseAndClose(
            ConnectionId connection,
            Envelope envelope,
            SupernodeCounter counter,
            Refused.Reason reason,
            String text,
            Actions actions) {
        counters.count(counter);
        actions.refuse(connection, envelope.getRequest(), reason, text);
        close(connection, CloseCode.REFUSED, text, actions);
    }

    private void close(ConnectionId connection, int code, String why, Actions actions) {
        forget(connection);
        actions.close(connection, code, why);
    }

    private void forget(ConnectionId connection) {
        ConnectionState state = connections.remove(connection);
        if (state == null) {
            return;
        }
        counters.count(SupernodeCounter.CONNECTIONS_CLOSED);
        if (state instanceof Welcomed welcomed) {
            directory.remove(welcomed.credential().deviceId(), connection);
        }
    }

    private void updatePresence() {
        presence = new Presence(connections.size(), directory.devices(), directory.users(), directory.gatewayCount());
    }

    private static String clip(String text) {
        return text.length() <= MAX_USER_AGENT_CHARS ? text : text.substring(0, MAX_USER_AGENT_CHARS);
    }
}
