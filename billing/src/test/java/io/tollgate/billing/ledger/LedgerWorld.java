package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.Allowances.Grant;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A network in small, under virtual time: accounts, gateways that crash, callers, payments, vouchers, refunds, rentals, lost
 * answers and repeats. Everything follows from the seed. What happened is told to the {@link Auditor}, which never asks
 * the ledger.
 */
final class LedgerWorld {
    private static final List<Credit.Kind> KINDS = List.of(Credit.Kind.values());
    private static final Duration TTL = Duration.ofSeconds(90);
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final String GROUP = "UK landline";
    /** A micro-unit a millisecond beyond the seconds of the bundle. */
    private static final TalkRating RATING = (call, talkMs) -> new TalkRating.Charge(talkMs, talkMs / 6, talkMs / 1000);

    private final SplittableRandom random;
    private final int users;
    private final List<Gateway> gateways = new ArrayList<>();
    private final List<UUID> settledCalls = new ArrayList<>();
    final Auditor auditor = new Auditor();
    Instant now = Calls.START;
    final InMemoryLedger ledger = new InMemoryLedger(() -> now);
    int crashes;
    int recovered;

    LedgerWorld(long seed, int users, int gateways) {
        random = new SplittableRandom(seed);
        this.users = users;
        for (int i = 0; i < users; i++) {
            ledger.open(user(i), "EUR", i % 10 == 0 ? 1_000_000 : 0);
        }
        for (int i = 0; i < gateways; i++) {
            this.gateways.add(new Gateway("gw-" + i));
        }
    }

    private static String user(int number) {
        return "user-" + number;
    }

    private UUID id() {
        return Calls.id(random);
    }

    private static final class Call {
        final UUID id;
        final String user;
        long heldMicros;
        long bundleSeconds;
        boolean answered;
        long talkMs;
        long touchedMs;

        Call(UUID id, String user) {
            this.id = id;
            this.user = user;
        }
    }

    private final class Gateway {
        final String name;
        final Map<UUID, Call> live = new LinkedHashMap<>();
        CallJournal journal;

        Gateway(String name) {
            this.name = name;
            journal = ledger.journal(name, id(), LEASE);
        }
    }

    void run(int steps) {
        for (int step = 0; step < steps; step++) {
            now = now.plusMillis(random.nextInt(2000));
            // A gateway that lives renews its lease, whatever else it does.
            gateways.forEach(each -> each.journal.touch(List.of()));
            Gateway gateway = gateways.get(random.nextInt(gateways.size()));
            int what = random.nextInt(1000);
            if (what < 300) {
                begin(gateway);
            } else if (what < 600) {
                proceed(gateway);
            } else if (what < 800) {
                end(gateway);
            } else if (what < 960) {
                money();
            } else if (what < 985) {
                bundle();
            } else if (what < 993) {
                ledger.sweep();
            } else {
                crash(gateway);
            }
        }
        for (Gateway gateway : gateways) {
            while (!gateway.live.isEmpty()) {
                end(gateway);
            }
        }
        now = now.plus(Duration.ofDays(1));
        ledger.sweep();
    }

    private void begin(Gateway gateway) {
        var call = new Call(id(), user(random.nextInt(users)));
        gateway.journal.open(Calls.journalled(call.id, call.user, "EUR", now));
        auditor.opened(call.id, call.user);
        if (random.nextInt(3) == 0
                && ledger.allowances().hold(call.id, call.user, GROUP, 60, TTL)
                        instanceof SecondsOutcome.Held(long seconds, long left)) {
            call.bundleSeconds = seconds;
        }
        gateway.live.put(call.id, call);
        hold(call, 60_000);
    }

    private void hold(Call call, long more) {
        long total = call.heldMicros + more;
        for (int delivery = random.nextInt(4) == 0 ? 2 : 1; delivery > 0; delivery--) {
            if (ledger.hold(call.id, call.user, total, "EUR", TTL)
                    instanceof HoldOutcome.Held(long held, long available)) {
                if (held > call.heldMicros && available < 0) {
                    auditor.overdrawn(call.user, available);
                }
                call.heldMicros = held;
            }
        }
    }

