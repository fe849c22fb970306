package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.TrunkEntity;
import io.tollgate.billing.cdr.CallAttempt;
import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.export.Column;
import io.tollgate.billing.export.RowWriter;
import io.tollgate.billing.money.Amount;
import io.tollgate.billing.reconcile.CarrierFile;
import io.tollgate.billing.reconcile.CarrierLayout;
import io.tollgate.billing.reconcile.OwnCall;
import io.tollgate.billing.reconcile.Reconciler;
import io.tollgate.billing.reconcile.Reconciliation;
import io.tollgate.billing.reconcile.Report;
import io.tollgate.billing.reconcile.Report.Line;
import io.tollgate.billing.reconcile.Tolerance;
import io.tollgate.billing.reconcile.jdbc.PostgresReconciliations;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.ReconciliationsResource.Comparison;
import io.tollgate.gateway.rest.ReconciliationsResource.FindingPage;
import io.tollgate.gateway.rest.ReconciliationsResource.FindingView;
import io.tollgate.gateway.rest.ReconciliationsResource.ReconciliationView;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Comparisons for the REST side. */
@Singleton
class ReconciliationRegister {
    private static final int PAGE = 1000;
    /** An answer comes at most this long after its INVITE. */
    private static final Duration LONGEST_RINGING = Duration.ofMinutes(10);

    private static final List<Column<FindingView>> COLUMNS = List.of(
            new Column<>("finding", Column.Type.TEXT, FindingView::finding),
            new Column<>("number", Column.Type.TEXT, FindingView::number),
            new Column<>("call_id", Column.Type.TEXT, FindingView::callId),
            new Column<>("attempt_id", Column.Type.TEXT, FindingView::attemptId),
            new Column<>("our_start", Column.Type.INSTANT, FindingView::ourStart),
            new Column<>("their_row", Column.Type.WHOLE, FindingView::theirRow),
            new Column<>("their_start", Column.Type.INSTANT, FindingView::theirStart),
            new Column<>("our_duration_ms", Column.Type.WHOLE, FindingView::ourDurationMs),
            new Column<>("their_duration_ms", Column.Type.WHOLE, FindingView::theirDurationMs),
            new Column<>("duration_difference_ms", Column.Type.WHOLE, FindingView::durationDifferenceMs),
            new Column<>("our_cost_micros", Column.Type.WHOLE, FindingView::ourCostMicros),
            new Column<>("their_cost_micros", Column.Type.WHOLE, FindingView::theirCostMicros),
            new Column<>("cost_difference_micros", Column.Type.WHOLE, FindingView::costDifferenceMicros),
            new Column<>("note", Column.Type.TEXT, FindingView::note));

    private final CdrArchive archive;
    private final PostgresReconciliations store;

    ReconciliationRegister(CdrArchive archive, PostgresReconciliations store) {
        this.archive = archive;
        this.store = store;
    }

    /** From when a carrier counts. */
    private enum StartsAt {
        ANSWER,
        INVITE
    }

    List<ReconciliationView> newest(int limit) {
        return store.newest(limit).stream().map(ReconciliationRegister::view).toList();
    }

    ReconciliationView one(UUID id) {
        return store.find(id).map(ReconciliationRegister::view).orElseThrow(ReconciliationRegister::noSuchReport);
    }

    void remove(UUID id) {
        if (!store.remove(id)) {
            throw noSuchReport();
        }
    }

    private static ProblemException noSuchReport() {
        return ProblemException.notFound("There is no such comparison.");
    }

    @Transactional
    boolean isTrunk(String trunk) {
        return TrunkEntity.findById(trunk) != null;
    }

    ReconciliationView compare(Comparison how, InputStream csv, String actor) {
        String trunk = how.trunk;
        if (trunk == null || !isTrunk(trunk)) {
            throw Texts.fault("trunk", "must be the name of a trunk");
        }
        if ((how.costColumn == null) != (how.currency == null)) {
            throw Texts.fault("currency", "and cost_column go together");
        }
        Period period = ExportResource.period(how.from, how.to);
        StartsAt startsAt = Texts.constant(StartsAt.class, how.startsAt, "starts_at");
        Tolerance tolerance = new Tolerance(
                Duration.ofSeconds(how.windowS), Duration.ofMillis(how.durationToleranceMs), costTolerance(how));
        CarrierFile file = read(csv, layout(how));
        Reconciliation found = Reconciler.compare(ours(trunk, period, how, startsAt), file.calls(), tolerance, period);
        Report report = new Report(
                UUID.randomUUID(),
                trunk,
                period,
                how.file,
                how.currency,
                found.clockOffsetMs(),
                found.totals(),
                file.unanswered(),
                file.faulty(),
                actor,
                Instant.EPOCH);
        List<Line> lines = new ArrayList<>();
        found.findings().forEach(finding -> lines.add(Line.of(lines.size() + 1, finding)));
        file.faults().forEach(fault -> lines.add(Line.of(lines.size() + 1, fault)));
        store.add(report, lines);
        return one(report.id());
    }

