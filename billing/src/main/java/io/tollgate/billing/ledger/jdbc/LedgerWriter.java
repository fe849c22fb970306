package io.tollgate.billing.ledger.jdbc;

import io.tollgate.billing.ledger.LedgerException;
import io.tollgate.billing.ledger.LedgerUnavailableException;
import io.tollgate.billing.ledger.jdbc.Operation.Result;
import io.tollgate.billing.postgres.jdbc.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One thread, one connection, and all operations of the users in its slot, in order. */
final class LedgerWriter {
    private static final Logger LOG = Logger.getLogger(LedgerWriter.class);
    private static final String BATCH =
            "select code, amount, available, note from ledger_batch(?, ?, ?, ?, ?, ?, ?) with ordinality order by ordinality";
    private static final int DEADLOCK_RETRIES = 5;
    private static final long FIRST_PAUSE_MS = 20;
    private static final long LONGEST_PAUSE_MS = 1000;
    private static final long IDLE_POLL_MS = 250;

    private final DataSource dataSource;
    private final int maxBatch;
    private final int answerWithinMs;
    private final Counters counters;
    private final LinkedBlockingQueue<Operation> queue;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    // Below: the writer thread's own.
    private @Nullable Operation carried;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private boolean away;

    LedgerWriter(int slot, DataSource dataSource, LedgerSettings settings, Counters counters) {
        this.dataSource = dataSource;
        this.maxBatch = settings.maxBatch();
        this.answerWithinMs = Math.clamp(settings.patience().toMillis(), 1000, 600_000);
        this.counters = counters;
        this.queue = new LinkedBlockingQueue<>(settings.maxQueued());
        this.thread = Thread.ofPlatform().daemon().name("ledger-writer-" + slot).start(this::run);
    }

    /** Shared by all writers; one sentence for each stands at {@link LedgerCounters}. */
    static final class Counters {
        final LongAdder operations = new LongAdder();
        final LongAdder batches = new LongAdder();
        final LongAdder replays = new LongAdder();
        final LongAdder singly = new LongAdder();
        final LongAdder unavailable = new LongAdder();
        final LongAdder refused = new LongAdder();
    }

