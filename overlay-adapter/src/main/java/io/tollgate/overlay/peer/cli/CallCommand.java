package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.peer.io.CallPlan;
import io.tollgate.overlay.peer.io.CallReport;
import io.tollgate.overlay.peer.io.PeerCallDriver;
import io.tollgate.overlay.peer.io.PeerException;
import io.tollgate.overlay.peer.io.PeerSession;
import io.tollgate.rtp.dtmf.TelephoneEvent;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Calls a phone number, or echo123, which answers on the overlay free of charge.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:answered, and ended normally",
            "1:wrong usage, or a file or device that cannot be used",
            "2:not signed in",
            "3:refused before a trunk was touched (credit, blocked, emergency, invalid number)",
            "4:not answered (busy, no answer, rejected, unallocated)",
            "5:network or gateway failure",
            "6:answered, but no audio arrived"
        })
final class CallCommand implements Callable<Integer> {
    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(index = "0", paramLabel = "NUMBER", description = "in any usual format, or echo123")
    String number = "";

    @Mixin
    AccountOptions account = new AccountOptions();

    @Mixin
    SoundOptions sound = new SoundOptions();

    @Option(names = "--seconds", paramLabel = "N", description = "hang up N seconds after the answer")
    @Nullable
    Integer seconds;

    @Option(
            names = "--ring-seconds",
            paramLabel = "N",
            defaultValue = "120",
            description = "give up when it was not answered after N seconds (default: ${DEFAULT-VALUE})")
    int ringSeconds;

    @Option(names = "--dtmf", paramLabel = "DIGITS", description = "press these keys a second after the answer")
    String dtmf = "";

    @Option(names = "--json", description = "print one line of JSON about the call on standard output")
    boolean json;

    @Override
    public Integer call() throws InterruptedException {
        check();
        Progress progress = new Progress();
        try (HangUpOnExit onExit = new HangUpOnExit();
                PeerSession session = account.connect(progress, null)) {
            CallPlan plan = new CallPlan(
                    Duration.ofSeconds(ringSeconds), seconds == null ? null : Duration.ofSeconds(seconds), dtmf);
            PeerCallDriver driver = session.call(number, sound.open(), plan);
            onExit.watch(driver);
            CallReport report = driver.run();
            session.forget(driver);
            Report.print(report, json, progress);
            return ExitCode.of(report.result().outcome());
        } catch (PeerException e) {
            Report.print(e, number, json, progress);
            return ExitCode.of(e.kind());
        }
    }

    private void check() {
        boolean wrongTime = (seconds != null && (seconds < 1 || seconds > 86_400)) || ringSeconds < 1;
        boolean wrongKeys = dtmf.length() > 32 || !TelephoneEvent.allDigits(dtmf);
        if (spec != null && (wrongTime || wrongKeys)) {
            throw new ParameterException(
                    spec.commandLine(),
                    wrongKeys
                            ? "--dtmf takes at most 32 of 0-9 * # A-D"
                            : "--seconds takes 1 to 86400, --ring-seconds at least 1");
        }
    }
}