    private List<OwnCall> ours(String trunk, Period period, Comparison how, StartsAt startsAt) {
        Duration before = Duration.ofSeconds(how.windowS).plus(LONGEST_RINGING);
        Period wide = new Period(period.from().minus(before), period.to().plusSeconds(how.windowS));
        List<OwnCall> calls = new ArrayList<>();
        try {
            archive.attempts(wide, trunk, attempt -> {
                Instant answered = attempt.times().answered();
                String sent = attempt.numbers().sent();
                if (attempt.kind() == CallAttempt.Kind.TRUNK && answered != null && sent != null) {
                    calls.add(new OwnCall(
                            attempt.id(),
                            attempt.callId(),
                            sent,
                            startsAt == StartsAt.ANSWER
                                    ? answered
                                    : attempt.times().started(),
                            attempt.talkMs(),
                            how.currency != null && how.currency.equals(attempt.costCurrency())
                                    ? attempt.costMicros()
                                    : null));
                }
            });
        } catch (IOException e) {
            throw new IllegalStateException("nothing here writes to a file", e);
        }
        return calls;
    }

    private static CarrierFile read(InputStream csv, CarrierLayout layout) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            return CarrierFile.read(new InputStreamReader(csv, decoder), layout);
        } catch (CarrierFile.UnusableException e) {
            throw ProblemException.invalid("The file cannot be compared: " + e.getMessage() + ".");
        } catch (CharacterCodingException e) {
            throw ProblemException.invalid("The file cannot be compared: it is not in UTF-8.");
        } catch (IOException e) {
            throw ProblemException.invalid("The file cannot be compared: " + e.getMessage() + ".");
        }
    }

    private static CarrierLayout layout(Comparison how) {
        try {
            String format = how.startFormat;
            return new CarrierLayout(
                    how.numberColumn,
                    how.startColumn,
                    how.startTimeColumn,
                    how.durationColumn,
                    how.costColumn,
                    format == null ? null : DateTimeFormatter.ofPattern(format, Locale.ROOT),
                    ZoneId.of(how.zone),
                    Texts.constant(CarrierLayout.DurationUnit.class, how.durationUnit, "duration_unit"),
                    how.decimalMark.charAt(0),
                    (char) 0,
                    how.stripPrefix);
        } catch (DateTimeException e) {
            throw Texts.fault("zone", "is no time zone such as UTC or Europe/Berlin");
        } catch (IllegalArgumentException e) {
            throw Texts.fault("start_format", "is no pattern such as dd.MM.uuuu HH:mm:ss");
        }
    }

    private static long costTolerance(Comparison how) {
        return switch (Amount.read(how.costTolerance, '.')) {
            case Amount.Exact(long micros) when micros >= 0 -> micros;
            case Amount.Exact ignored -> throw Texts.fault("cost_tolerance", "must not be negative");
            case Amount.Unreadable(String why) -> throw Texts.fault("cost_tolerance", why);
        };
    }

    FindingPage findings(UUID id, Line.@Nullable Sort sort, int after, int limit) {
        one(id);
        List<Line> found = store.lines(id, sort, after, limit + 1);
        List<Line> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new FindingPage(
                shown.stream().map(ReconciliationRegister::view).toList(),
                found.size() > limit ? shown.getLast().position() : null);
    }

    void write(UUID id, Line.@Nullable Sort sort, OutputStream out) throws IOException {
        RowWriter<FindingView> rows = RowWriter.Format.CSV.open(out, COLUMNS);
        int after = 0;
        for (List<Line> page = store.lines(id, sort, after, PAGE);
                !page.isEmpty();
                page = store.lines(id, sort, after, PAGE)) {
            for (Line line : page) {
                rows.write(view(line));
            }
            after = page.getLast().position();
        }
        rows.finish();
    }

    private static ReconciliationView view(Report report) {
        Reconciliation.Totals totals = report.totals();
        return new ReconciliationView(
                report.id(),
                report.trunk(),
                report.period().from(),
                report.period().to(),
                report.file(),
                report.currency(),
                report.clockOffsetMs(),
                totals.matched(),
                totals.differing(),
                totals.missingOurs(),
                totals.missingTheirs(),
                totals.ourDurationMs(),
                totals.theirDurationMs(),
                totals.ourCostMicros(),
                totals.theirCostMicros(),
                report.unanswered(),
                report.faulty(),
                report.createdBy(),
                report.createdAt());
    }

    private static FindingView view(Line line) {
        return new FindingView(
                line.position(),
                Texts.word(line.finding()),
                line.number(),
                line.callId(),
                line.attemptId(),
                line.ourStart(),
                line.theirRow(),
                line.theirStart(),
                line.ourDurationMs(),
                line.theirDurationMs(),
                difference(line.ourDurationMs(), line.theirDurationMs()),
                line.ourCostMicros(),
                line.theirCostMicros(),
                difference(line.ourCostMicros(), line.theirCostMicros()),
                line.note());
    }

    private static @Nullable Long difference(@Nullable Long ours, @Nullable Long theirs) {
        return ours == null || theirs == null ? null : Long.valueOf(theirs - ours);
    }
}
