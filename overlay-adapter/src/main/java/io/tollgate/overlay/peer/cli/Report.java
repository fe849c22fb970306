package io.tollgate.overlay.peer.cli;

import io.tollgate.overlay.peer.MediaSummary;
import io.tollgate.overlay.peer.PeerResult;
import io.tollgate.overlay.peer.io.CallReport;
import io.tollgate.overlay.peer.io.PeerException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says how a call went: JSON on standard output when wanted, words on standard error always. */
final class Report {
    static void print(CallReport report, boolean json, Progress progress) {
        PeerResult result = report.result();
        MediaSummary media = report.media();
        progress.accept(String.format(
                Locale.ROOT,
                "ended: %s (%s%s)",
                result.text(),
                result.cause(),
                result.sipStatus() == 0 ? "" : ", SIP " + result.sipStatus()));
        if (result.talkMs() > 0 || media.packets() > 0) {
            progress.accept(String.format(
                    Locale.ROOT,
                    "talked %.1f s; %d packets, %d lost, jitter %.1f ms",
                    result.talkMs() / 1000.0,
                    media.packets(),
                    media.lost(),
                    media.jitterMs()));
        }
        if (result.price() != null) {
            progress.accept("price " + result.price() + ", balance " + result.balance());
        }
        if (json) {
            System.out.println(JsonReport.of(report));
        }
    }

    static void print(PeerException failure, @Nullable String number, boolean json, Progress progress) {
        progress.accept(String.valueOf(failure.getMessage()));
        if (json) {
            System.out.println(JsonReport.of(failure, number));
        }
    }

    private Report() {}
}
