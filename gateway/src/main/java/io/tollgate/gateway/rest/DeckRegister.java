package io.tollgate.gateway.rest;

import io.tollgate.billing.admin.DeckEntity;
import io.tollgate.billing.admin.RateEntity;
import io.tollgate.billing.deck.DeckImport;
import io.tollgate.billing.money.Money;
import io.tollgate.billing.postgres.jdbc.Database;
import io.tollgate.billing.rating.BandZone;
import io.tollgate.billing.rating.DeckTerms;
import io.tollgate.billing.rating.Rate;
import io.tollgate.billing.rating.Rounding;
import io.tollgate.billing.rating.jdbc.RateRows;
import io.tollgate.gateway.books.Decks;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemException;
import io.tollgate.gateway.rest.DecksResource.DeckPage;
import io.tollgate.gateway.rest.DecksResource.DeckView;
import io.tollgate.gateway.rest.DecksResource.Filled;
import io.tollgate.gateway.rest.DecksResource.NewDeck;
import io.tollgate.gateway.rest.DecksResource.RatePage;
import io.tollgate.gateway.rest.DecksResource.RejectedFile;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decks and their rates. Whole decks go through JDBC: a million rows are no million entities. */
@Singleton
class DeckRegister {
    private final Decks decks;
    private final Database database;

    DeckRegister(Decks decks, Database database) {
        this.decks = decks;
        this.database = database;
    }

    /** A deck with all of its rows. */
    record Export(DeckView deck, List<Rate> rates) {}

    /** What became of a file. */
    sealed interface Import {
        record Taken(Filled filled) implements Import {}

        record Refused(RejectedFile rejected) implements Import {}
    }

    @Transactional
    DeckPage page(@Nullable String name, long before, int limit) {
        List<DeckEntity> found = (name == null
                        ? DeckEntity.<DeckEntity>find("id < ?1 order by id desc", before)
                        : DeckEntity.<DeckEntity>find(
                                "id < ?1 and name = ?2 order by id desc", before, Texts.isName(name) ? name : ""))
                .range(0, limit)
                .list();
        boolean more = found.size() > limit;
        List<DeckEntity> shown = more ? found.subList(0, limit) : found;
        return new DeckPage(shown.stream().map(DeckRegister::view).toList(), more ? shown.getLast().id : null);
    }

    @Transactional
    DeckView one(long id) {
        return view(found(id));
    }

    DeckView create(NewDeck wanted) {
        if (!Money.isCurrency(wanted.currency())) {
            throw Texts.fault("currency", "must be an ISO 4217 code, which " + wanted.currency() + " is not");
        }
        Integer tax = wanted.taxBp();
        return one(decks.create(
                wanted.name(),
                wanted.currency(),
                tax == null ? 0 : tax,
                terms(wanted),
                Objects.requireNonNullElse(wanted.namedOnly(), false)));
    }

    private static DeckTerms terms(NewDeck wanted) {
        DeckTerms usual = DeckTerms.USUAL;
        String side = wanted.side();
        String rule = wanted.rounding();
        Instant from = Texts.instant(wanted.effectiveFrom(), "effective_from");
        Instant to = Texts.instant(wanted.effectiveTo(), "effective_to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw Texts.fault("effective_to", "must be after effective_from");
        }
        return new DeckTerms(
                side == null ? usual.side() : Texts.constant(DeckTerms.Side.class, side, "side"),
                Objects.requireNonNullElse(wanted.taxAdded(), usual.taxAdded()),
                new Rounding(
                        rule == null ? usual.rounding().rule() : Texts.constant(Rounding.Rule.class, rule, "rounding"),
                        Objects.requireNonNullElse(
                                wanted.roundingUnitMicros(), usual.rounding().unitMicros())),
                zone(wanted.bandZone()),
                from,
                to);
    }

    private static BandZone zone(@Nullable String text) {
        try {
            return text == null ? BandZone.CALLER : new BandZone(text);
        } catch (IllegalArgumentException e) {
            throw Texts.fault("band_zone", "must be CALLER, DESTINATION or a zone such as Europe/Luxembourg");
        }
    }

