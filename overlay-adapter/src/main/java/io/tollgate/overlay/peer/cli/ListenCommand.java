package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.message.CallMessage;
import io.tollgate.overlay.peer.io.CallPlan;
import io.tollgate.overlay.peer.io.CallReport;
import io.tollgate.overlay.peer.io.FileSound;
import io.tollgate.overlay.peer.io.IncomingCall;
import io.tollgate.overlay.peer.io.PeerException;
import io.tollgate.overlay.peer.io.PeerSession;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Waits for calls to this account's numbers and answers them, one at a time.",
        exitCodeListHeading = "%nExit codes (of the last call):%n",
        exitCodeList = {
            "0:answered, and ended normally",
            "1:wrong usage, or a file or device that cannot be used",
            "2:not signed in",
            "4:not answered (declined, caller gave up, answered elsewhere)",
            "5:network or gateway failure",
            "6:answered, but no audio arrived"
        })
final class ListenCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Mixin
    AccountOptions account = new AccountOptions();

    @Mixin
    SoundOptions sound = new SoundOptions();

    @Option(
            names = "--calls",
            paramLabel = "N",
            defaultValue = "1",
            description = "stop after N calls; 0: never (default: ${DEFAULT-VALUE})")
    int calls;

    @Option(names = "--seconds", paramLabel = "N", description = "hang up N seconds after the answer")
    @Nullable
    Integer seconds;

    @Option(names = "--decline", description = "decline every call")
    boolean decline;

    @Option(names = "--json", description = "print one line of JSON for each call on standard output")
    boolean json;

    /** What the main thread waits for. */
    private sealed interface Ending {
        record OfCall(CallReport report) implements Ending {}

        record OfSession(PeerException why) implements Ending {}
    }

    private final Progress progress = new Progress();
    private final LinkedBlockingQueue<Ending> endings = new LinkedBlockingQueue<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicBoolean busy = new AtomicBoolean();

    @Override
    public Integer call() throws InterruptedException {
        if (spec != null && (calls < 0 || (seconds != null && (seconds < 1 || seconds > 86_400)))) {
            throw new ParameterException(spec.commandLine(), "--calls takes 0 or more, --seconds 1 to 86400");
        }
        try (HangUpOnExit onExit = new HangUpOnExit();
                PeerSession session = account.connect(progress, new Doorman(onExit))) {
            progress.accept("waiting for calls as " + account.user + ", gateways: "
                    + session.gateways().size());
            int code = ExitCode.OK;
            for (int done = 0; (calls == 0 || done < calls) && !onExit.leaving(); done++) {
                switch (endings.take()) {
                    case Ending.OfSession(PeerException why) -> throw why;
                    case Ending.OfCall(CallReport report) -> {
                        Report.print(report, json, progress);
                        code = ExitCode.of(report.result().outcome());
                    }
                }
            }
            return code;
        } catch (PeerException e) {
            Report.print(e, null, json, progress);
            return ExitCode.of(e.kind());
        }
    }

    /** Answers the first, tells everybody meanwhile that we are busy. */
    private final class Doorman implements PeerSession.RingListener {
        private final HangUpOnExit onExit;

        Doorman(HangUpOnExit onExit) {
            this.onExit = onExit;
        }

        @Override
        public PeerSession.CallSound soundFor(CallMessage.Ring ring) throws PeerException {
            return decline || busy.get()
                    ? new PeerSession.CallSound(FileSound.silence(), List.of())
                    : sound.openFor(taken.get() + 1);
        }

        @Override
        public CallPlan plan() {
            return new CallPlan(Duration.ofMinutes(10), seconds == null ? null : Duration.ofSeconds(seconds), "");
        }

        @Override
        public void onOver(PeerException why) {
            endings.add(new Ending.OfSession(why));
        }

        @Override
        public void onRing(IncomingCall call) throws InterruptedException {
            progress.accept(
                    "ringing: " + (call.from() == null ? "number withheld" : call.from()) + " for " + call.to());
            if (!busy.compareAndSet(false, true)) {
                call.decline(CallMessage.DeclineReason.BUSY);
                call.driver().run();
                return;
            }
            try {
                taken.incrementAndGet();
                onExit.watch(call.driver());
                if (decline) {
                    call.decline(CallMessage.DeclineReason.DECLINED);
                } else {
                    call.answer();
                }
                endings.add(new Ending.OfCall(call.driver().run()));
            } finally {
                busy.set(false);
            }
        }
    }
}
