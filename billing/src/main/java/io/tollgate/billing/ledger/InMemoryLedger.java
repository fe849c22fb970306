package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrCursor;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrPage;
import io.tollgate.billing.cdr.CdrStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's contract in plain Java, for simulations under virtual time: the same outcomes as the durable one, at the
 * speed of memory, forgotten at exit. One lock over everything; any thread may call. It is also the CDR store of its
 * calls and makes their journals.
 */
public final class InMemoryLedger implements Ledger, CdrStore {
    private static final int MAX_PAGE = 1000;

    private final InstantSource clock;
    private final Map<String, Account> accounts = new HashMap<>();
    private final Map<UUID, Hold> holds = new LinkedHashMap<>();
    private final Map<UUID, Cdr> cdrs = new LinkedHashMap<>();
    private final Map<UUID, List<LedgerEntry>> transfers = new LinkedHashMap<>();
    private final List<LedgerEntry> entries = new ArrayList<>();
    final Map<UUID, InMemoryJournal.Journalled> journal = new LinkedHashMap<>();
    final Map<UUID, InMemoryJournal.Lease> leases = new HashMap<>();

    public InMemoryLedger(InstantSource clock) {
        this.clock = clock;
    }

    private static final class Account {
        final String currency;
        final long creditLimitMicros;
        boolean closed;
        long balanceMicros;
        long heldMicros;

        Account(String currency, long creditLimitMicros) {
            this.currency = currency;
            this.creditLimitMicros = creditLimitMicros;
        }

        long availableMicros() {
            return balanceMicros + creditLimitMicros - heldMicros;
        }
    }

    private record Hold(String user, long amountMicros, Instant expiresAt) {}

    /** Opens an account with nothing on it. */
    public synchronized void open(String user, String currency, long creditLimitMicros) {
        if (accounts.putIfAbsent(user, new Account(currency, creditLimitMicros)) != null) {
            throw new IllegalArgumentException("account " + user + " exists");
        }
    }

    /** Closes an account: no more holds or credits. */
    public synchronized void close(String user) {
        Account account = accounts.get(user);
        if (account == null) {
            throw new IllegalArgumentException("no account " + user);
        }
        account.closed = true;
    }

    /** Registers a gateway instance, whose predecessors are dead from now on. */
    public CallJournal journal(String gateway, UUID instance, Duration lease) {
        return InMemoryJournal.start(this, gateway, instance, lease);
    }

    synchronized Instant now() {
        return clock.instant();
    }

    @Override
    public synchronized HoldOutcome hold(UUID callId, String user, long totalMicros, String currency, Duration ttl) {
        if (totalMicros < 0) {
            throw new IllegalArgumentException("a hold cannot be negative");
        }
        Account account = accounts.get(user);
        if (account == null) {
            return new HoldOutcome.NoSuchAccount();
        }
        Hold earlier = holds.get(callId);
        if (earlier == null && cdrs.containsKey(callId)) {
            return new HoldOutcome.AlreadySettled();
        }
        if (earlier != null && !earlier.user().equals(user)) {
            throw new LedgerException("call " + callId + " is held by another account");
        }
        if (!account.currency.equals(currency)) {
            return new HoldOutcome.CurrencyMismatch(account.currency);
        }
        if (account.closed) {
            return new HoldOutcome.AccountClosed();
        }
        long held = earlier == null ? 0 : earlier.amountMicros();
        long increase = Math.max(totalMicros - held, 0);
        if (increase > 0 && increase > account.availableMicros()) {
            return new HoldOutcome.ExceedsCredit(held, account.availableMicros());
        }
        holds.put(callId, new Hold(user, held + increase, now().plus(ttl)));
        account.heldMicros += increase;
        return new HoldOutcome.Held(held + increase, account.availableMicros());
    }

    @Override
    public synchronized SettleOutcome settle(Cdr cdr, Split split) {
        String user = cdr.user();
        if (user == null) {
            throw new IllegalArgumentException("the CDR of call " + cdr.id() + " names no user");
        }
        Account account = accounts.get(user);
        if (account == null) {
            return new SettleOutcome.NoSuchAccount();
        }
        Cdr first = cdrs.get(cdr.id());
        if (first != null) {
            if (!user.equals(first.user())) {
                throw new LedgerException("call " + cdr.id() + " belongs to another account");
            }
            journal.remove(cdr.id());
            return new SettleOutcome.Settled(first.costMicros(), account.availableMicros(), true);
        }
        if (cdr.costMicros() != 0 && !account.currency.equals(cdr.currency())) {
            return new SettleOutcome.CurrencyMismatch(account.currency);
        }
        cdrs.put(cdr.id(), cdr);
        Hold hold = holds.remove(cdr.id());
        account.heldMicros -= hold == null ? 0 : hold.amountMicros();
        if (cdr.costMicros() != 0 || split.carrierCostMicros() != 0) {
            charge(cdr, split, user, account);
        }
        journal.remove(cdr.id());
        return new SettleOutcome.Settled(cdr.costMicros(), account.availableMicros(), false);
    }

