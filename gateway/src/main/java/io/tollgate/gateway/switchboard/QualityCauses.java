package io.tollgate.gateway.switchboard;

import io.tollgate.gateway.switchboard.CallQuality.Heard;
import io.tollgate.rtp.media.FarReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a call does not sound well, in sentences that need no dictionary. Each begins in lower case and has no full stop. */
final class QualityCauses {
    /** Concealment hides less than this. */
    private static final double LOSS_PCT = 3;

    /** G.114: beyond this people begin to talk over each other. */
    private static final double DELAY_MS = 300;

    /** A telephone's speech lies between -30 and -15 dBov; P.56 levels below this are hard to follow. */
    private static final double QUIET_DBOV = -42;

    /** So little distance between speech and noise is tiring. */
    private static final double NOISE_DISTANCE_DB = 12;

    private static final double CLIPPED_PCT = 1;

    private record Cause(double weight, String words) {}

    private QualityCauses() {}

    static List<String> of(@Nullable Heard user, @Nullable Heard trunk) {
        List<Cause> causes = new ArrayList<>();
        if (user != null) {
            heard(causes, user, "the user's device", "the user");
        }
        if (trunk != null) {
            heard(causes, trunk, "the carrier", "the phone");
        }
        return causes.stream()
                .sorted(Comparator.comparingDouble(Cause::weight).reversed())
                .map(Cause::words)
                .toList();
    }

    private static void heard(List<Cause> causes, Heard heard, String sender, String speaker) {
        if (heard.oneWay()) {
            causes.add(
                    new Cause(1_000, "nothing was heard from " + speaker + " for " + heard.silentMs() / 1_000 + " s"));
        }
        if (heard.lossPct() >= LOSS_PCT) {
            causes.add(new Cause(
                    2 * heard.lossPct(), pct(heard.lossPct()) + " of the packets from " + sender + " were lost"));
        }
        if (heard.discardPct() >= LOSS_PCT) {
            causes.add(new Cause(
                    2 * heard.discardPct(),
                    pct(heard.discardPct()) + " of the packets from " + sender + " came too late to be played"));
        }
        FarReport far = heard.far();
        if (far != null && far.lossPct() >= LOSS_PCT) {
            causes.add(new Cause(far.lossPct(), sender + " lost " + pct(far.lossPct()) + " of the packets we sent"));
        }
        Double delay = heard.delayMs();
        if (delay != null && delay >= DELAY_MS) {
            causes.add(new Cause(
                    delay / 50, "what " + speaker + " said was heard about " + Math.round(delay) + " ms later"));
        }
        loudness(causes, heard, speaker);
    }

    private static void loudness(List<Cause> causes, Heard heard, String speaker) {
        Double speech = heard.speechDbov();
        Double noise = heard.noiseDbov();
        if (speech != null && speech < QUIET_DBOV) {
            causes.add(new Cause(QUIET_DBOV - speech, speaker + " was very quiet (" + dbov(speech) + ")"));
        }
        if (speech != null && noise != null && speech - noise < NOISE_DISTANCE_DB) {
            causes.add(new Cause(
                    NOISE_DISTANCE_DB - (speech - noise),
                    "there was much noise from " + speaker + " (" + dbov(noise) + ")"));
        }
        if (heard.clippedPct() >= CLIPPED_PCT) {
            causes.add(new Cause(
                    heard.clippedPct(), pct(heard.clippedPct()) + " of the sound from " + speaker + " was clipped"));
        }
    }

    private static String pct(double value) {
        return Math.round(value) + " %";
    }

    private static String dbov(double level) {
        return String.format(Locale.ROOT, "%.0f dBov", level);
    }
}
