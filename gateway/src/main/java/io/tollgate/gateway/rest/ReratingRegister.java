package io.tollgate.gateway.rest;

import io.tollgate.billing.cdr.Period;
import io.tollgate.billing.rerating.Line;
import io.tollgate.billing.rerating.Run;
import io.tollgate.billing.rerating.jdbc.PostgresReratings;
import io.tollgate.billing.rerating.jdbc.Rerater;
import io.tollgate.gateway.books.DeckRepricing;
import io.tollgate.gateway.books.Tariffs;
import io.tollgate.gateway.config.ReratingConfig;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.ReratingsResource.LinePage;
import io.tollgate.gateway.rest.ReratingsResource.LineView;
import io.tollgate.gateway.rest.ReratingsResource.NewRerating;
import io.tollgate.gateway.rest.ReratingsResource.ReratingView;
import io.tollgate.gateway.rest.ReratingsResource.TotalView;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Runs of re-rating for the REST side. */
@Singleton
class ReratingRegister {
    private static final UUID FIRST = new UUID(0, 0);

    private final PostgresReratings store;
    private final Rerater rerater;
    private final Tariffs tariffs;
    private final ReratingConfig config;

    ReratingRegister(PostgresReratings store, Rerater rerater, Tariffs tariffs, ReratingConfig config) {
        this.store = store;
        this.rerater = rerater;
        this.tariffs = tariffs;
        this.config = config;
    }

    List<ReratingView> newest(int limit) {
        return store.newest(limit).stream().map(this::view).toList();
    }

    ReratingView one(UUID id) {
        return view(found(id));
    }

    ReratingView preview(NewRerating wanted, String actor) {
        Period period = ExportResource.period(wanted.from(), wanted.to());
        String user = wanted.user();
        if (user != null && !Texts.isName(user)) {
            throw Texts.fault("user", "is no name of a user");
        }
        Long deck = wanted.deckId();
        if (deck != null && tariffs.version(deck).isEmpty()) {
            throw Texts.fault("deck_id", "is no deck");
        }
        if (store.find(wanted.id()).isPresent()) {
            throw ProblemException.conflict("There is a run with this id already.");
        }
        Run run = new Run(
                wanted.id(),
                period,
                user,
                wanted.destination(),
                deck,
                wanted.reason(),
                Run.State.PREVIEWING,
                0,
                actor,
                Instant.EPOCH,
                null,
                null);
        return view(rerater.preview(run, new DeckRepricing(tariffs, deck)));
    }

    LinePage lines(UUID id, @Nullable UUID after, int limit) {
        found(id);
        List<Line> found = store.lines(id, Objects.requireNonNullElse(after, FIRST), limit + 1);
        List<Line> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new LinePage(
                shown.stream().map(ReratingRegister::view).toList(),
                found.size() > limit ? shown.getLast().callId() : null);
    }

    ReratingView apply(UUID id, String actor) {
        Run run = found(id);
        if (run.state() == Run.State.APPLIED) {
            return view(run);
        }
        if (config.fourEyes() && run.createdBy().equals(actor)) {
            throw ProblemException.conflict("Somebody else than who made the preview must apply it.");
        }
        if (!rerater.apply(id, actor)) {
            throw ProblemException.conflict(
                    run.state() == Run.State.PREVIEWED || run.state() == Run.State.APPLYING
                            ? "Another run is being applied: wait for it, then preview this one again."
                            : "Only a finished preview can be applied; this run is " + Texts.word(run.state()) + ".");
        }
        return one(id);
    }

    void discard(UUID id) {
        found(id);
        if (!store.discard(id)) {
            throw ProblemException.conflict("Only a preview can be discarded.");
        }
    }

    private Run found(UUID id) {
        return store.find(id).orElseThrow(() -> ProblemException.notFound("There is no such run."));
    }

    private ReratingView view(Run run) {
        return new ReratingView(
                run.id(),
                run.period().from(),
                run.period().to(),
                run.user(),
                run.destination(),
                run.deckId(),
                run.reason(),
                Texts.word(run.state()),
                run.calls(),
                store.totals(run.id()).stream()
                        .map(total -> new TotalView(
                                total.currency(),
                                Texts.word(total.state()),
                                total.calls(),
                                total.paidMicros(),
                                total.newMicros(),
                                Math.subtractExact(total.newMicros(), total.paidMicros())))
                        .toList(),
                run.createdBy(),
                run.createdAt(),
                run.appliedBy(),
                run.appliedAt());
    }

    private static LineView view(Line line) {
        return new LineView(
                line.callId(),
                line.user(),
                line.startedAt(),
                line.number(),
                line.destination(),
                line.talkMs(),
                line.currency(),
                line.paidMicros(),
                line.newMicros(),
                line.differenceMicros(),
                line.prefix(),
                Texts.word(line.state()),
                line.note(),
                line.transferId());
    }
}
