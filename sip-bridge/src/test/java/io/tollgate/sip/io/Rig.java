package io.tollgate.sip.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.sip.auth.SipCredentials;
import io.tollgate.sip.trunk.CallTimers;
import io.tollgate.sip.trunk.CallerId;
import io.tollgate.sip.trunk.CallerIdStyle;
import io.tollgate.sip.trunk.CidrBlock;
import io.tollgate.sip.trunk.NumberFormat;
import io.tollgate.sip.trunk.OutboundInvite;
import io.tollgate.sip.trunk.Renegotiation;
import io.tollgate.sip.trunk.SipEnd;
import io.tollgate.sip.trunk.Transport;
import io.tollgate.sip.trunk.Trunk;
import io.tollgate.sip.trunk.TrunkEvent;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A bridge on loopback, a trunk to one port of it, and the events of its calls. */
final class Rig implements AutoCloseable {

    static final String OFFER = String.join(
            "\r\n",
            "v=0",
            "o=- 1 1 IN IP4 127.0.0.1",
            "s=-",
            "c=IN IP4 127.0.0.1",
            "t=0 0",
            "m=audio 20000 RTP/AVP 8 101",
            "a=rtpmap:8 PCMA/8000",
            "a=rtpmap:101 telephone-event/8000",
            "");

    /** The usual limits, without the long warm-up. */
    static final SipLimits LIMITS = new SipLimits(16_384, 16, 200, 50_000, 200, 5);

    final int port = freePort();
    final int carrierPort = freePort();
    final Trunk trunk = trunkTo(carrierPort);
    final SipBridge bridge;
    final BlockingQueue<TrunkEvent> events = new LinkedBlockingQueue<>();
    final BlockingQueue<InboundInvite> invites = new LinkedBlockingQueue<>();
    final List<TrunkEvent> seen = new ArrayList<>();

    Rig() {
        this(CallTimers.DEFAULT, invite -> {}, trunk -> trunk);
    }

    Rig(CallTimers timers, Consumer<InboundInvite> onInvite, java.util.function.UnaryOperator<Trunk> change) {
        SipBridgeConfig config =
                new SipBridgeConfig(InetAddress.getLoopbackAddress(), port, null, "Tollgate/test", LIMITS, timers);
        bridge = SipBridge.start(config, TrunkDirectory.of(List.of(change.apply(trunk))), invite -> {
            invite.call().listen(events::add, Renegotiation.REFUSE);
            onInvite.accept(invite);
            invites.add(invite);
        });
    }

    static Trunk trunkTo(int port) {
        return new Trunk(
                "carrier",
                "127.0.0.1",
                port,
                Transport.UDP,
                List.of(CidrBlock.parse("127.0.0.1/32")),
                new SipCredentials("trunkuser", "trunkpass"),
                List.of("PCMA"),
                10,
                null,
                CallerIdStyle.ASSERTED,
                NumberFormat.PLUS_USER_PHONE);
    }

    TrunkCall call(Renegotiation renegotiation) {
        OutboundInvite invite = new OutboundInvite(
                UUID.randomUUID().toString(), trunk, "+442079460123", CallerId.of("+442079460201"), OFFER);
        return bridge.invite(invite, events::add, renegotiation);
    }

    TrunkCall call() {
        return call(Renegotiation.REFUSE);
    }

    <T extends TrunkEvent> T await(Class<T> kind) throws InterruptedException {
        for (TrunkEvent event = next(); event != null; event = next()) {
            seen.add(event);
            if (kind.isInstance(event)) {
                return kind.cast(event);
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " but " + seen);
    }

    private @org.jspecify.annotations.Nullable TrunkEvent next() throws InterruptedException {
        return events.poll(15, TimeUnit.SECONDS);
    }

    SipEnd awaitEnd() throws InterruptedException {
        return await(TrunkEvent.Ended.class).end();
    }

    InboundInvite awaitInvite() throws InterruptedException {
        InboundInvite invite = invites.poll(15, TimeUnit.SECONDS);
        assertThat(invite).as("an inbound call").isNotNull();
        return java.util.Objects.requireNonNull(invite);
    }

    static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port on loopback", e);
        }
    }

    @Override
    public void close() {
        bridge.close();
    }
}
