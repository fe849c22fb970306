package io.tollgate.billing.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The journal beside an {@link InMemoryLedger}, under the ledger's lock. */
final class InMemoryJournal implements CallJournal {
    private final InMemoryLedger ledger;
    private final UUID instance;
    private final Duration lease;

    private InMemoryJournal(InMemoryLedger ledger, UUID instance, Duration lease) {
        this.ledger = ledger;
        this.instance = instance;
        this.lease = lease;
    }

    record Journalled(UUID instance, JournalledCall call) {}

    /** A superseded instance stays dead, whatever it says. */
    record Lease(String gateway, Instant until, boolean superseded) {}

    static InMemoryJournal start(InMemoryLedger ledger, String gateway, UUID instance, Duration lease) {
        synchronized (ledger) {
            ledger.leases.replaceAll(
                    (other, held) -> held.gateway().equals(gateway) ? new Lease(gateway, ledger.now(), true) : held);
            ledger.leases.put(instance, new Lease(gateway, ledger.now().plus(lease), false));
        }
        return new InMemoryJournal(ledger, instance, lease);
    }

    @Override
    public void open(JournalledCall call) {
        synchronized (ledger) {
            ledger.journal.putIfAbsent(call.callId(), new Journalled(instance, call));
        }
    }

    @Override
    public void attempted(UUID callId, UUID attemptId, int ordinal, String trunk, Instant at) {
        synchronized (ledger) {
            ledger.journal.computeIfPresent(callId, (id, row) -> new Journalled(row.instance(), on(trunk, row.call())));
        }
    }

    private static JournalledCall on(String trunk, JournalledCall call) {
        return new JournalledCall(
                call.callId(),
                call.direction(),
                call.user(),
                call.device(),
                call.numbers(),
                call.tariff(),
                call.currency(),
                trunk,
                call.openedAt(),
                call.answeredAt(),
                call.lastMediaAt(),
                call.talkMs());
    }

    @Override
    public void answered(UUID callId, Instant at) {
        synchronized (ledger) {
            ledger.journal.computeIfPresent(callId, (id, row) -> {
                JournalledCall call = row.call();
                return call.answeredAt() != null
                        ? row
                        : new Journalled(row.instance(), with(call, at, call.lastMediaAt(), call.talkMs()));
            });
        }
    }

    @Override
    public void touch(List<JournalTouch> touches) {
        synchronized (ledger) {
            ledger.leases.computeIfPresent(
                    instance,
                    (id, held) -> held.superseded()
                            ? held
                            : new Lease(held.gateway(), ledger.now().plus(lease), false));
            touches.forEach(this::touch);
        }
    }

    private void touch(JournalTouch touch) {
        ledger.journal.computeIfPresent(touch.callId(), (id, row) -> {
            if (!row.instance().equals(instance)) {
                return row;
            }
            JournalledCall call = row.call();
            Instant last = call.lastMediaAt();
            Instant media = last == null || last.isBefore(touch.lastMediaAt()) ? touch.lastMediaAt() : last;
            long talkMs = Math.max(call.talkMs(), touch.talkMs());
            return new Journalled(instance, with(call, call.answeredAt(), media, talkMs));
        });
    }

    private static JournalledCall with(
            JournalledCall call, @Nullable Instant answeredAt, @Nullable Instant lastMediaAt, long talkMs) {
        return new JournalledCall(
                call.callId(),
                call.direction(),
                call.user(),
                call.device(),
                call.numbers(),
                call.tariff(),
                call.currency(),
                call.trunk(),
                call.openedAt(),
                answeredAt,
                lastMediaAt,
                talkMs);
    }

    @Override
    public Optional<JournalledCall> find(UUID callId) {
        synchronized (ledger) {
            return Optional.ofNullable(ledger.journal.get(callId)).map(Journalled::call);
        }
    }

    @Override
    public List<JournalledCall> abandoned(int limit) {
        synchronized (ledger) {
            Instant now = ledger.now();
            return ledger.journal.values().stream()
                    .filter(row -> !isAlive(row.instance(), now))
                    .map(Journalled::call)
                    .map(this::withHeldSeconds)
                    .sorted(Comparator.comparing(call -> call.callId().toString()))
                    .limit(limit)
                    .toList();
        }
    }

    private JournalledCall withHeldSeconds(JournalledCall call) {
        long held = ledger.allowances().held(call.callId());
        return held == 0 ? call : call.priced(call.tariff().withBundle(held));
    }

    private boolean isAlive(UUID other, Instant now) {
        Lease held = ledger.leases.get(other);
        return held != null && held.until().isAfter(now);
    }

    @Override
    public void close() {
        synchronized (ledger) {
            ledger.leases.computeIfPresent(
                    instance, (id, held) -> new Lease(held.gateway(), ledger.now(), held.superseded()));
        }
    }
}
