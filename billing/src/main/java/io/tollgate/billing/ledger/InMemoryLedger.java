package io.tollgate.billing.ledger;

import io.tollgate.billing.cdr.Cdr;
import io.tollgate.billing.cdr.CdrCursor;
import io.tollgate.billing.cdr.CdrFilter;
import io.tollgate.billing.cdr.CdrPage;
import io.tollgate.billing.cdr.CdrStore;
import io.tollgate.billing.ledger.chain.ChainAudit;
import io.tollgate.billing.ledger.chain.ChainedEntry;
import io.tollgate.billing.ledger.chain.EntryChain;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final Map<String, List<ChainedEntry>> chains = new HashMap<>();
    private final InMemoryAllowances allowances = new InMemoryAllowances(this);
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
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
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
    public synchronized SettleOutcome settle(Cdr cdr, Split split, BundleUse use) {
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
        allowances.settle(cdr.id(), user, use);
        if (cdr.costMicros() != 0 || use.seconds() != 0 || split.carrierCostMicros() != 0) {
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
        List<ChainedEntry> chain = chains.computeIfAbsent(user, name -> new ArrayList<>());
        String previous = chain.isEmpty() ? EntryChain.GENESIS : chain.getLast().hash();
        chain.add(EntryChain.chained(
                previous, user, account.currency, unchained(chain.size() + 1L, booked, account.balanceMicros)));
    }

    /** A user's entry, which is the first of its transfer, as it goes into the chain. */
    private static ChainedEntry unchained(long number, List<LedgerEntry> transfer, long balanceMicros) {
        LedgerEntry own = transfer.getFirst();
        List<EntryChain.OtherSide> others = transfer.stream()
                .skip(1)
                .map(side -> new EntryChain.OtherSide(side.account(), side.amountMicros(), side.currency()))
                .toList();
        return new ChainedEntry(
                number,
                own.transferId(),
                own.kind(),
                own.amountMicros(),
                balanceMicros,
                own.at(),
                own.reference(),
                own.reason(),
                EntryChain.houseHash(own.transferId(), own.actor(), others),
                "");
    }

    @Override
    public synchronized List<ChainedEntry> chain(String user, long beforeNumber, int limit) {
        if (limit < 1 || limit > MAX_PAGE + 1) {
            throw new IllegalArgumentException("limit must be between 1 and " + MAX_PAGE);
        }
        List<ChainedEntry> chain = chains.getOrDefault(user, List.of());
        int end = Math.clamp(beforeNumber - 1, 0, chain.size());
        return List.copyOf(chain.subList(Math.max(0, end - limit), end));
    }

    /** The allowances of the same accounts. */
    public InMemoryAllowances allowances() {
        return allowances;
    }

    boolean isClosed(String user) {
        Account account = accounts.get(user);
        return account != null && account.closed;
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
        allowances.sweep(now);
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
        Map<String, Long> byCurrency = new HashMap<>();
        Set<String> owners = new TreeSet<>(accounts.keySet());
        entries.forEach(entry -> {
            byCurrency.merge(entry.currency(), entry.amountMicros(), Math::addExact);
            owners.add(entry.account());
        });
        byCurrency.forEach((currency, sum) -> check(problems, sum == 0, "entries in " + currency + " sum to " + sum));
        Map<String, Long> held = new HashMap<>();
        holds.values().forEach(hold -> held.merge(hold.user(), hold.amountMicros(), Math::addExact));
        accounts.keySet().stream()
                .sorted()
                .forEach(user -> problems.addAll(problems(user, held.getOrDefault(user, 0L))));
        cdrs.values().forEach(cdr -> check(problems, cdr));
        return new LedgerCheck(
                owners.size(),
                transfers.size(),
                entries.size(),
                holds.size(),
                holds.values().stream().mapToLong(Hold::amountMicros).sum(),
                problems);
    }

    @Override
    public synchronized LedgerCheck verify(String user) {
        if (!accounts.containsKey(user)) {
            return new LedgerCheck(0, 0, 0, 0, 0, List.of());
        }
        List<Hold> own =
                holds.values().stream().filter(hold -> hold.user().equals(user)).toList();
        long held = own.stream().mapToLong(Hold::amountMicros).sum();
        List<String> problems = problems(user, held);
        cdrs.values().stream().filter(cdr -> user.equals(cdr.user())).forEach(cdr -> check(problems, cdr));
        int length = chains.getOrDefault(user, List.of()).size();
        return new LedgerCheck(1, length, length, own.size(), held, problems);
    }

    private List<String> problems(String user, long held) {
        Account account = Objects.requireNonNull(accounts.get(user));
        List<ChainedEntry> chain = chains.getOrDefault(user, List.of());
        var audit = new ChainAudit();
        var head = new ChainAudit.Head(
                user,
                account.currency,
                account.balanceMicros,
                chain.size(),
                chain.isEmpty() ? null : chain.getLast().hash());
        for (ChainedEntry stored : chain) {
            LedgerEntry booked = entries(stored.transferId()).getFirst();
            audit.next(head, booked.currency(), stored.transferId().toString(), booked.amountMicros(), stored);
        }
        audit.endOf(head);
        List<String> problems = new ArrayList<>(audit.problems());
        check(
                problems,
                held == account.heldMicros,
                "account " + user + " has " + account.heldMicros + " reserved, its reservations sum to " + held);
        return problems;
    }

    private void check(List<String> problems, Cdr cdr) {
        long booked = entries(cdr.id()).stream()
                .filter(entry -> entry.account().equals(cdr.user()))
                .mapToLong(LedgerEntry::amountMicros)
                .sum();
        check(problems, booked == -cdr.costMicros(), "call " + cdr.id() + " is not booked as its CDR says");
        check(problems, !holds.containsKey(cdr.id()), "settled call " + cdr.id() + " still holds money");
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