    @Transactional
    void delete(long id) {
        DeckEntity deck = DeckEntity.findById(id, LockModeType.PESSIMISTIC_WRITE);
        if (deck == null) {
            throw noSuchDeck();
        }
        if (deck.state != DeckEntity.State.DRAFT) {
            throw ProblemException.conflict("Only a draft can be thrown away; call records refer to this deck.");
        }
        deck.delete();
    }

    DeckView activate(long id) {
        carriedOut(decks.activate(id));
        return one(id);
    }

    Import fill(long id, InputStream csv) {
        DeckView deck = one(id);
        if (!deck.state().equals(Texts.word(DeckEntity.State.DRAFT))) {
            throw notADraft();
        }
        return switch (decks.read(csv, deck.currency())) {
            case DeckImport.Imported imported -> {
                carriedOut(decks.fill(id, imported.rates()));
                yield new Import.Taken(new Filled(id, imported.rates().size(), imported.ignoredColumns()));
            }
            case DeckImport.Rejected rejected -> new Import.Refused(refusal(rejected));
        };
    }

    private static RejectedFile refusal(DeckImport.Rejected rejected) {
        List<Problem.Fault> faults =
                rejected.problems().stream().map(DeckRegister::fault).toList();
        String count = rejected.total() == 1 ? "1 fault" : rejected.total() + " faults";
        String first = faults.getFirst().where() + ": " + faults.getFirst().detail();
        Problem problem = Problem.withFaults(
                422,
                "deck-rejected",
                "The file was not taken over",
                "The file has " + count + " and nothing was taken over; the first is at " + first + ".",
                faults);
        return new RejectedFile(
                problem.type(), problem.title(), problem.status(), problem.detail(), faults, rejected.total());
    }

    private static Problem.Fault fault(io.tollgate.billing.deck.Problem found) {
        String row = found.row() == 0 ? "file" : "row " + found.row();
        String where = found.column().isEmpty() ? row : row + ", column " + found.column();
        String value = found.value().isEmpty() ? "" : "\"" + found.value() + "\" ";
        return new Problem.Fault(where, value + found.reason());
    }

    @Transactional
    RatePage rates(long id, String prefix, String after, int limit) {
        found(id);
        List<RateEntity> rows = RateEntity.<RateEntity>find(
                        "deckId = :deck and prefix like :prefix and prefix > :after order by prefix",
                        Map.<String, Object>of("deck", id, "prefix", prefix + "%", "after", after))
                .range(0, limit)
                .list();
        boolean more = rows.size() > limit;
        List<RateEntity> shown = more ? rows.subList(0, limit) : rows;
        return new RatePage(
                shown.stream().map(row -> Prices.view(Prices.rate(row))).toList(),
                more ? shown.getLast().prefix : null);
    }

    Export export(long id) {
        return new Export(
                one(id), database.list("select * from rate where deck_id = ? order by prefix", RateRows::rate, id));
    }

    private static void carriedOut(Decks.Outcome outcome) {
        switch (outcome) {
            case DONE -> {}
            case NO_SUCH_DECK -> throw noSuchDeck();
            case NOT_A_DRAFT -> throw notADraft();
            case EMPTY -> throw ProblemException.conflict("A deck without rates prices nothing: fill it first.");
        }
    }

    private static ProblemException notADraft() {
        return ProblemException.conflict(
                "This deck is or was in force and does not change any more: make a new version.");
    }

    static ProblemException noSuchDeck() {
        return ProblemException.notFound("There is no such deck.");
    }

    private static DeckEntity found(long id) {
        return DeckEntity.<DeckEntity>findByIdOptional(id).orElseThrow(DeckRegister::noSuchDeck);
    }

    private static DeckView view(DeckEntity deck) {
        long id = Objects.requireNonNull(deck.id);
        return new DeckView(
                id,
                deck.name,
                deck.version,
                Texts.word(deck.state),
                deck.currency,
                deck.taxBp,
                deck.taxAdded,
                deck.side.toLowerCase(Locale.ROOT),
                deck.rounding.toLowerCase(Locale.ROOT).replace('_', '-'),
                deck.roundingUnitMicros,
                deck.bandZone,
                deck.namedOnly,
                deck.effectiveFrom,
                deck.effectiveTo,
                RateEntity.count("deckId", id),
                deck.createdAt,
                deck.activatedAt);
    }
}
