package io.tollgate.billing.ledger;

import io.tollgate.billing.ledger.Allowances.GrantOutcome.GrantIdReused;
import io.tollgate.billing.ledger.Allowances.GrantOutcome.Granted;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome.AccountClosed;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome.AlreadySettled;
import io.tollgate.billing.ledger.Allowances.SecondsOutcome.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The allowances beside an {@link InMemoryLedger}, under the ledger's lock. */
public final class InMemoryAllowances implements Allowances {
    private final InMemoryLedger ledger;
    private final Map<UUID, State> grants = new LinkedHashMap<>();
    private final Map<UUID, CallHold> holds = new HashMap<>();

    InMemoryAllowances(InMemoryLedger ledger) {
        this.ledger = ledger;
    }

    private static final class State {
        final Grant grant;
        final Map<UUID, Long> uses = new LinkedHashMap<>();
        long usedSeconds;
        long heldSeconds;

        State(Grant grant) {
            this.grant = grant;
        }

        boolean isOpen(String user, @Nullable String group, Instant now) {
            return grant.user().equals(user)
                    && (grant.group().equals(ANY_GROUP) || grant.group().equals(group))
                    && !grant.startsAt().isAfter(now)
                    && grant.endsAt().isAfter(now);
        }

        long room() {
            return Math.max(0, grant.seconds() - usedSeconds - heldSeconds);
        }
    }

    private static final class CallHold {
        final String user;
        final Map<State, Long> seconds = new LinkedHashMap<>();
        Instant expiresAt = Instant.EPOCH;

        CallHold(String user) {
            this.user = user;
        }

        long total() {
            return seconds.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    private static final Comparator<State> FIRST_TO_END = Comparator.comparing((State state) -> state.grant.endsAt())
            .thenComparing(state -> state.grant.id().toString());

    @Override
    public GrantOutcome grant(Grant grant) {
        synchronized (ledger) {
            if (ledger.balance(grant.user()).isEmpty()) {
                return new GrantOutcome.NoSuchAccount();
            }
            State first = grants.putIfAbsent(grant.id(), new State(grant));
            if (first == null) {
                return new Granted(false);
            }
            boolean same = first.grant.user().equals(grant.user())
                    && first.grant.group().equals(grant.group())
                    && first.grant.seconds() == grant.seconds()
                    && first.grant.startsAt().equals(grant.startsAt())
                    && first.grant.endsAt().equals(grant.endsAt());
            return same ? new Granted(true) : new GrantIdReused();
        }
    }

    @Override
    public SecondsOutcome hold(UUID callId, String user, String group, long totalSeconds, Duration ttl) {
        if (totalSeconds < 0) {
            throw new IllegalArgumentException("a hold cannot be negative");
        }
        synchronized (ledger) {
            if (ledger.balance(user).isEmpty()) {
                return new SecondsOutcome.NoSuchAccount();
            }
            CallHold hold = holds.get(callId);
            if (hold != null && !hold.user.equals(user)) {
                throw new LedgerException("call " + callId + " is held by another account");
            }
            if (hold == null && ledger.find(callId).isPresent()) {
                return new AlreadySettled();
            }
            if (ledger.isClosed(user)) {
                return new AccountClosed();
            }
            Instant now = ledger.now();
            CallHold held = hold == null ? new CallHold(user) : hold;
            long left = 0;
            for (State state : open(user, group, now)) {
                long room = state.room();
                long take = Math.min(room, Math.max(0, totalSeconds - held.total()));
                if (take > 0) {
                    held.seconds.merge(state, take, Long::sum);
                    state.heldSeconds += take;
                }
                left += room - take;
            }
            held.expiresAt = now.plus(ttl);
            if (!held.seconds.isEmpty()) {
                holds.put(callId, held);
            }
            return new Held(held.total(), left);
        }
    }

    private List<State> open(String user, @Nullable String group, Instant now) {
        return grants.values().stream()
                .filter(state -> state.isOpen(user, group, now))
                .sorted(FIRST_TO_END)
                .toList();
    }

    /** Uses what the call has used and frees the rest; under the ledger's lock. */
    void settle(UUID callId, String user, BundleUse use) {
        CallHold hold = holds.remove(callId);
        Map<State, Long> held = hold == null ? Map.of() : hold.seconds;
        List<State> order = new ArrayList<>(held.keySet());
        order.sort(FIRST_TO_END);
        if (use.seconds() > 0) {
            open(user, use.group(), ledger.now()).stream()
                    .filter(state -> !held.containsKey(state))
                    .forEach(order::add);
        }
        long missing = use.seconds();
        for (State state : order) {
            long own = held.getOrDefault(state, 0L);
            long take = Math.min(missing, own + state.room());
            state.heldSeconds -= own;
            use(callId, state, take);
            missing -= take;
        }
        if (missing > 0 && !order.isEmpty()) {
            use(callId, order.getLast(), missing);
        }
    }

    private static void use(UUID callId, State state, long seconds) {
        if (seconds > 0) {
            state.usedSeconds += seconds;
            state.uses.merge(callId, seconds, Long::sum);
        }
    }

    /** Seconds that are held for a call; under the ledger's lock. */
    long held(UUID callId) {
        CallHold hold = holds.get(callId);
        return hold == null ? 0 : hold.total();
    }

    @Override
    public List<Used> usedBy(UUID callId) {
        synchronized (ledger) {
            return grants.values().stream()
                    .filter(state -> state.uses.containsKey(callId))
                    .sorted(FIRST_TO_END)
                    .map(state -> new Used(
                            state.grant.id(),
                            state.grant.group(),
                            state.grant.reference(),
                            state.uses.getOrDefault(callId, 0L)))
                    .toList();
        }
    }

    /** Frees expired seconds of calls that are not journalled; under the ledger's lock. */
    void sweep(Instant now) {
        holds.entrySet().removeIf(entry -> {
            CallHold hold = entry.getValue();
            boolean expired = hold.expiresAt.isBefore(now) && !ledger.journal.containsKey(entry.getKey());
            if (expired) {
                hold.seconds.forEach((state, seconds) -> state.heldSeconds -= seconds);
            }
            return expired;
        });
    }

    @Override
    public List<Allowance> of(String user) {
        synchronized (ledger) {
            Instant now = ledger.now();
            return ever(user).stream().filter(one -> one.endsAt().isAfter(now)).toList();
        }
    }

    /** A user's allowances, also those whose period has ended. */
    public List<Allowance> ever(String user) {
        synchronized (ledger) {
            return grants.values().stream()
                    .filter(state -> state.grant.user().equals(user))
                    .sorted(FIRST_TO_END)
                    .map(state -> new Allowance(
                            state.grant.id(),
                            state.grant.group(),
                            state.grant.startsAt(),
                            state.grant.endsAt(),
                            state.grant.seconds(),
                            state.usedSeconds,
                            state.heldSeconds,
                            state.grant.reference()))
                    .toList();
        }
    }
}