    private void charge(Cdr cdr, Split split, String user, Account account) {
        String sent = cdr.numbers().sent();
        String destination = cdr.tariff().destination();
        var whole = new Split(
                cdr.trunk(),
                destination,
                cdr.taxMicros(),
                split.roundingMicros(),
                split.carrierCostMicros(),
                split.carrierCurrency());
        account.balanceMicros -= cdr.costMicros();
        var why = new Why(
                "CALL",
                sent == null ? cdr.numbers().dialled() : sent,
                destination == null ? "" : destination,
                "gateway");
        book(cdr.id(), user, account, -cdr.costMicros(), "revenue", whole, why);
    }

    private record Why(String kind, String reference, String reason, String actor) {}

    private void book(
            UUID transferId, String user, Account account, long amountMicros, String house, Split split, Why why) {
        List<LedgerEntry> booked = new ArrayList<>();
        booked.add(entry(transferId, new HouseAccounts.Side(user, amountMicros, account.currency), why));
        HouseAccounts.sides(house, account.currency, amountMicros, split)
                .values()
                .forEach(side -> booked.add(entry(transferId, side, why)));
        transfers.put(transferId, List.copyOf(booked));
    }

    private LedgerEntry entry(UUID transferId, HouseAccounts.Side side, Why why) {
        var entry = new LedgerEntry(
                entries.size() + 1L,
                side.account(),
                transferId,
                side.amountMicros(),
                side.currency(),
                why.kind(),
                why.reference(),
                why.reason(),
                why.actor(),
                now());
        entries.add(entry);
        return entry;
    }

    @Override
    public SettleOutcome release(Cdr cdr) {
        if (cdr.costMicros() != 0) {
            throw new IllegalArgumentException("call " + cdr.id() + " has a cost: settle it");
        }
        return settle(cdr);
    }

    @Override
    public synchronized CreditOutcome credit(Credit credit) {
        Account account = accounts.get(credit.user());
        if (account == null) {
            return new CreditOutcome.NoSuchAccount();
        }
        List<LedgerEntry> first = transfers.get(credit.transferId());
        if (first != null) {
            boolean same = first.stream()
                    .anyMatch(entry -> entry.account().equals(credit.user())
                            && entry.amountMicros() == credit.amountMicros()
                            && entry.kind().equals(credit.kind().name()));
            return same
                    ? new CreditOutcome.Credited(credit.amountMicros(), account.availableMicros(), true)
                    : new CreditOutcome.TransferIdReused();
        }
        if (!account.currency.equals(credit.currency())) {
            return new CreditOutcome.CurrencyMismatch(account.currency);
        }
        if (account.closed) {
            return new CreditOutcome.AccountClosed();
        }
        if (credit.kind().covered() && -credit.amountMicros() > account.availableMicros()) {
            return new CreditOutcome.ExceedsCredit(account.availableMicros());
        }
        account.balanceMicros += credit.amountMicros();
        var why = new Why(credit.kind().name(), credit.reference(), credit.reason(), credit.actor());
        book(
                credit.transferId(),
                credit.user(),
                account,
                credit.amountMicros(),
                credit.kind().house(),
                credit.split(),
                why);
        return new CreditOutcome.Credited(credit.amountMicros(), account.availableMicros(), false);
    }

    @Override
    public synchronized Optional<Balance> balance(String user) {
        return Optional.ofNullable(accounts.get(user))
                .map(account -> new Balance(
                        account.currency, account.balanceMicros, account.heldMicros, account.creditLimitMicros));
    }