    private Call any(Gateway gateway) {
        List<Call> live = List.copyOf(gateway.live.values());
        return live.isEmpty() ? new Call(id(), "") : live.get(random.nextInt(live.size()));
    }

    private void proceed(Gateway gateway) {
        Call call = any(gateway);
        if (call.user.isEmpty() || call.heldMicros == 0) {
            gateway.journal.touch(List.of());
            return;
        }
        if (!call.answered) {
            call.answered = true;
            gateway.journal.answered(call.id, now);
            return;
        }
        long talk = Math.min(random.nextLong(1, 40_000), call.heldMicros - call.talkMs);
        call.talkMs += talk;
        if (random.nextBoolean()) {
            call.touchedMs = call.talkMs;
            gateway.journal.touch(List.of(new JournalTouch(call.id, now, call.talkMs)));
        }
        hold(call, 30_000);
    }

    /** The charge is delivered once, twice or thrice. */
    private void end(Gateway gateway) {
        Call call = any(gateway);
        gateway.live.remove(call.id);
        if (call.user.isEmpty()) {
            return;
        }
        settle(call);
        for (int repeat = random.nextInt(3); repeat > 0; repeat--) {
            settle(call);
        }
    }

    private void settle(Call call) {
        long used = Math.min(call.bundleSeconds, call.talkMs / 1000);
        SettleOutcome outcome = call.answered && call.talkMs > 0
                ? ledger.settle(
                        Calls.answered(call.id, call.user, call.talkMs, "EUR"),
                        new Split(null, null, 0, 0, call.talkMs / 3, "USD"),
                        new BundleUse(GROUP, used))
                : ledger.release(Calls.unanswered(call.id, call.user, "no-answer"));
        if (outcome instanceof SettleOutcome.Settled settled) {
            auditor.settled(call.id, settled.costMicros());
            if (!settled.repeated()) {
                auditor.usedSeconds(call.user, call.talkMs > 0 ? used : 0);
                settledCalls.add(call.id);
            }
        }
    }

    private void money() {
        String user = user(random.nextInt(users));
        Credit.Kind kind = KINDS.get(random.nextInt(KINDS.size()));
        boolean debit = kind.covered() || kind == Credit.Kind.CHARGEBACK || random.nextInt(8) == 0;
        long amount = random.nextLong(1, 2_000_000) * (debit ? -1 : 1);
        String reference = kind == Credit.Kind.REFUND && !settledCalls.isEmpty()
                ? settledCalls.get(random.nextInt(settledCalls.size())).toString()
                : "";
        var credit = new Credit(id(), user, amount, "EUR", kind, reference, "", "sim");
        for (int delivery = random.nextInt(1, 4); delivery > 0; delivery--) {
            if (ledger.credit(credit)
                    instanceof CreditOutcome.Credited(long booked, long available, boolean repeated)) {
                auditor.credited(credit.transferId(), user, amount);
            }
        }
    }

    private void bundle() {
        String user = user(random.nextInt(users));
        var grant = new Grant(id(), user, GROUP, now, now.plusSeconds(random.nextLong(60, 900)), 120, "sim");
        ledger.allowances().grant(grant);
        ledger.allowances().grant(grant);
    }

    /** Before or after what it was about to do; its successor recovers, and now and then another at the same time. */
    private void crash(Gateway gateway) {
        crashes++;
        Call last = any(gateway);
        if (!last.user.isEmpty() && random.nextBoolean()) {
            settle(last); // the answer is never heard
        }
        gateway.live.values().stream()
                .filter(call -> !auditor.isSettled(call.id))
                .forEach(call -> auditor.lostWithItsGateway(call.id, call.answered ? call.touchedMs : 0));
        gateway.live.clear();
        gateway.journal = ledger.journal(gateway.name, id(), LEASE);
        var recovery = new CallRecovery(ledger, gateway.journal, RATING);
        RecoveryReport report = recovery.recover();
        recovered += report.settled() + report.released();
        if (random.nextBoolean()) {
            recovery.recover();
        }
    }
}
