package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.ledger.Balance;
import io.tollgate.billing.ledger.Credit;
import io.tollgate.billing.ledger.CreditOutcome;
import io.tollgate.billing.ledger.HoldOutcome;
import io.tollgate.billing.ledger.Ledger;
import io.tollgate.billing.ledger.LedgerCheck;
import io.tollgate.billing.ledger.LedgerEntry;
import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.SettleOutcome;
import io.tollgate.billing.ledger.Split;
import io.tollgate.billing.ledger.jdbc.Operation.Kind;
import io.tollgate.billing.ledger.jdbc.Operation.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The durable ledger. Owns its writer threads; close it before the database stops. */
public final class PostgresLedger implements Ledger, AutoCloseable {
    private static final Logger LOG = Logger.getLogger(PostgresLedger.class);
    private static final int SWEEP_PAGE = 1000;
    private static final String NO_EXPLANATION = "{}";

    private final long patienceNs;
    private final LedgerWriter.Counters counters = new LedgerWriter.Counters();
    private final List<LedgerWriter> writers;
    private final LedgerQueries queries;

    /** Starts the writers over a migrated database; they connect at their first operation and keep their connection. */
    public PostgresLedger(DataSource dataSource, LedgerSettings settings) {
        patienceNs = settings.patience().toNanos();
        queries = new LedgerQueries(dataSource);
        writers = IntStream.range(0, settings.writers())
                .mapToObj(slot -> new LedgerWriter(slot, dataSource, settings, counters))
                .toList();
    }

    @Override
    public HoldOutcome hold(UUID callId, String user, long totalMicros, String currency, Duration ttl) {
        if (totalMicros < 0) {
            throw new IllegalArgumentException("a hold cannot be negative");
        }
        Result result = perform(Kind.HOLD, user, callId, totalMicros, currency, ttl.toMillis(), null);
        return switch (result.code()) {
            case Result.DONE -> new HoldOutcome.Held(result.amountMicros(), result.availableMicros());
            case Result.EXCEEDS_CREDIT ->
                new HoldOutcome.ExceedsCredit(result.amountMicros(), result.availableMicros());
            case Result.NO_SUCH_ACCOUNT -> new HoldOutcome.NoSuchAccount();
            case Result.ACCOUNT_CLOSED -> new HoldOutcome.AccountClosed();
            case Result.ALREADY_SETTLED -> new HoldOutcome.AlreadySettled();
            case Result.CURRENCY_MISMATCH -> new HoldOutcome.CurrencyMismatch(result.accountCurrency());
            default -> throw result.unexpected();
        };
    }

    @Override
    public SettleOutcome settle(Cdr cdr, Split split) {
        String user = cdr.user();
        if (user == null) {
            throw new IllegalArgumentException("the CDR of call " + cdr.id() + " names no user");
        }
        Result result = settleSurely(cdr, split, user);
        return switch (result.code()) {
            case Result.DONE ->
                new SettleOutcome.Settled(result.amountMicros(), result.availableMicros(), result.repeated());
            case Result.NO_SUCH_ACCOUNT -> new SettleOutcome.NoSuchAccount();
            case Result.CURRENCY_MISMATCH -> new SettleOutcome.CurrencyMismatch(result.accountCurrency());
            default -> throw result.unexpected();
        };
    }

    /** A charge is not lost because its explanation is no JSON that the database takes: then it goes in without. */
    private Result settleSurely(Cdr cdr, Split split, String user) {
        try {
            return settle(cdr, split, user, cdr.explanation());
        } catch (LedgerException e) {
            boolean unreadable = e.getCause() instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith("22");
            if (!unreadable || cdr.explanation().equals(NO_EXPLANATION)) {
                throw e;
            }
            LOG.errorf("call %s is settled without its explanation: %s", cdr.id(), e.getMessage());
            return settle(cdr, split, user, NO_EXPLANATION);
        }
    }

    private Result settle(Cdr cdr, Split split, String user, String explanation) {
        String body = CdrJson.write(cdr, split, explanation);
        return perform(Kind.SETTLE, user, cdr.id(), cdr.costMicros(), cdr.currency(), 0, body);
    }

    @Override
    public SettleOutcome release(Cdr cdr) {
        if (cdr.costMicros() != 0) {
            throw new IllegalArgumentException("call " + cdr.id() + " has a cost: settle it");
        }
        return settle(cdr);
    }

    @Override
    public CreditOutcome credit(Credit credit) {
        Result result = perform(
                Kind.CREDIT,
                credit.user(),
                credit.transferId(),
                credit.amountMicros(),
                credit.currency(),
                0,
                CdrJson.write(credit));
        return switch (result.code()) {
            case Result.DONE ->
                new CreditOutcome.Credited(result.amountMicros(), result.availableMicros(), result.repeated());
            case Result.EXCEEDS_CREDIT -> new CreditOutcome.ExceedsCredit(result.availableMicros());
            case Result.NO_SUCH_ACCOUNT -> new CreditOutcome.NoSuchAccount();
            case Result.ACCOUNT_CLOSED -> new CreditOutcome.AccountClosed();
            case Result.CURRENCY_MISMATCH -> new CreditOutcome.CurrencyMismatch(result.accountCurrency());
            case Result.TRANSFER_ID_REUSED -> new CreditOutcome.TransferIdReused();
            default -> throw result.unexpected();
        };
    }

    @Override
    public Optional<Balance> balance(String user) {
        return queries.balance(user);
    }

    @Override
    public List<LedgerEntry> statement(String user, long beforeId, int limit) {
        return queries.statement(user, beforeId, limit);
    }

    @Override
    public List<LedgerEntry> entries(UUID transferId) {
        return queries.entries(transferId);
    }

    @Override
    public int sweep() {
        int total = 0;
        for (int swept = SWEEP_PAGE; swept == SWEEP_PAGE; ) {
            swept = queries.sweep(SWEEP_PAGE);
            total += swept;
        }
        return total;
    }

    @Override
    public LedgerCheck verify() {
        return queries.verify();
    }

    public LedgerCounters counters() {
        return new LedgerCounters(
                counters.operations.sum(),
                counters.batches.sum(),
                counters.replays.sum(),
                counters.singly.sum(),
                counters.unavailable.sum(),
                counters.refused.sum());
    }

    /** Finishes what is queued, as far as the database answers, and ends the writers. */
    @Override
    public void close() {
        writers.forEach(LedgerWriter::close);
    }

    private Result perform(
            Kind kind,
            String user,
            UUID id,
            long amountMicros,
            @Nullable String currency,
            long ttlMs,
            @Nullable String body) {
        long deadlineNs = System.nanoTime() + patienceNs;
        var answer = new CompletableFuture<Result>();
        writerOf(user).submit(new Operation(kind, user, id, amountMicros, currency, ttlMs, body, deadlineNs, answer));
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause
                    ? cause
                    : new LedgerUnavailableException("the ledger's writer failed", e);
        }
    }

    private LedgerWriter writerOf(String user) {
        int hash = user.hashCode() * 0x9E3779B9;
        return writers.get((hash >>> 16) & (writers.size() - 1));
    }
}
