package io.tollgate.gateway.switchboard;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.Timing;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Price;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.MediaStats;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A call to {@code echo123}: what the device says comes back a second later, free of charge and without a trunk.
 *
 * <p>It has no machine of its own: it is answered at once, and the first end of any kind ends it.
 */
final class EchoCall implements LiveCall {
    static final String NAME = "echo123";
    private static final Logger LOG = Logger.getLogger(EchoCall.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final CallTools tools;
    private final UUID id;
    private final String user;
    private final String currency;
    private final CallMessage.Call offer;
    private final OverlayLeg leg;
    private final CallLoop loop;
    private final CallRecord record;
    private final MediaCall media;
    private final Instant startedAt;

    private @Nullable CallEnd end;
    private volatile @Nullable Instant answeredAt;
    private volatile @Nullable MediaStats lastStats;

    EchoCall(CallTools tools, UUID id, String user, String currency, CallMessage.Call offer, OverlayLeg leg) {
        this.tools = tools;
        this.id = id;
        this.user = user;
        this.currency = currency;
        this.offer = offer;
        this.leg = leg;
        this.startedAt = tools.clock().instant();
        this.record = new CallRecord(tools.json());
        this.loop = new CallLoop(
                "echo-" + id,
                tools.clock(),
                this::tick,
                () -> finish(CallEnd.refused(Cause.GATEWAY_FAILURE, "internal failure")));
        this.media = tools.media()
                .newCall(
                        id.toString(),
                        new MediaWatcher(
                                EndSide.CALLER,
                                (side, silentMs, why) ->
                                        loop.post(() -> finish(new CallEnd(side, Cause.MEDIA_LOST, 0, 0, why))),
                                (side, digit) -> {}));
    }

    void start() {
        loop.start(this::answer);
    }

    private void answer() {
        leg.tell(new CallMessage.Accepted(NAME, "Echo test", new Price(0, currency, 0, 1, 1), LONGEST.toSeconds()));
        OverlayLeg.Answer answer = leg.answer(media, offer.sdp(), new OverlayLeg.MediaWatch() {
            @Override
            public void connected() {
                loop.post(EchoCall.this::connected);
            }

            @Override
            public void failed(String why) {
                loop.post(() -> finish(CallEnd.refused(Cause.BAD_OFFER, why)));
            }
        });
        switch (answer) {
            case OverlayLeg.Answer.Refused(String why) -> finish(CallEnd.refused(Cause.BAD_OFFER, why));
            case OverlayLeg.Answer.Given(String sdp, String codec) -> {
                leg.tell(new CallMessage.AnswerSdp(sdp, codec));
                loop.wakeAt(startedAt.plus(LONGEST));
            }
        }
    }

    private void connected() {
        if (answeredAt != null || end != null) {
            return;
        }
        Instant now = tools.clock().instant();
        answeredAt = now;
        media.echo();
        leg.tell(new CallMessage.Answered(now));
        loop.wakeAt(now.plus(TICK));
    }

    private void tick() {
        Instant answered = answeredAt;
        Instant now = tools.clock().instant();
        if (answered == null) {
            finish(CallEnd.refused(Cause.MEDIA_LOST, "the device's media did not come up"));
            return;
        }
        if (Duration.between(answered, now).compareTo(LONGEST) >= 0) {
            finish(new CallEnd(EndSide.GATEWAY, Cause.NORMAL, 0, 0, "the echo test ends after five minutes"));
            return;
        }
        loop.wakeAt(now.plus(TICK));
        long talkMs = Duration.between(answered, now).toMillis();
        var _ = media.stats()
                .thenAccept(stats -> loop.post(() -> {
                    lastStats = stats;
                    if (end == null) {
                        leg.tell(new CallMessage.Tick(talkMs, 0, currency, 0, 0, Caller.quality(stats, talkMs)));
                    }
                }));
    }

    private void finish(CallEnd how) {
        if (end != null) {
            return;
        }
        end = how;
        loop.wakeAt(null);
        Instant answered = answeredAt;
        Timing timing = new Timing(startedAt, answered, answered, tools.clock().instant());
        MediaStats last =
                media.close().completeOnTimeout(lastStats, 2, TimeUnit.SECONDS).join();
        if (last != null) {
            record.media(last);
        }
        long balance = keep(how, timing);
        leg.tell(Caller.ended(how, timing, 0, currency, balance, NAME, id.toString()));
        tools.calls().remove(this);
        loop.end();
    }

    /** Writes the record and gives what the account can spend. A free call is not worth waiting for the ledger. */
    private long keep(CallEnd how, Timing timing) {
        try {
            tools.ledger()
                    .release(new Cdr(
                            id,
                            Cdr.Direction.OUTBOUND,
                            user,
                            leg.device(),
                            new Cdr.Numbers(offer.dialled(), NAME, null),
                            new Cdr.Tariff("Echo test", null, null, null),
                            null,
                            record.codec(""),
                            new Cdr.Times(
                                    startedAt,
                                    timing.alerting(),
                                    timing.answered(),
                                    tools.clock().instant()),
                            timing.talkMs(),
                            0,
                            0,
                            0,
                            currency,
                            new Cdr.Ending(how.cause().word(), how.side().word(), 0, 0),
                            record.quality(),
                            record.explanation(how)));
            return tools.ledger().balance(user).map(b -> b.availableMicros()).orElse(0L);
        } catch (LedgerUnavailableException e) {
            LOG.warnf("the record of echo call %s was not kept: the ledger does not answer", id);
            return 0;
        }
    }

    @Override
    public UUID id() {
        return id;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public @Nullable String trunk() {
        return null;
    }

    @Override
    public void deliver(String fromDevice, String sealed) {
        loop.post(() -> {
            if (fromDevice.equals(leg.device())
                    && leg.open(sealed, tools.clock().instant()).orElse(null) instanceof CallMessage.Hangup) {
                finish(new CallEnd(EndSide.CALLER, Cause.NORMAL, 0, 0, ""));
            }
        });
    }

    @Override
    public void endBy(String actor) {
        loop.post(() -> finish(new CallEnd(EndSide.GATEWAY, Cause.OPERATOR, 0, 0, actor)));
    }

    @Override
    public void shutDown() {
        loop.post(() -> finish(new CallEnd(EndSide.GATEWAY, Cause.SHUTDOWN, 0, 0, "")));
    }

    /** It is a test, and what is said comes back anyway. */
    @Override
    public RecordingWish.Outcome record(RecordingWish wish, Path file, String actor) {
        return RecordingWish.Outcome.UNABLE;
    }

    @Override
    public CompletableFuture<Boolean> stopRecording(String actor) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public boolean recorded() {
        return false;
    }

    @Override
    public Optional<JournalTouch> touch() {
        return Optional.empty();
    }

    @Override
    public View view() {
        MediaStats stats = lastStats;
        return new View(
                id,
                "echo",
                answeredAt == null ? "dialling" : "talking",
                user,
                NAME,
                null,
                startedAt,
                answeredAt,
                0,
                currency,
                stats == null ? "" : stats.pipeline(),
                CallQuality.of(stats));
    }
}
