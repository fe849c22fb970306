package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.gateway.switchboard.CallQuality;
import io.tollgate.gateway.switchboard.CallQuality.Heard;
import io.tollgate.gateway.switchboard.CallQuality.Verdict;
import io.tollgate.gateway.switchboard.LiveCall;
import io.tollgate.gateway.switchboard.LiveCalls;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Voice quality in figures: of calls in progress by verdict, of finished ones by direction. */
@Singleton
public class QualityMetrics implements LiveCalls.Listener {
    // The registry's histograms round up to whole numbers, so bounds between them would lie: scores have none.
    private static final double[] NONE = {};

    /** The classes of ITU-T G.109. */
    private static final double[] RATINGS = {50, 60, 70, 80, 90};

    private static final double[] PERCENTS = {1, 3, 5, 10, 20};
    private static final double[] DELAYS = {100, 150, 200, 300, 400, 600};

    private final MeterRegistry registry;
    private final LiveCalls calls;

    QualityMetrics(MeterRegistry registry, LiveCalls calls) {
        this.registry = registry;
        this.calls = calls;
    }

    void register(@Observes StartupEvent started) {
        for (Verdict verdict : Verdict.values()) {
            Gauge.builder(
                            "tollgate.calls.quality",
                            calls,
                            live -> live.all().stream()
                                    .filter(call -> call.view().quality().verdict() == verdict)
                                    .count())
                    .tag("verdict", verdict.word())
                    .description("Calls in progress by what they sound like")
                    .register(registry);
        }
        calls.listen(this);
    }

    @Override
    public void added(LiveCall call) {}

    @Override
    public void removed(LiveCall call) {
        CallQuality quality = call.view().quality();
        record("user", quality.fromUser());
        record("trunk", quality.fromTrunk());
    }

    private void record(String from, @Nullable Heard heard) {
        if (heard == null) {
            return;
        }
        record("tollgate.voice.mos", "Expected score of finished calls (ITU-T G.107)", from, heard.mos(), NONE);
        record("tollgate.voice.r.factor", "Rating of finished calls (ITU-T G.107)", from, heard.rFactor(), RATINGS);
        record("tollgate.voice.loss.pct", "Packets that never came, percent", from, heard.lossPct(), PERCENTS);
        record("tollgate.voice.discard.pct", "Packets that came too late, percent", from, heard.discardPct(), PERCENTS);
        record("tollgate.voice.concealed.pct", "Sound that was made up, percent", from, heard.concealedPct(), PERCENTS);
        record("tollgate.voice.delay.ms", "Estimated delay from mouth to ear, ms", from, heard.delayMs(), DELAYS);
    }

    private void record(String name, String description, String from, @Nullable Double value, double[] bounds) {
        if (value != null) {
            DistributionSummary.builder(name)
                    .description(description)
                    .tag("from", from)
                    .serviceLevelObjectives(bounds)
                    .register(registry)
                    .record(value);
        }
    }
}
