package io.tollgate.overlay.peer.io;

import io.tollgate.overlay.client.io.OverlayClient;
import io.tollgate.overlay.client.io.SendOutcome;
import io.tollgate.overlay.identity.DeviceId;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.overlay.peer.PeerAction;
import io.tollgate.overlay.peer.PeerCall;
import io.tollgate.overlay.peer.PeerInput;
import io.tollgate.overlay.peer.PeerState;
import io.tollgate.overlay.seal.SealedChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Owns one call: {@link #run} drives it on the calling thread until it is over. Everything else may be called from any
 * thread and only posts.
 */
public final class PeerCallDriver {
    private static final Logger LOG = Logger.getLogger(PeerCallDriver.class);
    private static final long TURN_MS = 50;
    private static final Duration KEYS_AFTER = Duration.ofSeconds(1);
    private static final long LAST_MAIL_S = 3;

    private sealed interface Event {
        record Mail(String sealed) implements Event {}

        record Input(PeerInput input) implements Event {}
    }

    private final OverlayClient client;
    private final DeviceId gateway;
    private final SealedChannel channel;
    private final PeerMedia media;
    private final CallPlan plan;
    private final Clock clock;
    private final Consumer<String> watcher;
    private final LinkedBlockingQueue<Event> events;
    private CompletableFuture<SendOutcome> lastMail = CompletableFuture.completedFuture(SendOutcome.PASSED_ON);
    private PeerState state;
    private @Nullable Long talkingSinceNs;
    private final long startedNs;
    private boolean keysPressed;
    private @Nullable CallReport report;

    PeerCallDriver(
            OverlayClient client,
            DeviceId gateway,
            SealedChannel channel,
            PeerMedia media,
            PeerState state,
            Inbox inbox,
            CallPlan plan,
            Clock clock,
            Consumer<String> watcher,
            long nowNs) {
        this.client = client;
        this.gateway = gateway;
        this.channel = channel;
        this.media = media;
        this.state = state;
        this.plan = plan;
        this.clock = clock;
        this.watcher = watcher;
        this.events = inbox.events;
        this.startedNs = nowNs;
    }

    /** What arrives for a call from the moment that its number is known, even before its driver is there. */
    static final class Inbox implements PeerMediaEvents {
        private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Consumer<String> watcher;

        Inbox(Consumer<String> watcher) {
            this.watcher = watcher;
        }

        void mail(String sealed) {
            events.add(new Event.Mail(sealed));
        }

        void post(PeerInput input) {
            events.add(new Event.Input(input));
        }

        @Override
        public void onSecured(String how) {
            watcher.accept("media connected, " + how);
        }

        @Override
        public void onDigit(char digit) {
            watcher.accept("the other side pressed " + digit);
        }

        @Override
        public void onBroken(String why) {
            post(new PeerInput.MediaBroken(why));
        }
    }

    public UUID callId() {
        return channel.call();
    }

    /** Hangs up, cancels or declines. */
    public void hangUp() {
        post(new PeerInput.HangUp());
    }

    /** Presses keys. */
    public void press(String digits) {
        post(new PeerInput.Keys(digits));
    }

    void post(PeerInput input) {
        events.add(new Event.Input(input));
    }

    /** Sends a message outside the machine's rules: that the device rings. */
    void send(CallMessage.ToGateway message) {
        lastMail = client.send(gateway, channel.call(), channel.seal(message));
        lastMail.whenComplete((outcome, failure) -> {
                    if (failure != null) {
                        post(new PeerInput.Disconnected("The supernode is not reachable: " + words(failure) + "."));
                    } else if (outcome == SendOutcome.NOT_REACHABLE) {
                        post(new PeerInput.Undeliverable());
                    }
                })
                .exceptionally(_ -> SendOutcome.NOT_REACHABLE);
    }

    /** Drives the call until it is over. */
    public CallReport run() throws InterruptedException {
        try {
            while (report == null) {
                Event event = events.poll(TURN_MS, TimeUnit.MILLISECONDS);
                switch (event) {
                    case null -> step(new PeerInput.Tick());
                    case Event.Input(PeerInput input) -> step(input);
                    case Event.Mail(String sealed) -> open(sealed);
                }
                followPlan(System.nanoTime());
            }
            return report;
        } finally {
            media.close();
            awaitLastMail();
        }
    }

    private void open(String sealed) {
        switch (channel.open(sealed, clock.instant())) {
            case SealedChannel.Message(CallMessage message) -> {
                if (message instanceof CallMessage.ToPeer toPeer) {
                    step(new PeerInput.Received(toPeer));
                }
            }
            case SealedChannel.Unknown(String type) -> LOG.debugf("A message of type %s was skipped", type);
            case SealedChannel.Refused refused ->
                LOG.warnf("A message was refused: %s (%s)", refused.reason(), refused.detail());
        }
    }

    private void step(PeerInput input) {
        PeerCall.Step step = PeerCall.on(state, input, System.nanoTime());
        state = step.state();
        for (PeerAction action : step.actions()) {
            perform(action);
        }
    }

    private void perform(PeerAction action) {
        switch (action) {
            case PeerAction.Send(CallMessage.ToGateway message) -> send(message);
            case PeerAction.ConnectMedia(String answerSdp) -> media.connect(answerSdp);
            case PeerAction.StartTalking() -> {
                talkingSinceNs = System.nanoTime();
                media.talk();
            }
            case PeerAction.SendKeys(String digits) -> media.sendKeys(digits);
            case PeerAction.Tell(String line) -> watcher.accept(line);
            case PeerAction.Finish finish -> {
                MediaSummary summary = media.end();
                report = new CallReport(finish.result().givenPackets(summary.packets()), summary);
            }
        }
    }

    private void followPlan(long nowNs) {
        Long since = talkingSinceNs;
        if (since == null) {
            if (nowNs - startedNs >= plan.ringTime().toNanos()) {
                step(new PeerInput.HangUp());
            }
            return;
        }
        if (!keysPressed && !plan.keys().isEmpty() && nowNs - since >= KEYS_AFTER.toNanos()) {
            keysPressed = true;
            step(new PeerInput.Keys(plan.keys()));
        }
        Duration limit = plan.talkTime();
        if (limit != null && nowNs - since >= limit.toNanos()) {
            step(new PeerInput.HangUp());
        }
    }

    private void awaitLastMail() throws InterruptedException {
        try {
            lastMail.get(LAST_MAIL_S, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debugf("The last message may not have been sent: %s", e.getMessage());
        }
    }

    private static String words(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
