package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Settles the calls of gateways that died, from the media that was last confirmed. Run it at start and every few seconds.
 * Any number of recoverers may run at once: the CDR's id decides who was first, the others find the call settled.
 */
public final class CallRecovery {
    /** The cause in the CDR of a recovered call. */
    public static final String CAUSE = "gateway-failure";

    private static final Logger LOG = Logger.getLogger(CallRecovery.class);
    private static final int PAGE = 500;

    private final Ledger ledger;
    private final CallJournal journal;
    private final TalkRating rating;

    public CallRecovery(Ledger ledger, CallJournal journal, TalkRating rating) {
        this.ledger = ledger;
        this.journal = journal;
        this.rating = rating;
    }

    /** Settles all abandoned calls and says what became of them. A call that cannot be settled does not stop the others. */
    public RecoveryReport recover() {
        int settled = 0;
        int released = 0;
        int foundSettled = 0;
        Set<UUID> failed = new HashSet<>();
        for (List<JournalledCall> page = next(failed); !page.isEmpty(); page = next(failed)) {
            for (JournalledCall call : page) {
                switch (settle(call)) {
                    case SETTLED -> settled++;
                    case RELEASED -> released++;
                    case FOUND_SETTLED -> foundSettled++;
                    case FAILED -> failed.add(call.callId());
                }
            }
        }
        var report = new RecoveryReport(settled, released, foundSettled, failed.size());
        if (!report.equals(RecoveryReport.NOTHING)) {
            LOG.infof("calls of a gateway that died: %s", report);
        }
        return report;
    }

    private List<JournalledCall> next(Set<UUID> failed) {
        return journal.abandoned(PAGE + failed.size()).stream()
                .filter(call -> !failed.contains(call.callId()))
                .toList();
    }

    private enum Result {
        SETTLED,
        RELEASED,
        FOUND_SETTLED,
        FAILED
    }

    private Result settle(JournalledCall call) {
        try {
            Cdr cdr = recordOf(call, rating);
            return switch (ledger.settle(cdr)) {
                case SettleOutcome.Settled(long cost, long available, boolean repeated) -> {
                    LOG.debugf("call %s recovered for %d micros, found settled: %s", call.callId(), cost, repeated);
                    yield repeated
                            ? Result.FOUND_SETTLED
                            : call.answeredAt() == null ? Result.RELEASED : Result.SETTLED;
                }
                case SettleOutcome.NoSuchAccount() -> failed(call, "its account is gone");
                case SettleOutcome.CurrencyMismatch(String currency) -> failed(call, "its account is in " + currency);
            };
        } catch (LedgerUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.errorf(e, "call %s cannot be recovered", call.callId());
            return Result.FAILED;
        }
    }

    private static Result failed(JournalledCall call, String why) {
        LOG.errorf("call %s cannot be recovered: %s", call.callId(), why);
        return Result.FAILED;
    }

    private static Cdr.Tariff charged(JournalledCall call, Instant answered, long talkMs, TalkRating rating) {
        Cdr.CarrierCost carrier = rating.carrier(call, talkMs);
        return call.tariff()
                .priced()
                .map(tariff -> tariff.startingAt(answered))
                .map(tariff -> Cdr.Tariff.of(tariff).charged(tariff.charge(talkMs), carrier))
                .orElseGet(() -> call.tariff().costing(carrier));
    }

    /** The CDR of a call whose gateway died: talked and charged up to the last confirmed media, and not a moment more. */
    static Cdr recordOf(JournalledCall call, TalkRating rating) {
        Instant answered = call.answeredAt();
        Instant lastMedia = call.lastMediaAt();
        long talkMs = answered == null ? 0 : call.talkMs();
        TalkRating.Charge charge = answered == null ? new TalkRating.Charge(0, 0, 0) : rating.charge(call, talkMs);
        Instant ended = lastMedia != null ? lastMedia : answered != null ? answered : call.openedAt();
        return new Cdr(
                call.callId(),
                call.direction(),
                call.user(),
                call.device(),
                call.numbers(),
                answered == null ? call.tariff() : charged(call, answered, talkMs, rating),
                call.trunk(),
                null,
                new Cdr.Times(call.openedAt(), null, answered, ended),
                talkMs,
                charge.billedSeconds(),
                charge.costMicros(),
                charge.taxMicros(),
                call.currency(),
                new Cdr.Ending(CAUSE, "gateway", 0, 0),
                Cdr.Quality.UNMEASURED,
                "{\"recovered\":true}");
    }
}
