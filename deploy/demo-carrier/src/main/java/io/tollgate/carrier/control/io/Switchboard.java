package io.tollgate.carrier.control.io;

import io.tollgate.carrier.audio.Program;
import io.tollgate.carrier.audio.Voices;
import io.tollgate.carrier.call.CallAction;
import io.tollgate.carrier.call.CallInput;
import io.tollgate.carrier.call.CallMachine;
import io.tollgate.carrier.call.CallState;
import io.tollgate.carrier.media.io.MediaEvent;
import io.tollgate.carrier.media.io.MediaLoop;
import io.tollgate.carrier.media.io.MediaSession;
import io.tollgate.carrier.number.Dialled;
import io.tollgate.carrier.number.NumberTable;
import io.tollgate.carrier.number.Refusal;
import io.tollgate.carrier.rtp.Sdp;
import io.tollgate.carrier.sip.io.SipEdge;
import io.tollgate.carrier.sip.io.SipEvent;
import io.tollgate.carrier.sip.io.SipLeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Owns all calls. Every method that is not public runs on its one thread; the public ones post to it and wait. */
public final class Switchboard implements AutoCloseable {
    /** Calls at a time: as many as there are port pairs in the default range, less some in closing. */
    public static final int MAX_LIVE_CALLS = 480;

    /** Ended calls that the control server still shows. */
    public static final int MAX_ENDED_CALLS = 1000;

    private static final System.Logger LOG = System.getLogger(Switchboard.class.getName());
    private static final int MAX_ID_CHARS = 100;
    private static final int MAX_DIGITS_SHOWN = 64;
    private static final long ANSWER_LIMIT_MS = 5000;

    /** Everything that the command line decides. */
    public record Config(
            SipEdge.Config sip,
            MediaLoop.Ports rtpPorts,
            @Nullable Path recordDir,
            @Nullable Path eventsFile) {}

    private final ScheduledExecutorService thread;
    private final NumberTable numbers;
    private final MediaLoop media;
    private final SipEdge sip;
    private final EventFeed feed;
    private final @Nullable Path recordDir;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Call> calls = new LinkedHashMap<>();
    private final Map<SipLeg, Call> byLeg = new LinkedHashMap<>();

    private Switchboard(
            ScheduledExecutorService thread,
            NumberTable numbers,
            MediaLoop media,
            SipEdge sip,
            EventFeed feed,
            @Nullable Path recordDir) {
        this.thread = thread;
        this.numbers = numbers;
        this.media = media;
        this.sip = sip;
        this.feed = feed;
        this.recordDir = recordDir;
    }

