package io.tollgate.sip.io;

import io.tollgate.sip.auth.DigestSession;
import io.tollgate.sip.cause.SipReason;
import io.tollgate.sip.io.SipCounters.OfPort;
import io.tollgate.sip.io.SipCounters.OfTrunk;
import io.tollgate.sip.trunk.InboundSetup;
import io.tollgate.sip.trunk.OutboundInvite;
import io.tollgate.sip.trunk.OutboundSetup;
import io.tollgate.sip.trunk.Renegotiation;
import io.tollgate.sip.trunk.SipInput;
import io.tollgate.sip.trunk.Trunk;
import io.tollgate.sip.trunk.TrunkCallMachine;
import io.tollgate.sip.trunk.TrunkEvent;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import javax.sip.SipException;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.jspecify.annotations.Nullable;

/**
 * The gateway's SIP port. Thread-safe.
 *
 * <p>Start it, place calls with {@link #invite}, take calls in the {@link InboundHandler}. Closing drops the calls
 * without farewell; a gateway that ends cleanly hangs up first.
 */
public final class SipBridge implements AutoCloseable {

    private final SipBridgeConfig config;
    private final InboundHandler handler;
    private final SipCounters counters = new SipCounters();
    private final WireTap tap;
    private final LaneClock clock = new LaneClock();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, CallLane> byLocalTag = new ConcurrentHashMap<>();
    private final Map<String, CallLane> byRemoteKey = new ConcurrentHashMap<>();
    private final RunningStack stack;
    private volatile boolean closed;

    private SipBridge(SipBridgeConfig config, TrunkDirectory directory, InboundHandler handler) {
        this.config = config;
        this.handler = handler;
        this.tap = new WireTap(counters, config.limits().ladderLines(), Clock.systemUTC());
        DatagramGuard guard = new DatagramGuard(directory, config.limits(), counters);
        RunningStack started;
        try {
            started = RunningStack.start(
                    config, new StackContext(guard, tap, counters), new StackListener(this, directory, counters));
        } catch (SipStartException e) {
            clock.close();
            throw e;
        }
        this.stack = started;
    }

    /**
     * Warms the stack up, then opens the port.
     *
     * @throws SipStartException if the port cannot be opened; its message is for the operator
     */
    public static SipBridge start(SipBridgeConfig config, TrunkDirectory directory, InboundHandler handler) {
        return new SipBridge(config, directory, handler);
    }

    /**
     * Places a call. Returns at once; everything else is an event, and {@link TrunkEvent.Ended} always the last.
     *
     * @param events called on the call's own lane, in order
     * @param renegotiation answers the carrier's changes of the session
     */
    public TrunkCall invite(OutboundInvite invite, Consumer<TrunkEvent> events, Renegotiation renegotiation) {
        if (closed) {
            throw new IllegalStateException("the SIP bridge is closed");
        }
        Trunk trunk = invite.trunk();
        String tag = token();
        OutboundSetup setup = OutboundSetup.of(invite, tag, token(), config.hostPort(), config.timers());
        CallLane lane = new CallLane(
                stack.port(),
                clock,
                counters,
                this::forget,
                trunk,
                invite.callId(),
                tag,
                "",
                tap.open(invite.callId(), trunk.id()));
        lane.listen(events, renegotiation);
        byLocalTag.put(tag, lane);
        counters.count(trunk.id(), OfTrunk.INVITES_OUT);
        lane.begin(now -> TrunkCallMachine.place(setup, now), () -> {});
        return new TrunkCall(lane);
    }

    /** Places a call whose media the carrier may not change later. */
    public TrunkCall invite(OutboundInvite invite, Consumer<TrunkEvent> events) {
        return invite(invite, events, Renegotiation.REFUSE);
    }

    /** On the stack's thread: a trunk's INVITE that belongs to no call yet. */
    void takeCall(Trunk trunk, SipInput.Request invite, ServerSide side) throws SipException, ParseException {
        if (closed || byLocalTag.size() >= config.limits().maxCalls()) {
            counters.count(OfPort.SHED);
            StackListener.shed(port(), side, token());
            return;
        }
        Request request = side.request();
        String callId = MessageReader.callId(request);
        String tag = token();
        String remoteKey = StackListener.remoteKey(request);
        tap.open(callId, trunk.id());
        tap.received(request.toString());
        CallLane lane = new CallLane(
                port(), clock, counters, this::forget, trunk, callId, tag, remoteKey, tap.open(callId, trunk.id()));
        byLocalTag.put(tag, lane);
        byRemoteKey.put(remoteKey, lane);
        counters.count(trunk.id(), OfTrunk.INVITES_IN);
        InboundSetup setup = new InboundSetup(
                callId,
                invite.key(),
                value(request.getHeader(FromHeader.NAME).toString()),
                value(request.getHeader(ToHeader.NAME).toString()),
                tag,
                MessageReader.fromTag(request),
                invite,
                DigestSession.fresh(trunk.auth(), token()),
                config.timers());
        InboundCall call = new InboundCall(lane);
        InboundInvite offered = new InboundInvite(
                callId, trunk, MessageReader.called(request), MessageReader.caller(request), invite.sdp(), call);
        lane.begin(invite.key(), side, now -> TrunkCallMachine.offered(setup, now), () -> offer(offered));
    }

    private void offer(InboundInvite offered) {
        try {
            handler.onInvite(offered);
        } catch (RuntimeException e) {
            offered.call().reject(500, "Server Internal Error", SipReason.q850(41));
            throw e;
        }
    }

    /** The call with this local tag, if its Call-ID fits too. */
    @Nullable
    CallLane laneOf(String callId, String localTag) {
        CallLane lane = byLocalTag.get(localTag);
        return lane != null && lane.callId().equals(callId) ? lane : null;
    }

    /** The inbound call with this Call-ID and remote tag. */
    @Nullable
    CallLane laneFrom(String remoteKey) {
        return byRemoteKey.get(remoteKey);
    }

    SipPort port() {
        return stack.port();
    }

    private void forget(CallLane lane) {
        byLocalTag.remove(lane.localTag(), lane);
        byRemoteKey.remove(lane.remoteKey(), lane);
        tap.close(lane.callId());
    }

    /** A tag: 96 random bits (RFC 3261 section 19.3 wants 32). */
    String token() {
        byte[] bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String value(String header) {
        return header.substring(header.indexOf(':') + 1).strip();
    }

    /** What was counted since the start. */
    public SipCounters counters() {
        return counters;
    }

    /** Whether the port works. */
    public SipHealth health() {
        return stack.health(closed, byLocalTag.size());
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            stack.close();
            clock.close();
        }
    }
}
