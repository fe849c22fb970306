package io.tollgate.gateway.switchboard;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.CallJournal;
import io.tollgate.billing.ledger.CallRecovery;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.RecoveryReport;
import io.tollgate.billing.ledger.jdbc.PostgresLedger;
import io.tollgate.gateway.books.Subscribers;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.config.TollgateConfig;
import io.tollgate.gateway.overlay.OverlayLink;
import io.tollgate.gateway.policy.CallPolicy;
import io.tollgate.gateway.quote.PackageSeconds;
import io.tollgate.gateway.quote.Quotes;
import io.tollgate.gateway.start.CannotStart;
import io.tollgate.gateway.trunks.Costs;
import io.tollgate.gateway.trunks.TrunkTable;
import io.tollgate.overlay.dtls.io.DtlsIdentity;
import io.tollgate.overlay.dtls.io.DtlsWarmUp;
import io.tollgate.rtp.codec.OpusSettings;
import io.tollgate.rtp.media.MediaConfig;
import io.tollgate.rtp.media.MediaPlane;
import io.tollgate.sip.io.SipBridge;
import io.tollgate.sip.io.SipBridgeConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The gateway role: opens media, SIP and its place on the overlay, keeps the journal, and closes all of it again. */
@Singleton
public class Gateway {
    private static final Logger LOG = Logger.getLogger(Gateway.class);
    private static final String USER_AGENT = "Tollgate/0.1";
    private static final long DRAIN_MS = 3_000;
    private static final int EXPECTED_LOSS_PCT = 5;

    private final TollgateConfig config;
    private final PostgresLedger ledger;
    private final CallJournal journal;
    private final CdrStore cdrs;
    private final Tariffs tariffs;
    private final TrunkTable trunks;
    private final Costs costs;
    private final Subscribers subscribers;
    private final Quotes quotes;
    private final OverlayLink overlay;
    private final CallPolicy policy;
    private final PackageSeconds packages;
    private final LiveCalls calls;
    private final CallCounters counters;
    private final ObjectMapper json;
    private final CallRecovery recovery;
    private volatile @Nullable MediaPlane media;
    private volatile @Nullable SipBridge sip;
    private volatile boolean open;

    Gateway(
            TollgateConfig config,
            PostgresLedger ledger,
            CallJournal journal,
            CdrStore cdrs,
            Tariffs tariffs,
            TrunkTable trunks,
            Costs costs,
            Subscribers subscribers,
            Quotes quotes,
            OverlayLink overlay,
            CallPolicy policy,
            PackageSeconds packages,
            LiveCalls calls,
            CallCounters counters,
            ObjectMapper json) {
        this.config = config;
        this.ledger = ledger;
        this.journal = journal;
        this.cdrs = cdrs;
        this.tariffs = tariffs;
        this.trunks = trunks;
        this.costs = costs;
        this.subscribers = subscribers;
        this.quotes = quotes;
        this.overlay = overlay;
        this.policy = policy;
        this.packages = packages;
        this.calls = calls;
        this.counters = counters;
        this.json = json;
        this.recovery = new CallRecovery(ledger, journal, new RecoveredPrice(tariffs, costs));
    }

    /** Opens every port. Calls that an earlier run left behind are settled before the first new one is taken. */
    public void open() {
        Prompts prompts = Prompts.of(
                config.prompts().folder().filter(text -> !text.isBlank()).map(Path::of));
        checkCalls();
        tariffs.reload();
        trunks.reload();
        config.emergency()
                .trunk()
                .filter(id -> trunks.find(id).isEmpty())
                .ifPresent(id -> LOG.errorf("emergency calls are to be passed to trunk %s, which is not there", id));
        ledger.onCredit(calls::creditAdded);
        recover();
        SecureRandom random = new SecureRandom();
        MediaPlane plane = openMedia();
        media = plane;
        InetAddress sipAddress = InetAddress.ofLiteral(config.sip().bind());
        InetAddress shown =
                config.sip().advertised().map(InetAddress::ofLiteral).orElse(sipAddress);
        CallTools tools = new CallTools(
                new CallClock(),
                ledger,
                journal,
                cdrs,
                policy,
                packages,
                calls,
                plane,
                shown,
                trunks,
                costs,
                () -> Objects.requireNonNull(sip, "SIP is opened before any call"),
                overlay,
                DtlsIdentity.create(random, Instant.now()),
                random,
                prompts,
                json);
        Thread.ofVirtual().name("dtls-warm-up").start(() -> DtlsWarmUp.run(tools.dtls()));
        Switchboard switchboard = new Switchboard(config, tools, subscribers, quotes, counters);
        sip = SipBridge.start(
                SipBridgeConfig.of(
                        sipAddress,
                        config.sip().port(),
                        config.sip().advertised().map(InetAddress::ofLiteral).orElse(null),
                        USER_AGENT),
                trunks,
                switchboard::invited);
        overlay.open(switchboard::received);
        open = true;
    }