    /**
     * Opens the ports and takes calls.
     *
     * @throws IOException when the SIP port or a file cannot be opened
     */
    public static Switchboard open(Config config, Voices voices) throws IOException {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("carrier-switchboard").daemon(true).factory());
        CompletableFuture<Switchboard> self = new CompletableFuture<>();
        // The first task makes the switchboard, so that events posted meanwhile wait behind it in the queue.
        Callable<Switchboard> opening = () -> {
            if (config.recordDir() != null) {
                Files.createDirectories(config.recordDir());
            }
            EventFeed feed = EventFeed.open(config.eventsFile());
            MediaLoop media = MediaLoop.start(
                    config.sip().bind(),
                    config.rtpPorts(),
                    e -> post(thread, () -> self.join().onMedia(e)));
            SipEdge sip = SipEdge.start(
                    config.sip(), e -> post(thread, () -> self.join().onSip(e)));
            self.complete(new Switchboard(thread, NumberTable.of(voices), media, sip, feed, config.recordDir()));
            return self.join();
        };
        try {
            return await(thread.submit(opening)::get);
        } catch (IOException e) {
            thread.shutdownNow();
            throw e;
        }
    }

    /** Places a call towards the gateway; gives its id. */
    public String call(String to, String from, Program program, long talkMs) throws IOException {
        return ask(() -> placeCall(to, from, program, talkMs));
    }

    /** All calls, oldest first. */
    public List<Map<String, Object>> calls() throws IOException {
        return ask(() -> calls.values().stream().map(Call::shown).toList());
    }

    /** One call. */
    public Optional<Map<String, Object>> call(String id) throws IOException {
        return ask(() -> Optional.ofNullable(calls.get(id)).map(Call::shown));
    }

    /** Hangs up, cancels or refuses, as the call's state wants it. False when there is no such call. */
    public boolean hangUp(String id) throws IOException {
        return ask(() -> {
            Call call = calls.get(id);
            if (call != null) {
                feedInput(call, new CallInput.HangUp());
            }
            return call != null;
        });
    }

    /** Ends all calls and closes everything. */
    @Override
    public void close() {
        try {
            ask(() -> {
                for (Call call : List.copyOf(calls.values())) {
                    feedInput(call, new CallInput.HangUp());
                }
                return true;
            });
            sip.close();
            media.close();
            ask(() -> {
                feed.close();
                return true;
            });
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "not everything was closed", e);
        }
        thread.shutdownNow();
    }

    private static void post(ScheduledExecutorService thread, Runnable task) {
        try {
            thread.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, "an event was lost", e);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "an event came after the end", e);
        }
    }

    private <T> T ask(Callable<T> question) throws IOException {
        try {
            return await(() -> thread.submit(question).get(ANSWER_LIMIT_MS, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            throw new IOException("the carrier is closing", e);
        }
    }

    /** Something that waits for the switchboard's thread. */
    private interface Waiting<T> {
        T get() throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static <T> T await(Waiting<T> waiting) throws IOException {
        try {
            return waiting.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (TimeoutException e) {
            throw new IOException("the switchboard does not answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private String placeCall(String to, String from, Program program, long talkMs) throws IOException {
        String id = "carrier-" + HexFormat.of().toHexDigits(random.nextLong());
        MediaSession session = media.open(id).orElseThrow(() -> new IOException("all RTP ports are taken"));
        try {
            SipLeg leg = sip.invite(id, from, to, Sdp.offer(session.local(), sessionId()));
            CallMachine.Turn turn = CallMachine.begin(new CallInput.Beginning.Outgoing(program, talkMs), nowMs());
            Call call = new Call(id, leg, "to-gateway", to, from, session, turn.state());
            admit(call);
            apply(call, turn);
            return id;
        } catch (IOException e) {
            media.close(session, () -> {});
            throw e;
        }
    }

    private void onSip(SipEvent event) {
        if (event instanceof SipEvent.Invited invited) {
            onInvited(invited);
            return;
        }
        Call call = byLeg.get(event.leg());
        if (call == null) {
            return;
        }
        switch (event) {
            case SipEvent.Invited i -> {}
            case SipEvent.Cancelled(var leg, var cause) ->
                feedInput(call, new CallInput.Cancelled(cause.q850(), cause.text()));
            case SipEvent.Bye(var leg, var cause) -> feedInput(call, new CallInput.Bye(cause.q850(), cause.text()));
            case SipEvent.Reoffered(var leg, var reoffer, var offer) -> onReoffered(call, reoffer, offer);
            case SipEvent.Provisional(var leg, int status, var answer) -> {
                agree(call, answer);
                feedInput(call, new CallInput.Provisional(status));
            }
            case SipEvent.Accepted(var leg, var answer) -> {
                Optional<String> trouble = agree(call, answer);
                feedInput(
                        call,
                        trouble.<CallInput>map(CallInput.AcceptedUnusable::new).orElseGet(CallInput.Accepted::new));
            }
            case SipEvent.Rejected(var leg, int status, var phrase, var cause) ->
                feedInput(
                        call,
                        new CallInput.Rejected(
                                status, cause.q850(), cause.text().isEmpty() ? phrase : cause.text()));
            case SipEvent.Failed(var leg, var why) -> feedInput(call, new CallInput.Failed(why));
        }
    }

    private void onInvited(SipEvent.Invited invited) {
        String number = Dialled.normalise(invited.dialled());
        Sdp.Result offer = Sdp.read(invited.offer());
        Optional<MediaSession> session = Optional.empty();
        CallInput.Beginning beginning = new CallInput.Beginning.Unacceptable(Refusal.NO_CIRCUIT);
        String id = freeId(invited.leg().sipCallId());
        if (offer instanceof Sdp.Result.Unusable) {
            beginning = new CallInput.Beginning.Unacceptable(Refusal.NOT_ACCEPTABLE);
        } else if (byLeg.size() < MAX_LIVE_CALLS) {
            session = openMedia(id);
            beginning = session.isPresent() ? new CallInput.Beginning.Incoming(numbers.script(number)) : beginning;
        }
        CallMachine.Turn turn = CallMachine.begin(beginning, nowMs());
        Call call = new Call(
                id,
                invited.leg(),
                "from-gateway",
                number,
                Dialled.normalise(invited.from()),
                session.orElse(null),
                turn.state());
        admit(call);
        if (offer instanceof Sdp.Result.Usable(Sdp.Audio audio)) {
            agree(call, audio);
        }
        apply(call, turn);
    }

    private Optional<MediaSession> openMedia(String id) {
        try {
            return media.open(id);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "no RTP port", e);
            return Optional.empty();
        }
    }

    private void onReoffered(Call call, SipLeg.Reoffer reoffer, String offer) {
        MediaSession session = call.media;
        if (session != null && Sdp.read(offer) instanceof Sdp.Result.Usable(Sdp.Audio audio)) {
            agree(call, audio);
            reoffer.answer(Sdp.answer(audio, session.local(), sessionId()));
        } else {
            reoffer.refuse();
        }
    }

    /** Takes a description from the gateway, if there is one; gives what is wrong with it. */
    private Optional<String> agree(Call call, String text) {
        if (text.isEmpty()) {
            return call.audio == null ? Optional.of("no session description") : Optional.empty();
        }
        return switch (Sdp.read(text)) {
            case Sdp.Result.Usable(Sdp.Audio audio) -> {
                agree(call, audio);
                yield Optional.empty();
            }
            case Sdp.Result.Unusable(String why) -> Optional.of(why);
        };
    }

    private void agree(Call call, Sdp.Audio audio) {
        call.audio = audio;
        if (call.media != null) {
            media.agree(call.media, audio);
        }
    }

    private void onMedia(MediaEvent event) {
        Call call = calls.get(event.callId());
        if (call == null) {
            return;
        }
        switch (event) {
            case MediaEvent.Heard h -> feedInput(call, new CallInput.Heard());
            case MediaEvent.Digit(String id, char digit, MediaEvent.Source source) -> {
                if (call.digits.length() < MAX_DIGITS_SHOWN) {
                    call.digits.append(digit);
                }
                tell(call, "dtmf", Map.of("digit", String.valueOf(digit), "source", lower(source)));
            }
        }
    }

    private void admit(Call call) {
        calls.put(call.id, call);
        byLeg.put(call.leg, call);
        tell(call, "invite", Map.of("direction", call.direction, "from", call.from));
        LOG.log(System.Logger.Level.INFO, "call {0} {1} {2}", call.id, call.direction, Dialled.masked(call.number));
        Path dir = recordDir;
        if (dir != null && call.media != null) {
            media.record(call.media, dir.resolve(call.id + "-heard.wav"), dir.resolve(call.id + "-sent.wav"));
        }
    }

    private void feedInput(Call call, CallInput input) {
        apply(call, CallMachine.on(call.state, input, nowMs()));
    }

    private void apply(Call call, CallMachine.Turn turn) {
        call.state = turn.state();
        for (CallAction action : turn.actions()) {
            perform(call, action);
        }
        if (call.alarm != null) {
            call.alarm.cancel(false);
            call.alarm = null;
        }
        long deadlineMs = call.state.deadlineMs();
        if (deadlineMs != CallState.NEVER) {
            call.alarm = thread.schedule(
                    () -> feedInput(call, new CallInput.Time()),
                    Math.max(0, deadlineMs - nowMs()),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void perform(Call call, CallAction action) {
        switch (action) {
            case CallAction.Tell(CallAction.Told told) -> tellState(call, told);
            case CallAction.Play(Program program) -> {
                if (call.media != null) {
                    media.play(call.media, program);
                }
            }
            case CallAction.Close() -> close(call);
            case CallAction.Bye(int q850, String text) -> call.leg.bye(q850, text);
            case CallAction.Cancel() -> {
                if (call.leg instanceof SipLeg.Outgoing outgoing) {
                    outgoing.cancel();
                }
            }
            case CallAction.Ring r -> answering(call, SipLeg.Incoming::ring);
            case CallAction.Progress p -> answering(call, leg -> leg.progress(localDescription(call)));
            case CallAction.Answer a -> answering(call, leg -> leg.answer(localDescription(call)));
            case CallAction.Refuse(Refusal refusal) -> answering(call, leg -> leg.refuse(refusal));
            case CallAction.Terminate t -> answering(call, SipLeg.Incoming::terminate);
        }
    }

    private static void answering(Call call, java.util.function.Consumer<SipLeg.Incoming> response) {
        if (call.leg instanceof SipLeg.Incoming incoming) {
            response.accept(incoming);
        }
    }

    private String localDescription(Call call) {
        MediaSession session = call.media;
        Sdp.Audio audio = call.audio;
        if (session == null || audio == null) {
            throw new IllegalStateException("call " + call.id + " answers without media");
        }
        return Sdp.answer(audio, session.local(), sessionId());
    }

    private void tellState(Call call, CallAction.Told told) {
        if (told == CallAction.Told.ANSWERED) {
            call.answered = Instant.now();
        }
        Map<String, Object> more = new LinkedHashMap<>();
        if (call.state instanceof CallState.Ended(var end)) {
            more.put("side", lower(end.side()));
            more.put("status", end.status());
            more.put("q850", end.q850());
            more.put("reason", end.text());
            more.putAll(call.counters());
        }
        tell(call, lower(told), more);
    }

    private void close(Call call) {
        call.ended = Instant.now();
        byLeg.remove(call.leg);
        sip.forget(call.leg);
        if (call.media == null) {
            tell(call, "ended", Map.of());
        } else {
            media.close(call.media, () -> post(thread, () -> tell(call, "ended", call.counters())));
        }
        List<String> ended = new ArrayList<>();
        calls.forEach((id, c) -> {
            if (c.ended != null) {
                ended.add(id);
            }
        });
        ended.stream().limit(Math.max(0, ended.size() - MAX_ENDED_CALLS)).forEach(calls::remove);
    }

    private void tell(Call call, String event, Map<String, Object> more) {
        feed.tell(event, call.id, call.number, more);
    }

    private String freeId(String sipCallId) {
        String clean = sipCallId.replaceAll("[^A-Za-z0-9._-]", "_");
        String bounded = clean.substring(0, Math.min(clean.length(), MAX_ID_CHARS));
        String id = bounded;
        for (int n = 2; calls.containsKey(id); n++) {
            id = bounded + "-" + n;
        }
        return id;
    }

    private long sessionId() {
        return random.nextInt(1, Integer.MAX_VALUE);
    }

    private static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
