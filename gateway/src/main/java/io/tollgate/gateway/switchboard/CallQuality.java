package io.tollgate.gateway.switchboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import io.tollgate.billing.cdr.Cdr;
import io.tollgate.rtp.media.FarReport;
import io.tollgate.rtp.media.MediaStats;
import io.tollgate.rtp.media.SideStats;
import io.tollgate.rtp.quality.StreamFigures;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a call sounds like: a verdict that anybody understands, why it is not good, and the figures of both directions.
 *
 * @param verdict of the last ten seconds, both directions together
 * @param causes plain sentences about the whole call, the worst first; empty when nothing is wrong
 * @param fromUser what comes from the user's device; null before anything came
 * @param fromTrunk what comes from the carrier; null before anything came, and in a call without one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CallQuality(
        Verdict verdict,
        List<String> causes,
        @Nullable Heard fromUser,
        @Nullable Heard fromTrunk) {
    /** Nothing has been heard yet. */
    public static final CallQuality UNKNOWN = new CallQuality(Verdict.UNKNOWN, List.of(), null, null);

    private static final double SILENT_DBOV = -127;

    public CallQuality {
        causes = List.copyOf(causes);
    }

    /** In four words. The bounds are those of ITU-T G.109: R of 70 and 60. */
    public enum Verdict {
        UNKNOWN,
        POOR,
        FAIR,
        GOOD;

        /** As it stands in JSON. */
        @JsonValue
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The verdict for an expected score; below 1 stands for none. */
        public static Verdict of(double mos) {
            return mos < 1 ? UNKNOWN : mos < 3.10 ? POOR : mos < 3.60 ? FAIR : GOOD;
        }
    }

    /**
     * One direction. Percentages are of the whole call so far unless they say otherwise.
     *
     * @param packets that arrived
     * @param lossPct packets that never came
     * @param discardPct packets that came too late to be played
     * @param recentLossPct packets of the last ten seconds that could not be played
     * @param jitterMs interarrival jitter now
     * @param bufferMs delay of the jitter buffer now
     * @param concealedPct sound that was made up
     * @param delayMs estimated delay from mouth to ear; null while unknown
     * @param rttMs round trip between the gateway and this side; null while unknown
     * @param levelDbov loudness of the last second; null for silence
     * @param speechDbov loudness of the speech; null while nobody has spoken
     * @param noiseDbov loudness between the words; null for silence
     * @param clippedPct samples at the end of the range
     * @param levelsOfPct share of the sound by which levels, clipping and silence were judged: 100 where it is decoded, a
     *     sample of it while packets pass undecoded
     * @param rFactor rating by ITU-T G.107, 0 to 100; null while unknown
     * @param mos expected score of the whole call, 1 to 5; null while unknown
     * @param recentMos the same of the last ten seconds
     * @param silentMs for how long nothing has been heard
     * @param oneWay whether nothing is heard from here although the other side talks
     * @param far what this side says of what we send to it; null when it says nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Heard(
            long packets,
            double lossPct,
            double discardPct,
            double recentLossPct,
            double jitterMs,
            int bufferMs,
            double concealedPct,
            @Nullable Double delayMs,
            @Nullable Double rttMs,
            @Nullable Double levelDbov,
            @Nullable Double speechDbov,
            @Nullable Double noiseDbov,
            double clippedPct,
            double levelsOfPct,
            @Nullable Double rFactor,
            @Nullable Double mos,
            @Nullable Double recentMos,
            long silentMs,
            boolean oneWay,
            @Nullable FarReport far) {

        static @Nullable Heard of(SideStats side) {
            if (side.packetsIn() == 0) {
                return null;
            }
            StreamFigures figures = side.quality();
            boolean rated = figures.rated();
            return new Heard(
                    side.packetsIn(),
                    tenth(rated ? figures.lossBeforePct() : CallRecord.lossPct(side)),
                    tenth(rated ? figures.lossAfterPct() - figures.lossBeforePct() : 0),
                    tenth(figures.recentLossPct()),
                    tenth(side.jitterMs()),
                    side.bufferMs(),
                    tenth(figures.concealedPct()),
                    rated ? Double.valueOf(tenth(figures.delayMs())) : null,
                    known(side.rttMs()),
                    level(side.levelDbov()),
                    level(figures.speechDbov()),
                    level(figures.noiseDbov()),
                    tenth(figures.clippedPct()),
                    tenth(figures.levelsOfPct()),
                    known(figures.rFactor()),
                    hundredth(rated ? figures.mosCq() : side.mos()),
                    hundredth(rated ? figures.recentMosCq() : side.mos()),
                    figures.soundlessMs(),
                    side.oneWay(),
                    side.far().equals(FarReport.NONE) ? null : side.far());
        }

        /** For the record of the call. */
        Cdr.Stream kept() {
            return new Cdr.Stream(
                    packets, lossPct, discardPct, jitterMs, concealedPct, delayMs, speechDbov, rFactor, mos);
        }

        private Verdict verdict() {
            Double score = recentMos;
            return oneWay ? Verdict.POOR : score == null ? Verdict.UNKNOWN : Verdict.of(score);
        }

        private static double tenth(double value) {
            return Math.round(value * 10) / 10.0;
        }

        private static @Nullable Double hundredth(double mos) {
            return mos < 1 ? null : Double.valueOf(Math.round(mos * 100) / 100.0);
        }

        private static @Nullable Double known(double value) {
            return value < 0 ? null : Double.valueOf(tenth(value));
        }

        private static @Nullable Double level(double dbov) {
            return dbov <= SILENT_DBOV ? null : Double.valueOf(tenth(dbov));
        }
    }

    /** The quality by the newest figures; {@link #UNKNOWN} before the first. */
    static CallQuality of(@Nullable MediaStats stats) {
        if (stats == null) {
            return UNKNOWN;
        }
        Heard user = Heard.of(stats.overlay());
        Heard trunk = Heard.of(stats.trunk());
        return new CallQuality(worse(user, trunk), QualityCauses.of(user, trunk), user, trunk);
    }

    private static Verdict worse(@Nullable Heard user, @Nullable Heard trunk) {
        Verdict first = user == null ? Verdict.UNKNOWN : user.verdict();
        Verdict second = trunk == null ? Verdict.UNKNOWN : trunk.verdict();
        if (first == Verdict.UNKNOWN || second == Verdict.UNKNOWN) {
            return first == Verdict.UNKNOWN ? second : first;
        }
        return first.compareTo(second) <= 0 ? first : second;
    }

    /** For the record of the call. */
    Cdr.Quality kept(MediaStats stats) {
        SideStats side = stats.overlay();
        Heard user = fromUser;
        Heard trunk = fromTrunk;
        Cdr.Stream ofUser = user == null ? null : user.kept();
        Cdr.Stream ofTrunk = trunk == null ? null : trunk.kept();
        return user == null
                ? new Cdr.Quality(null, null, null, ofUser, ofTrunk, stats.pipeline())
                : new Cdr.Quality(
                        CallRecord.lossPct(side), side.jitterMs(), side.mos(), ofUser, ofTrunk, stats.pipeline());
    }
}