    private void checkCalls() {
        Emergencies.check(config.emergency());
        Duration longest = config.calls().longest();
        if (longest.compareTo(Duration.ofSeconds(1)) < 0 || longest.compareTo(Duration.ofDays(30)) > 0) {
            throw new CannotStart(
                    "tollgate.calls.longest is " + longest.toSeconds() + " s: 1 s to 30 days can be used.");
        }
        Duration warning = config.calls().warning();
        if (warning.isNegative() || warning.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new CannotStart(
                    "tollgate.calls.warning is " + warning.toSeconds() + " s: 0 s to 10 minutes can be used.");
        }
    }

    private MediaPlane openMedia() {
        try {
            return MediaPlane.start(mediaConfig());
        } catch (IOException e) {
            throw new CannotStart("The media port UDP " + config.media().overlayPort() + " cannot be opened ("
                    + e.getMessage() + "): choose another with --set tollgate.media.overlay-port=N.");
        }
    }

    private MediaConfig mediaConfig() {
        TollgateConfig.Media settings = config.media();
        int workers = settings.workers() == 0 ? Runtime.getRuntime().availableProcessors() : settings.workers();
        return new MediaConfig(
                InetAddress.ofLiteral(settings.bind()),
                InetAddress.ofLiteral(config.sip().bind()),
                settings.advertised()
                        .filter(text -> !text.isBlank())
                        .map(InetAddress::ofLiteral)
                        .orElse(null),
                settings.overlayPort(),
                settings.trunkPortMin(),
                settings.trunkPortMax(),
                workers,
                new OpusSettings(
                        settings.opusBitrate(),
                        settings.opusComplexity(),
                        settings.opusFec(),
                        settings.opusFec() ? EXPECTED_LOSS_PCT : 0,
                        settings.opusDtx()),
                settings.opusAdaptsComplexity());
    }

    public Optional<SipBridge> sip() {
        return Optional.ofNullable(sip);
    }

    public Optional<MediaPlane> media() {
        return Optional.ofNullable(media);
    }

    /** Confirms live calls to the journal and renews this gateway's lease. */
    @Scheduled(every = "3s", concurrentExecution = ConcurrentExecution.SKIP)
    void touch() {
        if (open) {
            guarded(
                    "the journal was not touched",
                    () -> journal.touch(calls.all().stream()
                            .flatMap(call -> call.touch().stream())
                            .toList()));
        }
    }

    /** Settles what dead gateways left behind and gives back holds that no call stands behind. */
    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    void tidy() {
        if (open) {
            guarded("recovery has to wait", this::recover);
            guarded("the sweep has to wait", ledger::sweep);
        }
    }

    private void recover() {
        RecoveryReport report = recovery.recover();
        if (report.settled() + report.released() + report.failed() > 0) {
            LOG.infof("calls left behind by a gateway that died: %s", report);
        }
    }

    private static void guarded(String otherwise, Runnable work) {
        try {
            work.run();
        } catch (LedgerUnavailableException e) {
            LOG.warnf("%s: %s", otherwise, e.getMessage());
        }
    }

    /** A stop was asked for; HTTP and the database are still there, so that callers can be told and money settled. */
    void stopping(@Observes ShutdownDelayInitiatedEvent announced) {
        close();
    }

    /** Ends every call as a shutdown, with its money settled, then closes the ports. Harmless when repeated. */
    @PreDestroy
    public synchronized void close() {
        if (!open) {
            return;
        }
        open = false;
        calls.all().forEach(LiveCall::shutDown);
        long deadline = System.nanoTime() + DRAIN_MS * 1_000_000;
        while (calls.count() > 0 && System.nanoTime() - deadline < 0) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
        }
        overlay.close();
        SipBridge bridge = sip;
        if (bridge != null) {
            bridge.close();
        }
        MediaPlane plane = media;
        if (plane != null) {
            plane.close();
        }
    }
}
