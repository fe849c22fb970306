package io.tollgate.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.tollgate.gateway.overlay.OverlayLink;
import io.tollgate.gateway.overlay.SupernodeLoop;
import io.tollgate.gateway.switchboard.Gateway;
import io.tollgate.overlay.seal.SealRefusal;
import io.tollgate.overlay.supernode.Presence;
import io.tollgate.overlay.supernode.SupernodeCounter;
import io.tollgate.rtp.media.Lateness;
import io.tollgate.rtp.media.MediaCounter;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.sip.io.SipCounters;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Shows the parts' own counters; they count, this only reads. */
@Singleton
public class PartMetrics {
    private final MeterRegistry registry;
    private final SupernodeLoop supernode;
    private final OverlayLink overlay;
    private final Gateway gateway;

    PartMetrics(MeterRegistry registry, SupernodeLoop supernode, OverlayLink overlay, Gateway gateway) {
        this.registry = registry;
        this.supernode = supernode;
        this.overlay = overlay;
        this.gateway = gateway;
    }

    void register(@Observes StartupEvent started) {
        for (SupernodeCounter counter : SupernodeCounter.values()) {
            FunctionCounter.builder(
                            "tollgate.supernode", supernode, s -> s.counters().value(counter))
                    .tag("event", word(counter))
                    .description("What happened at the supernode")
                    .register(registry);
        }
        sip();
        workers();
        presence("connections", p -> p.connections());
        presence("devices", p -> p.devices());
        presence("users", p -> p.users());
        presence("gateways", p -> p.gateways());
        for (SealRefusal reason : SealRefusal.values()) {
            FunctionCounter.builder(
                            "tollgate.sealed.refused",
                            overlay,
                            o -> o.refusals().of(reason))
                    .tag("reason", word(reason))
                    .description("Sealed messages that were not accepted")
                    .register(registry);
        }
        FunctionCounter.builder(
                        "tollgate.sealed.bad.credentials",
                        overlay,
                        o -> o.refusals().badCredentials())
                .description("Messages whose sender's credential did not hold")
                .register(registry);
        for (MediaCounter counter : MediaCounter.values()) {
            FunctionCounter.builder(
                            "tollgate.media",
                            gateway,
                            g -> g.media()
                                    .map(media -> (double) media.counters().value(counter))
                                    .orElse(0.0))
                    .tag("event", word(counter))
                    .description("What happened to packets in the media plane")
                    .register(registry);
        }
    }

    private void workers() {
        worker("busy", "Share of the last second that the busiest media worker was at work, 0 to 1", MediaPlane::busy);
        worker(
                "complexity.steps",
                "Steps that the complexity of Opus is below what is configured, for want of time",
                MediaPlane::complexitySteps);
        worker(
                "late.ms",
                "Longest time that a step of a media worker began late since the start, in ms",
                media -> media.lateness().stream()
                                .mapToLong(Lateness::longestNs)
                                .max()
                                .orElse(0)
                        / 1e6);
    }

    private void worker(String what, String description, ToDoubleFunction<MediaPlane> figure) {
        Gauge.builder(
                        "tollgate.media.worker." + what,
                        gateway,
                        g -> g.media().map(figure::applyAsDouble).orElse(0.0))
                .description(description)
                .register(registry);
    }

    private void sip() {
        for (SipCounters.OfPort counter : SipCounters.OfPort.values()) {
            FunctionCounter.builder(
                            "tollgate.sip.port",
                            gateway,
                            g -> g.sip()
                                    .map(bridge -> (double) bridge.counters().of(counter))
                                    .orElse(0.0))
                    .tag("event", word(counter))
                    .description("What happened to datagrams at the SIP port")
                    .register(registry);
        }
    }

    private void presence(String what, ToDoubleFunction<Presence> figure) {
        Gauge.builder("tollgate.presence", supernode, s -> figure.applyAsDouble(s.presence()))
                .tag("of", what)
                .description("Who is connected to this supernode")
                .register(registry);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
