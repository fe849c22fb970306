package io.tollgate.billing.rerating.jdbc;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.jdbc.CdrArchive;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.Split;
import io.tollgate.billing.rerating.Line;
import io.tollgate.billing.rerating.Repricing;
import io.tollgate.billing.rerating.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Previews and applies runs. Blocking; safe for concurrent use, several gateways included. */
public final class Rerater {
    private static final int BATCH = 500;

    private final PostgresReratings store;
    private final CdrArchive archive;
    private final Ledger ledger;

    public Rerater(PostgresReratings store, CdrArchive archive, Ledger ledger) {
        this.store = store;
        this.archive = archive;
        this.ledger = ledger;
    }

    /** Goes over the period and keeps what would change; books nothing. The run must be new. */
    public Run preview(Run run, Repricing repricing) {
        store.add(run);
        List<Line> batch = new ArrayList<>();
        long[] calls = {0};
        try {
            archive.calls(run.period(), run.user(), cdr -> {
                if (isWanted(cdr, run.destination())) {
                    calls[0]++;
                    batch.add(line(run.id(), cdr, repricing.price(cdr)));
                    if (batch.size() == BATCH) {
                        store.propose(batch);
                        batch.clear();
                    }
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("nothing here writes to a file", e);
        }
        store.propose(batch);
        store.previewed(run.id(), calls[0]);
        return store.find(run.id()).orElseThrow();
    }

    private static boolean isWanted(Cdr cdr, @Nullable String destination) {
        return cdr.user() != null
                && cdr.direction() == Cdr.Direction.OUTBOUND
                && cdr.times().answered() != null
                && cdr.currency() != null
                && (destination == null || destination.equals(cdr.tariff().destination()));
    }

    private static Line line(UUID run, Cdr cdr, Repricing.Outcome outcome) {
        boolean priced = outcome instanceof Repricing.Outcome.Priced;
        long cost = outcome instanceof Repricing.Outcome.Priced p ? p.costMicros() : cdr.costMicros();
        long tax = outcome instanceof Repricing.Outcome.Priced p ? p.taxMicros() : cdr.taxMicros();
        return new Line(
                run,
                cdr.id(),
                Objects.requireNonNull(cdr.user()),
                Objects.requireNonNull(cdr.currency()),
                cdr.times().started(),
                cdr.numbers().sent(),
                cdr.tariff().destination(),
                cdr.trunk(),
                cdr.talkMs(),
                cdr.costMicros(),
                cost,
                tax - cdr.taxMicros(),
                outcome instanceof Repricing.Outcome.Priced p ? p.prefix() : null,
                priced ? Line.State.PROPOSED : Line.State.UNPRICED,
                outcome instanceof Repricing.Outcome.Unpriced u ? u.why() : "");
    }

    /**
     * Books what a run proposes, or goes on with what a crash interrupted.
     *
     * @return false when another run is being applied, or this one is not to be applied
     */
    public boolean apply(UUID run, String actor) {
        if (!store.begin(run, actor)) {
            return false;
        }
        for (List<Line> lines = store.proposed(run, BATCH); !lines.isEmpty(); lines = store.proposed(run, BATCH)) {
            for (Line line : lines) {
                apply(line, actor);
            }
        }
        store.applied(run);
        return true;
    }

    private void apply(Line line, String actor) {
        if (store.paid(line.callId(), line.transferId()) != line.paidMicros()) {
            store.mark(line, Line.State.STALE, "another correction was booked after the preview");
            return;
        }
        Credit correction = new Credit(
                line.transferId(),
                line.user(),
                -line.differenceMicros(),
                line.currency(),
                Credit.Kind.CORRECTION,
                line.callId().toString(),
                "re-rated by run " + line.runId(),
                actor,
                new Split(line.trunk(), line.destination(), line.taxDifferenceMicros(), 0, 0, null));
        switch (ledger.credit(correction)) {
            case CreditOutcome.Credited ignored -> store.mark(line, Line.State.BOOKED, "");
            case CreditOutcome.ExceedsCredit ignored ->
                store.mark(line, Line.State.REFUSED, "the account cannot spend that much");
            case CreditOutcome.NoSuchAccount() -> store.mark(line, Line.State.REFUSED, "the account is gone");
            case CreditOutcome.AccountClosed() -> store.mark(line, Line.State.REFUSED, "the account is closed");
            case CreditOutcome.CurrencyMismatch(String currency) ->
                store.mark(line, Line.State.REFUSED, "the account is in " + currency);
            case CreditOutcome.TransferIdReused() ->
                store.mark(line, Line.State.REFUSED, "its transfer's id stands for something else");
        }
    }
}
