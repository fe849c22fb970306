package io.tollgate.sip.io;

import io.tollgate.sip.io.SipCounters.OfTrunk;
import io.tollgate.sip.trunk.CallState;
import io.tollgate.sip.trunk.EndSide;
import io.tollgate.sip.trunk.Moment;
import io.tollgate.sip.trunk.Renegotiation;
import io.tollgate.sip.trunk.SipAction;
import io.tollgate.sip.trunk.SipEnd;
import io.tollgate.sip.trunk.SipInput;
import io.tollgate.sip.trunk.Step;
import io.tollgate.sip.trunk.Trunk;
import io.tollgate.sip.trunk.TrunkCallMachine;
import io.tollgate.sip.trunk.TrunkEvent;
import java.text.ParseException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sip.ClientTransaction;
import javax.sip.ObjectInUseException;
import javax.sip.SipException;
import javax.sip.message.Response;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of a call: inputs queue up here and run one after the other on a virtual thread. All fields but the
 * queue belong to whoever runs it.
 */
final class CallLane {

    private static final Logger LOG = Logger.getLogger(CallLane.class);
    private static final int MAX_REQUESTS = 64; // remembered for a repeated answer; a call has a handful

    /** Who is told, as one value. */
    private record Owner(Consumer<TrunkEvent> events, Renegotiation renegotiation) {}

    private final SipPort port;
    private final LaneClock clock;
    private final Consumer<CallLane> onGone;
    private final SipCounters counters;
    private final Trunk trunk;
    private final String callId;
    private final String localTag;
    private final String remoteKey;
    private final SipLadder ladder;

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final Map<Long, ClientTransaction> invites = new HashMap<>();
    private final Map<String, ServerSide> requests = new LinkedHashMap<>();
    private final Map<String, Response> responses = new HashMap<>();
    private volatile Owner owner = new Owner(event -> {}, Renegotiation.REFUSE);
    private CallState state = new CallState.Gone();
    private boolean ended;
    private @Nullable Future<?> alarm;

    /**
     * @param remoteKey Call-ID and From tag of an inbound call; empty for ours
     */
    CallLane(
            SipPort port,
            LaneClock clock,
            SipCounters counters,
            Consumer<CallLane> onGone,
            Trunk trunk,
            String callId,
            String localTag,
            String remoteKey,
            SipLadder ladder) {
        this.port = port;
        this.clock = clock;
        this.counters = counters;
        this.onGone = onGone;
        this.trunk = trunk;
        this.callId = callId;
        this.localTag = localTag;
        this.remoteKey = remoteKey;
        this.ladder = ladder;
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    String remoteKey() {
        return remoteKey;
    }

    Trunk trunk() {
        return trunk;
    }

    SipLadder ladder() {
        return ladder;
    }

    void listen(Consumer<TrunkEvent> events, Renegotiation renegotiation) {
        owner = new Owner(events, renegotiation);
    }

    /** Takes the machine's first step; {@code after} runs behind it, on the lane. */
    void begin(Function<Moment, Step> first, Runnable after) {
        enqueue(() -> {
            take(first.apply(clock.now()));
            if (!(state instanceof CallState.Gone) && !(state instanceof CallState.Ended)) {
                after.run();
            }
        });
    }

    /** The same for a call that begins with a carrier's INVITE. */
    void begin(String key, ServerSide side, Function<Moment, Step> first, Runnable after) {
        enqueue(() -> requests.put(key, side));
        begin(first, after);
    }

    /** An input; never blocks the caller. */
    void post(SipInput input) {
        enqueue(() -> run(input));
    }

    /** A request of the carrier, with the transaction to answer it in. */
    void post(SipInput.Request request, ServerSide side) {
        enqueue(() -> {
            if (!request.method().equals("ACK")) {
                requests.putIfAbsent(request.key(), side);
                if (requests.size() > MAX_REQUESTS) {
                    requests.remove(requests.keySet().iterator().next());
                }
            }
            run(request);
        });
    }

    private void enqueue(Runnable work) {
        queue.add(work);
        if (queued.getAndIncrement() == 0) {
            try {
                clock.execute(this::drain);
            } catch (RejectedExecutionException e) {
                LOG.debugf("call %s: the bridge is closed", callId);
            }
        }
    }

    private void drain() {
        do {
            Runnable work = queue.poll();
            if (work != null) {
                guarded(work);
            }
        } while (queued.decrementAndGet() > 0);
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.errorf(e, "call %s ended by an internal error", callId);
            tell(new TrunkEvent.Ended(clock.now(), SipEnd.of(500, EndSide.LOCAL, "an internal error ended the call")));
            leave();
        }
    }

    private void run(SipInput input) {
        countFinal(input);
        take(TrunkCallMachine.on(state, input, clock.now()));
    }