    @Override
    public synchronized List<LedgerEntry> statement(String user, long beforeId, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        return entries.reversed().stream()
                .filter(entry -> entry.account().equals(user) && entry.id() < beforeId)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<LedgerEntry> entries(UUID transferId) {
        return transfers.getOrDefault(transferId, List.of());
    }

    @Override
    public synchronized int sweep() {
        Instant now = now();
        List<UUID> expired = holds.entrySet().stream()
                .filter(hold -> hold.getValue().expiresAt().isBefore(now) && !journal.containsKey(hold.getKey()))
                .map(Map.Entry::getKey)
                .toList();
        for (UUID callId : expired) {
            Hold hold = holds.remove(callId);
            Account account = hold == null ? null : accounts.get(hold.user());
            if (hold != null && account != null) {
                account.heldMicros -= hold.amountMicros();
            }
        }
        return expired.size();
    }

    /** Recomputes everything from the entries and holds, as the durable ledger's check does. */
    @Override
    public synchronized LedgerCheck verify() {
        List<String> problems = new ArrayList<>();
        Map<String, Long> byAccount = new HashMap<>();
        Map<String, Long> byCurrency = new HashMap<>();
        entries.forEach(entry -> {
            byAccount.merge(entry.account(), entry.amountMicros(), Math::addExact);
            byCurrency.merge(entry.currency(), entry.amountMicros(), Math::addExact);
        });
        byCurrency.forEach((currency, sum) -> check(problems, sum == 0, "entries in " + currency + " sum to " + sum));
        Map<String, Long> heldBy = new HashMap<>();
        holds.values().forEach(hold -> heldBy.merge(hold.user(), hold.amountMicros(), Math::addExact));
        accounts.forEach((user, account) -> {
            long sum = byAccount.getOrDefault(user, 0L);
            check(
                    problems,
                    sum == account.balanceMicros,
                    "balance of " + user + " is " + account.balanceMicros + ", its entries sum to " + sum);
            long held = heldBy.getOrDefault(user, 0L);
            check(
                    problems,
                    held == account.heldMicros,
                    "account " + user + " has " + account.heldMicros + " reserved, its reservations sum to " + held);
        });
        cdrs.values().forEach(cdr -> {
            long booked = entries(cdr.id()).stream()
                    .filter(entry -> entry.account().equals(cdr.user()))
                    .mapToLong(LedgerEntry::amountMicros)
                    .sum();
            check(problems, booked == -cdr.costMicros(), "call " + cdr.id() + " is not booked as its CDR says");
            check(problems, !holds.containsKey(cdr.id()), "settled call " + cdr.id() + " still holds money");
        });
        Set<String> owners = new TreeSet<>(accounts.keySet());
        byAccount.keySet().stream().filter(name -> name.startsWith("house:")).forEach(owners::add);
        long held = heldBy.values().stream().mapToLong(Long::longValue).sum();
        return new LedgerCheck(owners.size(), transfers.size(), entries.size(), holds.size(), held, problems);
    }

    private static void check(List<String> problems, boolean right, String problem) {
        if (!right) {
            problems.add(problem);
        }
    }

    // The CDR store

    @Override
    public synchronized Optional<Cdr> find(UUID id) {
        return Optional.ofNullable(cdrs.get(id));
    }

    @Override
    public synchronized boolean append(Cdr cdr) {
        if (cdr.user() != null) {
            throw new IllegalArgumentException("call " + cdr.id() + " belongs to a user: settle or release it");
        }
        return cdrs.putIfAbsent(cdr.id(), cdr) == null;
    }

    @Override
    public synchronized CdrPage list(CdrFilter filter) {
        List<Cdr> found = cdrs.values().stream()
                .filter(cdr -> matches(cdr, filter))
                .sorted(Comparator.comparing((Cdr cdr) -> cdr.times().started())
                        .thenComparing(cdr -> cdr.id().toString())
                        .reversed())
                .limit(filter.limit() + 1L)
                .toList();
        return CdrPage.of(found, filter.limit());
    }

    private static boolean matches(Cdr cdr, CdrFilter filter) {
        Instant started = cdr.times().started();
        CdrCursor before = filter.before();
        Instant from = filter.from();
        Instant to = filter.to();
        return isAnyOr(filter.user(), cdr.user())
                && isAnyOr(filter.direction(), cdr.direction())
                && isAnyOr(filter.cause(), cdr.ending().cause())
                && (from == null || !started.isBefore(from))
                && (to == null || started.isBefore(to))
                && (before == null || isBefore(cdr, before));
    }

    private static boolean isAnyOr(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static boolean isBefore(Cdr cdr, CdrCursor cursor) {
        int order = cdr.times().started().compareTo(cursor.started());
        return order < 0
                || (order == 0 && cdr.id().toString().compareTo(cursor.id().toString()) < 0);
    }
}
