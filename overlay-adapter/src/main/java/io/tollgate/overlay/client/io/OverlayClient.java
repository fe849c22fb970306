package io.tollgate.overlay.client.io;

import com.google.protobuf.ByteString;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.wire.Envelope;
import io.tollgate.overlay.wire.FindGateways;
import io.tollgate.overlay.wire.FindUser;
import io.tollgate.overlay.wire.Send;
import io.tollgate.overlay.wire.Sent;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A device's standing connection to its supernode. Connects by itself, again and again until closed, refused for good
 * or replaced. Requests made while it is not connected wait for the connection, up to their timeout; those without a
 * reply are sent again on the next one, so mail may arrive twice (the seal's numbers sort that out).
 *
 * <p>Any thread. Futures complete on the client's own thread: what depends on them must not block (use the
 * {@code …Async} forms) and must not wait for another future of this client.
 */
public final class OverlayClient implements AutoCloseable {

    private final OverlayClientConfig config;
    private final ClientLoop loop;

    private OverlayClient(OverlayClientConfig config, ClientLoop loop) {
        this.config = config;
        this.loop = loop;
    }

    /** Starts a client with an HTTP client of its own. Returns at once. */
    public static OverlayClient connect(OverlayClientConfig config, OverlayListener listener) {
        return connect(
                config,
                listener,
                HttpClient.newBuilder().connectTimeout(config.connectTimeout()).build());
    }

    /** Starts a client on an HTTP client that decides about TLS; it is closed with this client. */
    public static OverlayClient connect(OverlayClientConfig config, OverlayListener listener, HttpClient http) {
        ClientLoop loop = new ClientLoop(config, listener, http);
        Thread.ofVirtual().name("overlay-client").start(loop);
        return new OverlayClient(config, loop);
    }

    /** Completes with the first welcome, or fails when the client is refused for good or closed before. */
    public CompletableFuture<DeviceId> connected() {
        return loop.connected().copy();
    }

    /** The gateways that are there, at most some tens, in no particular order. */
    public CompletableFuture<List<GatewayInfo>> findGateways() {
        return ask(
                Envelope.newBuilder().setFindGateways(FindGateways.getDefaultInstance()),
                Envelope.BodyCase.GATEWAYS,
                reply -> {
                    List<GatewayInfo> found = new ArrayList<>();
                    reply.getGateways()
                            .getGatewaysList()
                            .forEach(gateway -> DeviceId.parse(gateway.getDeviceId())
                                    .ifPresent(device -> found.add(
                                            new GatewayInfo(device, gateway.getCredential(), gateway.getRegion()))));
                    return Optional.of(List.copyOf(found));
                });
    }

    /** The connected devices of a user; for gateways only. */
    public CompletableFuture<List<DeviceInfo>> findUser(String user) {
        return ask(
                Envelope.newBuilder().setFindUser(FindUser.newBuilder().setUser(user)),
                Envelope.BodyCase.USER_DEVICES,
                reply -> {
                    List<DeviceInfo> found = new ArrayList<>();
                    reply.getUserDevices()
                            .getDevicesList()
                            .forEach(device -> DeviceId.parse(device.getDeviceId())
                                    .ifPresent(id -> found.add(
                                            new DeviceInfo(id, device.getCredential(), device.getUserAgent()))));
                    return Optional.of(List.copyOf(found));
                });
    }

    /**
     * Sends mail.
     *
     * @param to the receiver
     * @param call the call that it is about
     * @param sealed what {@code seal} made
     */
    public CompletableFuture<SendOutcome> send(DeviceId to, UUID call, String sealed) {
        Send send = Send.newBuilder()
                .setToDeviceId(to.value())
                .setCallId(ByteString.copyFrom(callOctets(call)))
                .setSealed(sealed)
                .build();
        return ask(
                Envelope.newBuilder().setSend(send),
                Envelope.BodyCase.SENT,
                reply -> outcome(reply.getSent().getOutcome()));
    }

    /** Closes the connection for good; what waits for a reply fails. */
    @Override
    public void close() {
        loop.post(new ClientEvent.Stop());
    }

    private <T> CompletableFuture<T> ask(
            Envelope.Builder request, Envelope.BodyCase expected, Function<Envelope, Optional<T>> read) {
        CompletableFuture<Envelope> reply = new CompletableFuture<>();
        loop.post(new ClientEvent.Ask(request, config.requestTimeout(), reply));
        return reply.thenApply(envelope -> {
            if (envelope.hasRefused()) {
                throw new OverlayException(
                        OverlayException.Kind.REFUSED,
                        envelope.getRefused().getReason() + ": "
                                + envelope.getRefused().getText());
            }
            Optional<T> value = envelope.getBodyCase() == expected ? read.apply(envelope) : Optional.empty();
            return value.orElseThrow(() ->
                    new OverlayException(OverlayException.Kind.NONSENSE, "the supernode's reply is no " + expected));
        });
    }

    private static Optional<SendOutcome> outcome(Sent.Outcome outcome) {
        return switch (outcome) {
            case PASSED_ON -> Optional.of(SendOutcome.PASSED_ON);
            case NOT_REACHABLE -> Optional.of(SendOutcome.NOT_REACHABLE);
            case UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
        };
    }

    static byte[] callOctets(UUID call) {
        return ByteBuffer.allocate(16)
                .putLong(call.getMostSignificantBits())
                .putLong(call.getLeastSignificantBits())
                .array();
    }

    static Optional<UUID> callOf(ByteString octets) {
        if (octets.size() != 16) {
            return Optional.empty();
        }
        ByteBuffer buffer = octets.asReadOnlyByteBuffer();
        return Optional.of(new UUID(buffer.getLong(), buffer.getLong()));
    }
}