    private void take(Step step) {
        boolean wasGone = state instanceof CallState.Gone;
        state = step.next();
        for (SipAction action : step.actions()) {
            perform(action);
        }
        if (state instanceof CallState.Gone && !wasGone) {
            leave();
        } else {
            rearm();
        }
    }

    private void rearm() {
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        long deadline = state.deadlineNs();
        if (deadline != CallState.NEVER) {
            long wait = Math.max(0, deadline - clock.now().ns());
            alarm = clock.later(() -> post(new SipInput.Tick()), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void leave() {
        state = new CallState.Gone();
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        invites.clear();
        requests.clear();
        responses.clear();
        onGone.accept(this);
    }

    private void perform(SipAction action) {
        try {
            switch (action) {
                case SipAction.Send send -> send(send.request());
                case SipAction.SendAck ack -> port.sendAck(ack.request());
                case SipAction.Cancel cancel -> {
                    ClientTransaction invite = invites.get(cancel.inviteCseq());
                    if (invite != null) {
                        port.cancel(this, invite, cancel.headers());
                    }
                }
                case SipAction.Abandon abandon -> abandon(abandon.inviteCseq());
                case SipAction.Respond respond -> respond(respond);
                case SipAction.Resend resend -> {
                    Response last = responses.get(resend.key());
                    if (last != null) {
                        port.sendAgain(last);
                    }
                }
                case SipAction.Tell tell -> tell(tell.event());
                case SipAction.AskAnswer ask -> ask(ask);
                case SipAction.TakeAnswer take -> owner.renegotiation().answered(take.sdp());
            }
        } catch (SipException | ParseException e) {
            LOG.warnf("call %s: a message could not be sent: %s", callId, e.getMessage());
        }
    }

    private void send(SipAction.Request request) {
        try {
            ClientTransaction transaction = port.send(this, request);
            if (request.method().equals("INVITE")) {
                invites.put(request.cseq(), transaction);
            }
        } catch (SipException | ParseException e) {
            LOG.warnf("call %s: %s could not be sent: %s", callId, request.method(), e.getMessage());
            post(new SipInput.Unreachable(
                    request.method(), request.cseq(), "the trunk cannot be reached: " + e.getMessage()));
        }
    }

    private void abandon(long inviteCseq) {
        ClientTransaction invite = invites.remove(inviteCseq);
        if (invite != null) {
            try {
                invite.terminate();
            } catch (ObjectInUseException e) {
                LOG.debugf("call %s: the stack keeps its INVITE: %s", callId, e.getMessage());
            }
        }
    }

    private void respond(SipAction.Respond action) throws SipException, ParseException {
        ServerSide side = requests.get(action.key());
        if (side == null) {
            return;
        }
        Response response = written(side, action);
        if (action.status() >= 200) {
            boolean invite = side.request().getMethod().equals("INVITE");
            if (invite) {
                responses.put(action.key(), response);
                responses.keySet().retainAll(requests.keySet());
            } else {
                requests.remove(action.key());
            }
        }
        side.send(response, port.provider());
    }

    /** A response that cannot be written must not leave the carrier without one. */
    private Response written(ServerSide side, SipAction.Respond action) throws ParseException {
        try {
            return port.writer().response(side.request(), action);
        } catch (ParseException | IllegalArgumentException e) {
            LOG.errorf(e, "call %s: a %d could not be written", callId, action.status());
            return port.writer().plain(side.request(), 500, "Server Internal Error", localTag, List.of());
        }
    }

    private void ask(SipAction.AskAnswer ask) {
        String answer = owner.renegotiation().answer(ask.offer());
        post(new SipInput.OfferAnswered(ask.key(), ask.offer(), answer));
    }

    private void tell(TrunkEvent event) {
        if (ended) {
            return;
        }
        switch (event) {
            case TrunkEvent.Answered a -> counters.count(trunk.id(), OfTrunk.ANSWERED);
            case TrunkEvent.Confirmed c -> counters.count(trunk.id(), OfTrunk.ANSWERED);
            case TrunkEvent.Ended e -> ended = true;
            case TrunkEvent.Trying t -> {}
            case TrunkEvent.Ringing r -> {}
            case TrunkEvent.EarlyMedia m -> {}
            case TrunkEvent.Reoffered r -> {}
        }
        try {
            owner.events().accept(event);
        } catch (RuntimeException e) {
            LOG.errorf(e, "call %s: its owner failed on %s", callId, event);
        }
    }

    private void countFinal(SipInput input) {
        if (input instanceof SipInput.Response r && r.method().equals("INVITE") && r.status() >= 300) {
            counters.count(
                    trunk.id(),
                    switch (r.status() / 100) {
                        case 3 -> OfTrunk.REFUSED_3XX;
                        case 4 -> OfTrunk.REFUSED_4XX;
                        case 5 -> OfTrunk.REFUSED_5XX;
                        default -> OfTrunk.REFUSED_6XX;
                    });
        }
    }
}