    /** Queues an operation, waiting for room until its deadline. */
    void submit(Operation operation) {
        if (stopping.getCount() == 0) {
            throw new LedgerUnavailableException("the ledger is closed");
        }
        try {
            long patienceNs = Math.max(0, operation.deadlineNs() - System.nanoTime());
            if (!queue.offer(operation, patienceNs, TimeUnit.NANOSECONDS)) {
                counters.unavailable.increment();
                throw new LedgerUnavailableException("the ledger's queue is full");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted before the operation was queued", e);
        }
        if (!thread.isAlive() && queue.remove(operation)) {
            throw new LedgerUnavailableException("the ledger is closed");
        }
    }

    /** Finishes what is queued, as far as the database answers, and ends the thread. */
    void close() {
        stopping.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        failAll(new ArrayList<>(queue), new LedgerUnavailableException("the ledger is closed"));
    }

    private void run() {
        try {
            while (true) {
                List<Operation> batch = gather();
                if (!batch.isEmpty()) {
                    executeSurely(batch);
                } else if (stopping.getCount() == 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.error("the ledger's writer was interrupted", e);
        } finally {
            disconnect();
        }
    }

    private void executeSurely(List<Operation> batch) throws InterruptedException {
        try {
            execute(batch);
        } catch (RuntimeException e) {
            LOG.error("the ledger's writer failed on a batch", e);
            failAll(batch, e);
        }
    }

    /** Takes what waits, up to the limit; never two operations of one call, so that a replay meets each in its own batch. */
    private List<Operation> gather() throws InterruptedException {
        List<Operation> batch = new ArrayList<>();
        Operation first = carried != null ? carried : queue.poll(IDLE_POLL_MS, TimeUnit.MILLISECONDS);
        carried = null;
        Set<UUID> ids = new HashSet<>();
        for (Operation next = first; next != null; next = batch.size() < maxBatch ? queue.poll() : null) {
            if (!ids.add(next.id())) {
                carried = next;
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    private void execute(List<Operation> asked) throws InterruptedException {
        List<Operation> batch = new ArrayList<>(asked);
        int deadlocks = 0;
        for (long pauseMs = FIRST_PAUSE_MS; !batch.isEmpty(); ) {
            try {
                answer(batch, send(batch));
                return;
            } catch (SQLException e) {
                if (isRaceLost(e) && deadlocks++ < DEADLOCK_RETRIES) {
                    counters.replays.increment();
                } else if (Database.isConnectionLost(e)) {
                    noteAway(batch, e);
                    disconnect();
                    giveUpOverdue(batch, e);
                    stopping.await(pauseMs, TimeUnit.MILLISECONDS);
                    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
                    counters.replays.increment();
                } else {
                    retrySingly(batch, e);
                    return;
                }
            }
        }
    }

    private void retrySingly(List<Operation> batch, SQLException why) throws InterruptedException {
        if (batch.size() == 1) {
            counters.refused.increment();
            String message =
                    "the database refused operation " + batch.getFirst().id() + ": " + Database.reason(why);
            batch.getFirst().answer().completeExceptionally(new LedgerException(message, why));
            return;
        }
        for (Operation operation : batch) {
            counters.singly.increment();
            execute(List.of(operation));
        }
    }

    private void giveUpOverdue(List<Operation> batch, SQLException why) {
        boolean closing = stopping.getCount() == 0;
        long now = System.nanoTime();
        for (Iterator<Operation> i = batch.iterator(); i.hasNext(); ) {
            Operation operation = i.next();
            if (closing || now - operation.deadlineNs() >= 0) {
                i.remove();
                counters.unavailable.increment();
                String message = "the ledger's database does not answer; the outcome is unknown";
                operation.answer().completeExceptionally(new LedgerUnavailableException(message, why));
            }
        }
    }

    /** Said once per outage, not once per try. */
    private void noteAway(List<Operation> batch, SQLException why) {
        if (!away) {
            LOG.warnf("the ledger's database is away, %d operations wait: %s", batch.size(), Database.reason(why));
        }
        away = true;
    }

    private void answer(List<Operation> batch, List<Result> results) {
        if (away) {
            LOG.info("the ledger's database is back");
            away = false;
        }
        counters.batches.increment();
        counters.operations.add(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).answer().complete(results.get(i));
        }
    }

    private static void failAll(List<Operation> operations, RuntimeException why) {
        operations.forEach(operation -> operation.answer().completeExceptionally(why));
    }

    /** One transaction. The connection is in auto-commit mode: when the answer is here, it is on disk. */
    private List<Result> send(List<Operation> batch) throws SQLException {
        PreparedStatement batchStatement = connected();
        Connection link = batchStatement.getConnection();
        setArray(batchStatement, link, 1, "int4", batch, operation -> operation.kind().code);
        setArray(batchStatement, link, 2, "text", batch, Operation::user);
        setArray(batchStatement, link, 3, "uuid", batch, Operation::id);
        setArray(batchStatement, link, 4, "int8", batch, Operation::amountMicros);
        setArray(batchStatement, link, 5, "text", batch, Operation::currency);
        setArray(batchStatement, link, 6, "int8", batch, Operation::ttlMs);
        setArray(batchStatement, link, 7, "jsonb", batch, Operation::body);
        List<Result> results = new ArrayList<>(batch.size());
        try (ResultSet rows = batchStatement.executeQuery()) {
            while (rows.next()) {
                results.add(new Result(rows.getInt(1), rows.getLong(2), rows.getLong(3), rows.getString(4)));
            }
        }
        if (results.size() != batch.size()) {
            throw new IllegalStateException(batch.size() + " operations had " + results.size() + " answers");
        }
        return results;
    }

    private static void setArray(
            PreparedStatement statement,
            Connection link,
            int index,
            String type,
            List<Operation> batch,
            Function<Operation, @Nullable Object> value)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[batch.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(batch.get(i));
        }
        statement.setArray(index, link.createArrayOf(type, values));
    }

    private PreparedStatement connected() throws SQLException {
        if (statement != null) {
            return statement;
        }
        Connection fresh = dataSource.getConnection();
        connection = fresh;
        fresh.setAutoCommit(true);
        fresh.setNetworkTimeout(Runnable::run, answerWithinMs);
        PreparedStatement prepared = fresh.prepareStatement(BATCH);
        statement = prepared;
        return prepared;
    }

    private void disconnect() {
        Connection gone = connection;
        connection = null;
        statement = null;
        if (gone != null) {
            try {
                gone.close();
            } catch (SQLException e) {
                LOG.debug("closing a broken connection", e);
            }
        }
    }

    /** Deadlock or serialisation failure: rolled back, and worth the same batch again. */
    private static boolean isRaceLost(SQLException e) {
        return "40P01".equals(e.getSQLState()) || "40001".equals(e.getSQLState());
    }
}
