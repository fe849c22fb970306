package io.tollgate.gateway.switchboard;

import io.tollgate.billing.ledger.JournalTouch;
import io.tollgate.gateway.call.CallEnd;
import io.tollgate.gateway.call.Cause;
import io.tollgate.gateway.call.EndSide;
import io.tollgate.gateway.call.Timing;
import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.message.Price;
import io.tollgate.rtp.media.MediaCall;
import io.tollgate.rtp.media.Prompt;
import io.tollgate.rtp.media.Side;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A refusal that is spoken: the device's media is connected, the announcement played once as early media, then the call
 * ends as it would have without it. It is never answered and costs nothing.
 */
final class AnnouncedRefusal implements LiveCall {
    /** A device whose media does not come up gets the words alone. */
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(8);
    /** What is under way in the network when the announcement is over. */
    private static final Duration TAIL = Duration.ofMillis(300);

    private final CallTools tools;
    private final UUID id;
    private final String user;
    private final String currency;
    private final String dialled;
    private final CallMessage.Call offer;
    private final OverlayLeg leg;
    private final Cause cause;
    private final Prompt announcement;
    private final BiConsumer<CallEnd, Timing> end;
    private final CallLoop loop;
    private final MediaCall media;
    private final Instant startedAt;

    private boolean over;
    private volatile @Nullable Instant alertedAt;

    /**
     * @param dialled what is refused, for the operator's list
     * @param end records and tells the end, once, on the call's loop
     */
    AnnouncedRefusal(
            CallTools tools,
            UUID id,
            String user,
            String currency,
            String dialled,
            CallMessage.Call offer,
            OverlayLeg leg,
            Cause cause,
            Prompt announcement,
            BiConsumer<CallEnd, Timing> end) {
        this.tools = tools;
        this.id = id;
        this.user = user;
        this.currency = currency;
        this.dialled = dialled;
        this.offer = offer;
        this.leg = leg;
        this.cause = cause;
        this.announcement = announcement;
        this.end = end;
        this.startedAt = tools.clock().instant();
        this.loop = new CallLoop("refusal-" + id, tools.clock(), this::refused, this::refused);
        this.media = tools.media()
                .newCall(
                        id.toString(),
                        new MediaWatcher(
                                EndSide.CALLER,
                                (side, silentMs, why) -> loop.post(this::refused),
                                (side, digit) -> {}));
    }

    void start() {
        loop.start(() -> {
            leg.tell(new CallMessage.Accepted(dialled, "Announcement", new Price(0, currency, 0, 1, 1), 0));
            OverlayLeg.Answer answer = leg.answer(media, offer.sdp(), new OverlayLeg.MediaWatch() {
                @Override
                public void connected() {
                    loop.post(AnnouncedRefusal.this::announce);
                }

                @Override
                public void failed(String why) {
                    loop.post(AnnouncedRefusal.this::refused);
                }
            });
            switch (answer) {
                case OverlayLeg.Answer.Refused ignored -> refused();
                case OverlayLeg.Answer.Given(String sdp, String codec) -> {
                    leg.tell(new CallMessage.AnswerSdp(sdp, codec));
                    loop.wakeAt(startedAt.plus(CONNECT_WITHIN));
                }
            }
        });
    }

    private void announce() {
        if (over || alertedAt != null) {
            return;
        }
        Instant now = tools.clock().instant();
        alertedAt = now;
        leg.tell(new CallMessage.Ringing(true));
        media.play(Side.OVERLAY, announcement);
        loop.wakeAt(now.plusMillis(announcement.durationMs()).plus(TAIL));
    }

    private void refused() {
        finish(CallEnd.refused(cause, ""));
    }

    private void finish(CallEnd how) {
        if (over) {
            return;
        }
        over = true;
        loop.wakeAt(null);
        var _ = media.close();
        Instant alerted = alertedAt;
        try {
            end.accept(how, new Timing(startedAt, alerted, null, tools.clock().instant()));
        } finally {
            tools.calls().remove(this);
            loop.end();
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
                refused();
            }
        });
    }

    @Override
    public void endBy(String actor) {
        loop.post(this::refused);
    }

    @Override
    public void shutDown() {
        loop.post(this::refused);
    }

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
        return new View(
                id,
                "outbound",
                alertedAt == null ? "dialling" : "alerting",
                user,
                dialled,
                null,
                startedAt,
                null,
                0,
                null,
                "",
                CallQuality.UNKNOWN);
    }
}
